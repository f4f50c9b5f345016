import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import { tellOfClaimDecision } from '#auth/letters/tell-of-claim.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { takesClaims } from '#portal/connectors/takes-claims.server.ts';
import type { Tx } from '#prisma/client.ts';
import { findElsewhere } from '../orders/find-elsewhere.server.ts';
import { HELD, NOT_HELD } from '../requests/outbox-entry.ts';
import { releaseEntry } from '../requests/release-entry.server.ts';
import type { Decision } from './claim.ts';

type Settle = { actor: StaffActor; claimId: string; trace: RequestTrace };

export type SettleOutcome = { ok: true } | { ok: false; reason: 'not_found' | 'not_waiting' };
export type DecideOutcome = SettleOutcome | { ok: false; reason: 'held' | 'order_moved' };

/** A manager vouches for a claim that is held, or has seen to what kept it: it goes on. */
export async function releaseClaim(
  { db, audit, now }: AuthServices,
  { actor, claimId, trace }: Settle,
): Promise<SettleOutcome> {
  const at = now();
  return db.$transaction(async (tx): Promise<SettleOutcome> => {
    const claim = await findOwn(tx, actor, claimId);
    if (claim === null) return { ok: false, reason: 'not_found' };
    const isReleased = (await takesClaims(tx, claim.sourceId))
      ? await releaseEntry(tx, { claimId }, at)
      : await vouch(tx, claimId, at);
    if (!isReleased) return { ok: false, reason: 'not_waiting' };
    const about = { accountId: claim.accountId, details: { claimId }, trace, at };
    await audit.record(tx, { type: 'claim_released', result: 'ok', ...actedBy(actor), ...about });
    return { ok: true };
  });
}

/** What has no way into an ERP stays where it is, and can be decided from now on. */
async function vouch(tx: Tx, claimId: string, at: Date): Promise<boolean> {
  const { count } = await tx.outboxEntry.updateMany({
    where: { claimId, state: { in: ['stuck', 'waiting'] }, ...HELD },
    data: { vouchedAt: at },
  });
  return count > 0;
}

export type DecideClaim = Settle & {
  decision: Decision;
  /** For the customer; never empty where it is refused. */
  answer: string;
};

/**
 * A manager accepts a claim or refuses it, once, wherever it is on its way: one that has not left for the ERP and is refused
 * never does. Nothing that was sent with a key which stopped since is accepted before somebody has vouched for it.
 */
export async function decideClaim(
  { db, audit, now }: AuthServices,
  { actor, claimId, trace, decision, answer }: DecideClaim,
): Promise<DecideOutcome> {
  const at = now();
  return db.$transaction(async (tx): Promise<DecideOutcome> => {
    const claim = await findOwn(tx, actor, claimId);
    if (claim === null) return { ok: false, reason: 'not_found' };
    const isRefused = decision === 'refused';
    const elsewhere = await findElsewhere(tx, claim, [claim.orderId]);
    if (!isRefused && elsewhere.size > 0) return { ok: false, reason: 'order_moved' };
    const { count } = await tx.claim.updateMany({
      where: { id: claimId, decision: null, ...(isRefused ? {} : { entry: ACCEPTABLE }) },
      data: { decision, decidedAt: at, decidedById: actor.holderId, answer: answer === '' ? null : answer },
    });
    if (count === 0) return { ok: false, reason: claim.decision === null ? 'held' : 'not_waiting' };
    if (isRefused) await callBack(tx, claimId, at);
    const { accountId, number, sentById } = claim;
    await tellOfClaimDecision(tx, { accountId, number, sentById, decision, at });
    await audit.record(tx, {
      type: isRefused ? 'claim_refused' : 'claim_accepted',
      result: isRefused ? 'refused' : 'ok',
      ...actedBy(actor),
      accountId,
      details: { claimId },
      note: answer === '' ? null : answer,
      trace,
      at,
    });
    return { ok: true };
  });
}

/** What has left is past being held. */
const ACCEPTABLE = { OR: [NOT_HELD, { state: { in: ['handed', 'taken'] } }] };

/** What may have left already is looked for no longer, and stays true: the ERP’s people read the decision in the portal. */
async function callBack(tx: Tx, claimId: string, at: Date): Promise<void> {
  await tx.outboxEntry.updateMany({
    where: { claimId, state: { in: ['waiting', 'stuck'] } },
    data: { state: 'refused', settledAt: at },
  });
}

/** A claim of one of the manager's own customers; null for any other. */
function findOwn(tx: Tx, actor: StaffActor, claimId: string) {
  return tx.claim.findFirst({
    where: { id: claimId, account: accountsWithin(actor, 'claim:settle') },
    select: { accountId: true, orderId: true, sourceId: true, number: true, sentById: true, decision: true },
  });
}
