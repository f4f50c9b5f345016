import type { LetterOf } from '#auth/letters/letter.ts';
import { tellOfClaim } from '#auth/letters/tell-of-claim.ts';
import { tellOfLateRequest } from '#auth/letters/tell-of-request.ts';
import type { Db, Prisma } from '#prisma/client.ts';
import { HELD, isHeld } from './outbox-entry.ts';

/** An ERP that is down over lunch needs nobody; one that has taken nothing for so long needs a person. */
const LATE_MS = 4 * 60 * 60_000;
const AT_ONCE = 500;

type Deps = { db: Db; now: () => Date };

/**
 * Tells the managers by letter of requests and claims that wait for them, or that have not got into the ERP for hours: each
 * once, in the transaction that writes down that it was told. What nobody can be told of stays untold, and keeps nothing that
 * came later from being told.
 * @param atOnce read from the database at once
 * @returns of how many
 */
export async function tellOfLateRequests({ db, now }: Deps, atOnce = AT_ONCE): Promise<number> {
  const at = now();
  const unreachable = new Set<string>();
  let told = 0;
  let after: LateEntry | null = null;
  for (;;) {
    const entries: LateEntry[] = await findUntold(db, { at, after, atOnce });
    for (const entry of entries) {
      const accountId = accountOf(entry);
      if (unreachable.has(accountId)) continue;
      const outcome = await tellOf(db, entry, at);
      if (outcome === 'told') told += 1;
      if (outcome === 'unreachable') unreachable.add(accountId);
    }
    after = entries.at(-1) ?? null;
    if (after === null || entries.length < atOnce) return told;
  }
}

const SHOWN = {
  id: true,
  key: true,
  state: true,
  createdAt: true,
  releasedAt: true,
  vouchedAt: true,
  byKey: { select: { status: true, lostAt: true } },
  request: { select: { accountId: true } },
  claim: { select: { accountId: true } },
} as const satisfies Prisma.OutboxEntrySelect;

type LateEntry = Prisma.OutboxEntryGetPayload<{ select: typeof SHOWN }>;

function accountOf({ request, claim }: Pick<LateEntry, 'request' | 'claim'>): string {
  const subject = request ?? claim;
  if (subject === null) throw new Error('an entry of the outbox has nothing in it');
  return subject.accountId;
}

type Batch = { at: Date; after: LateEntry | null; atOnce: number };

/** The oldest first. What a manager has released begins to wait anew. */
async function findUntold(db: Db, { at, after, atOnce }: Batch): Promise<LateEntry[]> {
  const before = new Date(at.getTime() - LATE_MS);
  const late = {
    createdAt: { lte: before },
    AND: [{ OR: [{ releasedAt: null }, { releasedAt: { lte: before } }] }],
  };
  return db.outboxEntry.findMany({
    where: {
      toldAt: null,
      OR: [
        { state: 'stuck' },
        { state: 'waiting', ...HELD },
        { state: 'waiting', ...late },
        // Of a claim that was handed over no order comes back: its manager decides it here.
        { state: 'handed', claimId: null, ...late },
      ],
      ...(after !== null && {
        AND: [
          {
            OR: [
              { createdAt: { gt: after.createdAt } },
              { createdAt: after.createdAt, id: { gt: after.id } },
            ],
          },
        ],
      }),
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: atOnce,
    select: SHOWN,
  });
}

type Telling = 'told' | 'changed' | 'unreachable';

async function tellOf(db: Db, entry: LateEntry, at: Date): Promise<Telling> {
  const { id, key, state, createdAt, claim } = entry;
  return db.$transaction(async (tx): Promise<Telling> => {
    const { count } = await tx.outboxEntry.updateMany({
      where: { id, state, toldAt: null },
      data: { toldAt: at },
    });
    if (count === 0) return 'changed';
    const why = whyOf(state, isHeld(entry));
    const about = { accountId: accountOf(entry), number: key, why, sentAt: createdAt, at };
    const tell = claim === null ? tellOfLateRequest : tellOfClaim;
    if ((await tell(tx, about)) > 0) return 'told';
    // Nobody can be written to, and the customer must not read that somebody knows.
    await tx.outboxEntry.update({ where: { id }, data: { toldAt: null }, select: { id: true } });
    return 'unreachable';
  });
}

function whyOf(state: string, isHeldBack: boolean): LetterOf<'request_late'>['why'] {
  if (state === 'stuck') return 'stuck';
  return state === 'waiting' && isHeldBack ? 'held' : 'late';
}
