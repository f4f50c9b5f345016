/**
 * The outbox: brings what was sent to its source, once. Whoever moves an entry's time on has its turn, in any number of
 * processes; that it may have left is stored before it leaves, so that a crash at any moment leads to looking for it and
 * never to a second copy. What is in an entry, a request or a claim, is its lane's matter.
 */
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { Delivery, OutletDeps } from '#portal/connectors/order-outlets.server.ts';
import type { Prisma, Tx } from '#prisma/client.ts';
import { NOT_HELD, pauseMs, STUCK } from './outbox-entry.ts';

/** Longer than one try can last (portal/connectors/order-outlets.server.ts has its limits). */
const LEASE_MS = 15 * 60_000;
const AT_ONCE = 50;
const OPEN = { closedAt: null, stoppedBy: null };

export type DeliveryDeps = OutletDeps & { random?: () => number };

/** Entries of one sort. */
export type Lane = {
  /** Which they are. */
  entries: Prisma.OutboxEntryWhereInput;
  /** What is in one; the reason where it can't leave any more; null where it is gone. */
  load: (entryId: string) => Promise<Parcel | string | null>;
};

export type Parcel = {
  /**
   * One try to bring it to its source.
   * @returns null when it is not to leave any more, or `no_outlet` when the source has no open way for it
   */
  deliver: (attempt: Attempt) => Promise<Delivery | 'no_outlet' | null>;
  /** It is in the source. @returns false when that was known */
  markTaken: (tx: Tx, order: WrittenEntry, at: Date) => Promise<boolean>;
};

type Attempt = {
  /** An earlier try may have got through. */
  mayBeThere: boolean;
  /** Asked right before it leaves. False: it is no longer to leave. */
  claimWrite: () => Promise<boolean>;
};

/** What an entry is called in its source. */
type WrittenEntry = Extract<Delivery, { outcome: 'taken' }>['order'];

/** @returns how many of the lane were tried */
export async function deliverEntries(deps: DeliveryDeps, lane: Lane): Promise<number> {
  const due = await findDue(deps, lane);
  let tried = 0;
  for (const entry of due) {
    const turn = (await isOpen(deps, entry)) ? await takeTurn(deps, entry) : null;
    if (turn === null) continue;
    tried += 1;
    await deliverOne(deps, lane, turn);
  }
  return tried;
}

type DueEntry = { id: string; sourceId: string; dueAt: Date; attempts: number; triedAt: Date | null };

/** Held ones are among them only where an earlier try may have got through: those are looked for, and no more. */
async function findDue({ db, now }: DeliveryDeps, { entries }: Lane): Promise<DueEntry[]> {
  const outlets = await db.orderOutlet.findMany({
    where: { ...OPEN, kind: { not: 'commerceml' } },
    select: { sourceId: true },
  });
  return db.outboxEntry.findMany({
    where: {
      state: 'waiting',
      dueAt: { lte: now() },
      sourceId: { in: outlets.map(({ sourceId }) => sourceId) },
      AND: [entries, { OR: [NOT_HELD, { triedAt: { not: null } }] }],
    },
    orderBy: { dueAt: 'asc' },
    take: AT_ONCE,
    select: { id: true, sourceId: true, dueAt: true, attempts: true, triedAt: true },
  });
}

/** What was tried a moment ago may have stopped the way of all that wait behind it. */
async function isOpen({ db }: DeliveryDeps, { sourceId }: DueEntry): Promise<boolean> {
  return (await db.orderOutlet.count({ where: { sourceId, ...OPEN } })) > 0;
}

type Turn = DueEntry & { heldUntil: Date };

async function takeTurn({ db, now }: DeliveryDeps, entry: DueEntry): Promise<Turn | null> {
  const heldUntil = new Date(now().getTime() + LEASE_MS);
  const { count } = await db.outboxEntry.updateMany({
    where: { id: entry.id, state: 'waiting', dueAt: entry.dueAt },
    data: { dueAt: heldUntil, attempts: { increment: 1 } },
  });
  return count === 0 ? null : { ...entry, attempts: entry.attempts + 1, heldUntil };
}

async function deliverOne(deps: DeliveryDeps, lane: Lane, turn: Turn): Promise<void> {
  const parcel = await lane.load(turn.id);
  if (parcel === null) return;
  if (typeof parcel === 'string') return stick(deps, turn, { fault: parcel, detail: '' });
  const delivery = await parcel.deliver({
    mayBeThere: turn.triedAt !== null,
    claimWrite: () => claimWrite(deps, turn),
  });
  if (delivery === 'no_outlet' || delivery === null) return putBack(deps, turn);
  await settle(deps, { turn, parcel, delivery });
}

/** The last look before it leaves: still ours to send, still wanted, and its key still trusted. */
async function claimWrite({ db, now }: DeliveryDeps, turn: Turn): Promise<boolean> {
  const at = now();
  const heldUntil = new Date(at.getTime() + LEASE_MS);
  const { count } = await db.outboxEntry.updateMany({
    where: { id: turn.id, state: 'waiting', dueAt: turn.heldUntil, ...NOT_HELD },
    data: { triedAt: at, dueAt: heldUntil },
  });
  turn.heldUntil = heldUntil;
  return count === 1;
}

/** It was called back, or its source closed: what is looked for again has time. */
async function putBack({ db, now }: DeliveryDeps, { id, attempts }: Turn): Promise<void> {
  const dueAt = new Date(now().getTime() + pauseMs({ attempts, retryAfterMs: null, isUncertain: true }, 0));
  await db.outboxEntry.updateMany({ where: { id, state: 'waiting' }, data: { dueAt } });
}

async function stick(
  { db }: DeliveryDeps,
  { id }: Turn,
  { fault, detail }: { fault: string; detail: string },
): Promise<void> {
  await db.outboxEntry.updateMany({
    where: { id, state: 'waiting' },
    data: { ...STUCK, fault, faultDetail: detail },
  });
}

type Settling = { turn: Turn; parcel: Parcel; delivery: Delivery };

async function settle(deps: DeliveryDeps, { turn, parcel, delivery }: Settling): Promise<void> {
  switch (delivery.outcome) {
    case 'taken':
      await deps.db.$transaction((tx) => parcel.markTaken(tx, delivery.order, deps.now()));
      return;
    case 'handed':
      await deps.db.outboxEntry.updateMany({
        where: { id: turn.id, state: 'waiting' },
        data: { state: 'handed', dueAt: deps.now(), fault: null, faultDetail: null },
      });
      return;
    case 'failed':
      return delivery.code === 'credentials' ? stopOutlet(deps, turn, delivery) : fail(deps, turn, delivery);
  }
}

type Failure = Extract<Delivery, { outcome: 'failed' }>;

async function fail(
  { db, now, random = Math.random }: DeliveryDeps,
  turn: Turn,
  failure: Failure,
): Promise<void> {
  const { code: fault, detail: faultDetail, isPassing, isUncertain, retryAfterMs } = failure;
  const dueAt = new Date(
    now().getTime() + pauseMs({ attempts: turn.attempts, retryAfterMs, isUncertain }, random()),
  );
  await db.outboxEntry.updateMany({
    where: { id: turn.id, state: 'waiting' },
    data: { dueAt, fault, faultDetail, ...(isPassing ? {} : STUCK) },
  });
}

/** One wrong password, and nobody asks with it again before a person has looked: the account would be locked. */
async function stopOutlet({ db, audit, now }: DeliveryDeps, turn: Turn, failure: Failure): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    await tx.outboxEntry.updateMany({
      where: { id: turn.id, state: 'waiting' },
      data: { dueAt: at, fault: failure.code, faultDetail: failure.detail },
    });
    await tx.orderOutlet.updateMany({
      where: { sourceId: turn.sourceId, stoppedBy: null },
      data: { stoppedBy: 'credentials' },
    });
    await raiseAlarm(tx, audit, { kind: 'source_credentials', detail: turn.sourceId, at });
  });
}

/** It is in the source, whatever else was thought of it meanwhile. @returns false when that was known */
export async function markEntryTaken(
  tx: Tx,
  { entryId, order, at }: { entryId: string; order: WrittenEntry; at: Date },
): Promise<boolean> {
  const { count } = await tx.outboxEntry.updateMany({
    where: { id: entryId, state: { not: 'taken' } },
    data: { state: 'taken', settledAt: at, ...order, fault: null, faultDetail: null, reason: null },
  });
  return count > 0;
}
