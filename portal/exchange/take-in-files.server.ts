/**
 * Takes the files of a run into the read model. All files of a run are one set, so that a full export of goods knows
 * what is gone. 1C asks for one file after another and is told "progress" while the set is being taken in; whoever asks
 * again meets the same work, in whichever process it goes on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { importReceived } from '../connectors/import-received.server.ts';
import type {
  ReceivedOutcome,
  ReceivedProblems,
  ReceivingDeps,
} from '../connectors/import-received.server.ts';
import type { CompanyReader } from '../company/company.server.ts';
import type { Db } from '#prisma/client.ts';
import { readFileName } from './exchange-call.ts';
import { folderOf } from './exchange-session.server.ts';
import type { ExchangeSession } from './exchange-session.server.ts';
import { readParts } from './receive-part.server.ts';
import type { StoredPart } from './receive-part.server.ts';
import { unpackArchives } from './unpack-archives.server.ts';

export type TakeInDeps = ReceivingDeps & { dataDir: string; company: CompanyReader; log: Logger };

export type TakeInOutcome =
  | { ok: true }
  /** It goes on; ask again. */
  | { ok: false; reason: 'progress' }
  /** Nothing was changed. The message is for whoever looks after 1C, in Russian. */
  | { ok: false; reason: 'refused'; message: string };

/** An answer within this time keeps 1C, and whatever web server stands between, from giving up. */
const ANSWER_WITHIN_MS = 8_000;
const HEARTBEAT_MS = 10_000;
/** A process that has not been heard of for so long is dead; another one goes on. */
const DEAD_AFTER_MS = 60_000;
const QUIET_MS = 60_000;
const PROBLEMS_TOLD = 5;
const TOO_MUCH_GONE =
  'обмен убрал бы больше десятой части строк, и ничего не изменено. Если так и надо, администратор портала разрешит это на странице источников';

/** What goes on in this process, by run. */
const running = new Map<string, Promise<void>>();

/** Takes in the file with all others of its run, or says how that went. */
export async function takeIn(
  deps: TakeInDeps,
  { session, name }: { session: ExchangeSession; name: string },
): Promise<TakeInOutcome> {
  const known = await findOutcome(deps, session.id, name);
  if (known !== null) return known;
  await beginTakingIn(deps, session);
  const work = running.get(session.id) ?? Promise.resolve();
  await Promise.race([work, pause(ANSWER_WITHIN_MS, undefined, { ref: false })]);
  return (await findOutcome(deps, session.id, name)) ?? { ok: false, reason: 'progress' };
}

/** Begins to take in what has come, unless that goes on already. */
export async function beginTakingIn(deps: TakeInDeps, session: ExchangeSession): Promise<void> {
  const at = deps.now();
  const { count } = await deps.db.exchangeSession.updateMany({
    where: {
      id: session.id,
      endedAt: null,
      OR: [{ importingAt: null }, { importingAt: { lt: new Date(at.getTime() - DEAD_AFTER_MS) } }],
    },
    data: { importingAt: at },
  });
  if (count === 0) return;
  const work = takeInSet(deps, session).finally(() => running.delete(session.id));
  running.set(session.id, work);
}

/** Takes in documents that 1C sent without asking for it, as older versions do, once it has been quiet for a while. */
export async function takeInForgotten(deps: TakeInDeps): Promise<void> {
  const quietSince = new Date(deps.now().getTime() - QUIET_MS);
  const sessions = await deps.db.exchangeSession.findMany({
    where: {
      kind: 'sale',
      endedAt: null,
      lastSeenAt: { lt: quietSince },
      access: { closedAt: null },
      files: { some: { state: 'received' } },
    },
    select: { id: true, accessId: true },
  });
  for (const session of sessions) await beginTakingIn(deps, { ...session, kind: 'sale' });
}

/** Null while it is open how it goes. */
async function findOutcome(
  { db }: TakeInDeps,
  sessionId: string,
  name: string,
): Promise<TakeInOutcome | null> {
  const files = await db.exchangeFile.findMany({
    where: { sessionId, OR: [{ name }, { state: { in: ['received', 'refused'] } }] },
    select: { name: true, state: true, message: true },
  });
  const file = files.find((one) => one.name === name);
  if (file?.state === 'applied' || file?.state === 'unpacked') return { ok: true };
  if (file?.state === 'refused') return { ok: false, reason: 'refused', message: file.message };
  if (file !== undefined) return null;
  const archives = files.filter((one) => readFileName(one.name)?.is === 'archive');
  if (archives.some(({ state }) => state === 'received')) return null;
  const message = archives.at(0)?.message ?? `файл ${name} не передан: сначала mode=file`;
  return { ok: false, reason: 'refused', message };
}

/** Never rejects: nobody waits for it to the end. */
async function takeInSet(deps: TakeInDeps, session: ExchangeSession): Promise<void> {
  const { db, log } = deps;
  const alive = setInterval(() => {
    db.exchangeSession
      .updateMany({ where: { id: session.id }, data: { importingAt: deps.now(), lastSeenAt: deps.now() } })
      .catch((error: unknown) =>
        log.error({ error }, 'the sign of life of an exchange could not be written'),
      );
  }, HEARTBEAT_MS);
  try {
    await unpackArchives(db, { dataDir: deps.dataDir, sessionId: session.id, at: deps.now() });
    await importSet(deps, session);
  } catch (error) {
    log.error({ error, exchange: session.id }, 'an exchange failed');
    await markFailed(db, session.id).catch((again: unknown) =>
      log.error({ error: again }, 'that an exchange failed could not be written'),
    );
  } finally {
    clearInterval(alive);
    await db.exchangeSession
      .updateMany({ where: { id: session.id }, data: { importingAt: null } })
      .catch((error: unknown) => log.error({ error }, 'the end of an exchange could not be written'));
  }
}

async function importSet(deps: TakeInDeps, { id, accessId }: ExchangeSession): Promise<void> {
  const files = await deps.db.exchangeFile.findMany({
    where: { sessionId: id, state: { in: ['received', 'applied'] } },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      state: true,
      parts: { orderBy: { offset: 'asc' }, select: { id: true, byteCount: true } },
    },
  });
  if (!files.some(({ state }) => state === 'received')) return;
  const access = await deps.db.exchangeAccess.findUniqueOrThrow({
    where: { id: accessId },
    select: { source: { select: { name: true } } },
  });
  const folder = folderOf(deps.dataDir, id);
  const outcome = await importReceived(deps, {
    files: files.map((file) => toReceived(folder, file)),
    sourceName: access.source.name,
    timeZone: (await deps.company.find()).timeZone,
    tempFolder: folder,
    allowRemoval: await claimRemoval(deps, accessId),
  });
  const waiting = files.filter(({ state }) => state === 'received');
  await markOutcome(
    deps.db,
    waiting.map((file) => file.id),
    outcome,
  );
}

function toReceived(folder: string, { name, parts }: { name: string; parts: readonly StoredPart[] }) {
  return { name, open: () => readParts(folder, parts) };
}

/** A person's leave to remove much is good for one import. */
async function claimRemoval({ db }: TakeInDeps, accessId: string): Promise<boolean> {
  const { count } = await db.exchangeAccess.updateMany({
    where: { id: accessId, isRemovalAllowed: true },
    data: { isRemovalAllowed: false },
  });
  return count > 0;
}

/** Only of the files that were in the set: more may have come meanwhile. */
async function markOutcome(db: Db, fileIds: readonly string[], outcome: ReceivedOutcome): Promise<void> {
  if (!outcome.ok && outcome.reason === 'try_again') return; // what 1C asks for next begins anew
  await db.exchangeFile.updateMany({
    where: { id: { in: [...fileIds] }, state: 'received' },
    data: outcome.ok
      ? { state: 'applied', message: '' }
      : {
          state: 'refused',
          message: outcome.reason === 'refused' ? messageOf(outcome.problems) : TOO_MUCH_GONE,
        },
  });
}

async function markFailed(db: Db, sessionId: string): Promise<void> {
  await db.exchangeFile.updateMany({
    where: { sessionId, state: 'received' },
    data: { state: 'refused', message: 'сбой на стороне портала: повторите обмен' },
  });
}

function messageOf({ told, total }: ReceivedProblems): string {
  const lines = told
    .slice(0, PROBLEMS_TOLD)
    .map(({ file, line, reason }) => `${file}${line === null ? '' : `:${line}`}: ${reason}`);
  return [`ошибок: ${total}, ничего не изменено`, ...lines].join('; ');
}
