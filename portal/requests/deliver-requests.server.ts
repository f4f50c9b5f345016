/**
 * The outbox: brings what was sent to its source, once. Whoever moves an entry's time on has its turn, in any number of
 * processes; that it may have left is stored before it leaves, so that a crash at any moment leads to looking for it and
 * never to a second copy.
 */
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { deliver } from '#portal/connectors/order-outlets.server.ts';
import type { Delivery, OutletDeps } from '#portal/connectors/order-outlets.server.ts';
import type { Tx } from '#prisma/client.ts';
import { NOT_HELD, pauseMs, STUCK } from './outbox-entry.ts';
import { findOutgoing } from './outgoing-order.server.ts';
import type { OutgoingRequest } from './outgoing-order.server.ts';

/** Longer than one try can last (portal/connectors/order-outlets.server.ts has its limits). */
const LEASE_MS = 15 * 60_000;
const AT_ONCE = 50;

export type DeliveryDeps = OutletDeps & { random?: () => number };

/** @returns how many were tried */
export async function deliverRequests(deps: DeliveryDeps): Promise<number> {
  const due = await findDue(deps);
  let tried = 0;
  for (const entry of due) {
    const claim = await claimEntry(deps, entry);
    if (claim === null) continue;
    tried += 1;
    await deliverOne(deps, claim);
  }
  return tried;
}

type DueEntry = { id: string; sourceId: string; dueAt: Date; attempts: number; triedAt: Date | null };

/** Held ones are among them only where an earlier try may have got through: those are looked for, and no more. */
async function findDue({ db, now }: DeliveryDeps): Promise<DueEntry[]> {
  const outlets = await db.orderOutlet.findMany({
    where: { closedAt: null, stoppedBy: null, kind: { not: 'commerceml' } },
    select: { sourceId: true },
  });
  return db.outboxEntry.findMany({
    where: {
      state: 'waiting',
      dueAt: { lte: now() },
      sourceId: { in: outlets.map(({ sourceId }) => sourceId) },
      AND: [{ OR: [NOT_HELD, { triedAt: { not: null } }] }],
    },
    orderBy: { dueAt: 'asc' },
    take: AT_ONCE,
    select: { id: true, sourceId: true, dueAt: true, attempts: true, triedAt: true },
  });
}

type Claim = DueEntry & { heldUntil: Date };

async function claimEntry({ db, now }: DeliveryDeps, entry: DueEntry): Promise<Claim | null> {
  const heldUntil = new Date(now().getTime() + LEASE_MS);
  const { count } = await db.outboxEntry.updateMany({
    where: { id: entry.id, state: 'waiting', dueAt: entry.dueAt },
    data: { dueAt: heldUntil, attempts: { increment: 1 } },
  });
  return count === 0 ? null : { ...entry, attempts: entry.attempts + 1, heldUntil };
}

async function deliverOne(deps: DeliveryDeps, claim: Claim): Promise<void> {
  const found = (await findOutgoing(deps.db, [claim.id])).get(claim.id);
  if (found === undefined) return;
  if (typeof found === 'string') return stick(deps, claim, { fault: found, detail: '' });
  const delivery = await deliver(deps, claim.sourceId, {
    order: found.order,
    mayBeThere: claim.triedAt !== null,
    claimWrite: () => claimWrite(deps, claim),
  });
  if (delivery === 'no_outlet' || delivery === null) return putBack(deps, claim);
  await settle(deps, { claim, found, delivery });
}

/** The last look before it leaves: still ours to send, still wanted, and its key still trusted. */
async function claimWrite({ db, now }: DeliveryDeps, claim: Claim): Promise<boolean> {
  const at = now();
  const heldUntil = new Date(at.getTime() + LEASE_MS);
  const { count } = await db.outboxEntry.updateMany({
    where: { id: claim.id, state: 'waiting', dueAt: claim.heldUntil, ...NOT_HELD },
    data: { triedAt: at, dueAt: heldUntil },
  });
  claim.heldUntil = heldUntil;
  return count === 1;
}

/** It was called back, or its source closed: what is looked for again has time. */
async function putBack({ db, now }: DeliveryDeps, { id, attempts }: Claim): Promise<void> {
  const dueAt = new Date(now().getTime() + pauseMs({ attempts, retryAfterMs: null, isUncertain: true }, 0));
  await db.outboxEntry.updateMany({ where: { id, state: 'waiting' }, data: { dueAt } });
}

async function stick(
  { db }: DeliveryDeps,
  { id }: Claim,
  { fault, detail }: { fault: string; detail: string },
): Promise<void> {
  await db.outboxEntry.updateMany({
    where: { id, state: 'waiting' },
    data: { ...STUCK, fault, faultDetail: detail },
  });
}

type Settling = { claim: Claim; found: OutgoingRequest; delivery: Delivery };

async function settle(deps: DeliveryDeps, settling: Settling): Promise<void> {
  const { claim, found, delivery } = settling;
  switch (delivery.outcome) {
    case 'taken':
      await deps.db.$transaction((tx) =>
        markTaken(tx, deps.audit, { entry: found, order: delivery.order, at: deps.now() }),
      );
      return;
    case 'handed':
      await deps.db.outboxEntry.updateMany({
        where: { id: claim.id, state: 'waiting' },
        data: { state: 'handed', dueAt: deps.now(), fault: null, faultDetail: null },
      });
      return;
    case 'failed':
      return delivery.code === 'credentials'
        ? stopOutlet(deps, claim, delivery)
        : fail(deps, claim, delivery);
  }
}

type Failure = Extract<Delivery, { outcome: 'failed' }>;

async function fail(
  { db, now, random = Math.random }: DeliveryDeps,
  claim: Claim,
  failure: Failure,
): Promise<void> {
  const { code: fault, detail: faultDetail, isPassing, isUncertain, retryAfterMs } = failure;
  const dueAt = new Date(
    now().getTime() + pauseMs({ attempts: claim.attempts, retryAfterMs, isUncertain }, random()),
  );
  await db.outboxEntry.updateMany({
    where: { id: claim.id, state: 'waiting' },
    data: { dueAt, fault, faultDetail, ...(isPassing ? {} : STUCK) },
  });
}

/** One wrong password, and nobody asks with it again before a person has looked: the account would be locked. */
async function stopOutlet({ db, audit, now }: DeliveryDeps, claim: Claim, failure: Failure): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    await tx.outboxEntry.updateMany({
      where: { id: claim.id, state: 'waiting' },
      data: { dueAt: at, fault: failure.code, faultDetail: failure.detail },
    });
    await tx.orderOutlet.updateMany({
      where: { sourceId: claim.sourceId, stoppedBy: null },
      data: { stoppedBy: 'credentials' },
    });
    await raiseAlarm(tx, audit, { kind: 'source_credentials', detail: claim.sourceId, at });
  });
}

export type Taken = {
  entry: { entryId: string; requestId: string; accountId: string };
  order: { externalId: string; number: string | null };
  at: Date;
};

/** It is in the ERP, whatever else was thought of it meanwhile. @returns false when that was known */
export async function markTaken(tx: Tx, audit: Audit, { entry, order, at }: Taken): Promise<boolean> {
  const { entryId, requestId, accountId } = entry;
  const { count } = await tx.outboxEntry.updateMany({
    where: { id: entryId, state: { not: 'taken' } },
    data: { state: 'taken', settledAt: at, ...order, fault: null, faultDetail: null, reason: null },
  });
  if (count === 0) return false;
  await audit.record(tx, {
    type: 'order_request_taken',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    accountId,
    details: { requestId },
    at,
  });
  return true;
}
