import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Tx } from '#prisma/client.ts';
import { HELD } from './outbox-entry.ts';
import { releaseEntry } from './release-entry.server.ts';

/** A try that began so long ago is over, and what it made can be looked for. */
const SETTLED_AFTER_MS = 20 * 60_000;

type Settle = { actor: StaffActor; requestId: string; trace: RequestTrace };

export type ReleaseOutcome = { ok: true } | { ok: false; reason: 'not_found' | 'not_waiting' };
export type RefuseOutcome = { ok: true } | { ok: false; reason: 'not_found' | 'not_waiting' | 'under_way' };

/** A manager vouches for a request that is held, or has seen to what kept it: it goes its way again. */
export async function releaseRequest(
  { db, audit, now }: AuthServices,
  { actor, requestId, trace }: Settle,
): Promise<ReleaseOutcome> {
  const at = now();
  return db.$transaction(async (tx): Promise<ReleaseOutcome> => {
    const accountId = await findAccount(tx, actor, requestId);
    if (accountId === null) return { ok: false, reason: 'not_found' };
    if (!(await releaseEntry(tx, { requestId }, at))) return { ok: false, reason: 'not_waiting' };
    const about = { accountId, details: { requestId }, trace, at };
    await audit.record(tx, { type: 'order_request_released', result: 'ok', ...actedBy(actor), ...about });
    return { ok: true };
  });
}

/**
 * A manager refuses a request that is held or stuck, with a reason for the customer. Not while a try of it may still be
 * under way: it would be refused and ordered at once.
 */
export async function refuseRequest(
  { db, audit, now }: AuthServices,
  { actor, requestId, trace, reason }: Settle & { reason: string },
): Promise<RefuseOutcome> {
  const at = now();
  const isOver = new Date(at.getTime() - SETTLED_AFTER_MS);
  return db.$transaction(async (tx): Promise<RefuseOutcome> => {
    const accountId = await findAccount(tx, actor, requestId);
    if (accountId === null) return { ok: false, reason: 'not_found' };
    const open = { requestId, OR: [{ state: 'stuck' }, { state: 'waiting', ...HELD }] };
    if ((await tx.outboxEntry.count({ where: open })) === 0) return { ok: false, reason: 'not_waiting' };
    const { count } = await tx.outboxEntry.updateMany({
      where: { ...open, AND: [{ OR: [{ triedAt: null }, { triedAt: { lt: isOver } }, { state: 'stuck' }] }] },
      data: { state: 'refused', settledAt: at, settledById: actor.holderId, reason },
    });
    if (count === 0) return { ok: false, reason: 'under_way' };
    const about = { accountId, details: { requestId }, note: reason, trace, at };
    await audit.record(tx, { type: 'order_request_refused', result: 'refused', ...actedBy(actor), ...about });
    return { ok: true };
  });
}

/** The account of a request of one of the manager's own customers; null for any other. */
async function findAccount(tx: Tx, actor: StaffActor, requestId: string): Promise<string | null> {
  const request = await tx.orderRequest.findFirst({
    where: { id: requestId, sentAt: { not: null }, account: accountsWithin(actor, 'order-request:settle') },
    select: { accountId: true },
  });
  return request?.accountId ?? null;
}
