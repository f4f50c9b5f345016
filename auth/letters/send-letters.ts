/**
 * The post. Letters wait in a table; of any number of programs one takes each, by one conditional write on how often it
 * was tried. That write counts the try before the letter leaves, and puts the next one off: a program that dies on the
 * way has used up a try, and a letter that had left by then leaves once more, under the same Message-ID.
 */
import type { Db, Prisma } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices } from '../auth-services.ts';
import { Letter } from './letter.ts';
import {
  LETTERS_PER_RUN,
  MOST_TRIES,
  SENT_KEPT_DAYS,
  UNSENT_KEPT_DAYS,
  daysBefore,
  nextTryAfter,
} from './letter-post.ts';
import type { Delivery, DueLetter, LetterFault } from './letter-post.ts';

type Services = Pick<AuthServices, 'db' | 'audit' | 'now'>;
type Deliver = (letter: DueLetter) => Promise<Delivery>;

const WAITING = { sentAt: null, attempts: { lt: MOST_TRIES } } as const satisfies Prisma.LetterWhereInput;
const SELECT = {
  id: true,
  kind: true,
  paramsJson: true,
  address: true,
  language: true,
  createdAt: true,
  attempts: true,
  nextTryAt: true,
} as const satisfies Prisma.LetterSelect;
type Row = Prisma.LetterGetPayload<{ select: typeof SELECT }>;

/** What lies with the mail server and not with a letter: the others would meet it as well. */
const OF_SERVER: ReadonlySet<LetterFault> = new Set([
  'no_connection',
  'no_tls',
  'login_refused',
  'file_not_written',
]);

/**
 * Sends what is due, the longest waiting first and so many at a run. A letter that does not leave is tried again, later
 * each time; one that is given up raises an alarm. A server that does not answer ends the run.
 */
export async function sendLetters(services: Services, deliver: Deliver): Promise<{ sent: number }> {
  const { db, now } = services;
  await giveUpInterrupted(services);
  const rows = await db.letter.findMany({
    where: { ...WAITING, nextTryAt: { lte: now() } },
    orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }],
    take: LETTERS_PER_RUN,
    select: SELECT,
  });
  let sent = 0;
  for (const row of rows) {
    if (!(await claim(db, row, now()))) continue;
    const delivery = await deliverRow(row, deliver);
    await settle(services, row, delivery);
    if (delivery.ok) sent += 1;
    else if (OF_SERVER.has(delivery.fault)) break;
  }
  return { sent };
}

/** Counts the try. Whoever else saw the same row finds it changed. */
async function claim(db: Db, { id, attempts, nextTryAt }: Row, at: Date): Promise<boolean> {
  const tries = attempts + 1;
  const { count } = await db.letter.updateMany({
    where: { id, sentAt: null, attempts, nextTryAt },
    data: { attempts: tries, claimedAt: at, nextTryAt: nextTryAfter(tries, at) },
  });
  return count === 1;
}

async function deliverRow(row: Row, deliver: Deliver): Promise<Delivery> {
  const letter = parseLetter(row);
  if (letter === null) return { ok: false, fault: 'unreadable', isFinal: true };
  const { id, address, createdAt: writtenAt } = row;
  return deliver({ id, letter, address, language: row.language === 'en' ? 'en' : 'ru', writtenAt });
}

/** What a letter says; null for one that this version can't read. */
export function parseLetter({ kind, paramsJson }: { kind: string; paramsJson: string }): Letter | null {
  const params: unknown = JSON.parse(paramsJson);
  const parsed = Letter.safeParse({ ...(typeof params === 'object' ? params : {}), kind });
  return parsed.success ? parsed.data : null;
}

async function settle(services: Services, row: Row, delivery: Delivery): Promise<void> {
  const { db, now } = services;
  const tries = row.attempts + 1;
  const mine = { id: row.id, sentAt: null, attempts: tries };
  if (delivery.ok) {
    const data = { sentAt: now(), claimedAt: null, lastError: null };
    await db.letter.updateMany({ where: mine, data });
    return;
  }
  if (delivery.isFinal || tries >= MOST_TRIES) return giveUp(services, mine, delivery.fault);
  await db.letter.updateMany({ where: mine, data: { claimedAt: null, lastError: delivery.fault } });
}

/** An administrator sees it; the letter itself stays for them to look up. */
async function giveUp(
  { db, audit, now }: Services,
  where: Prisma.LetterWhereInput,
  fault: LetterFault,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const data = { attempts: MOST_TRIES, claimedAt: null, lastError: fault };
    const { count } = await tx.letter.updateMany({ where, data });
    if (count > 0) await raiseAlarm(tx, audit, { kind: 'letter_not_sent', detail: fault, at: now() });
  });
}

async function giveUpInterrupted(services: Services): Promise<void> {
  const where = {
    sentAt: null,
    attempts: { gte: MOST_TRIES },
    claimedAt: { not: null },
    nextTryAt: { lte: services.now() },
  };
  if ((await services.db.letter.count({ where })) > 0) await giveUp(services, where, 'interrupted');
}

/** Forgets letters whose time is over. */
export async function purgeLetters({ db, now }: Services): Promise<void> {
  const at = now();
  await db.letter.deleteMany({
    where: {
      OR: [
        { sentAt: { lt: daysBefore(at, SENT_KEPT_DAYS) } },
        { sentAt: null, createdAt: { lt: daysBefore(at, UNSENT_KEPT_DAYS) } },
      ],
    },
  });
}
