/** What hangs on an account and ends with it; each part has an event of its own. */
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';

export type EndOfAccount = {
  accountId: string;
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
  at: Date;
};

/** Takes everybody out of it, those who only waited for an owner's word included. @returns how many belonged to it */
export async function endMemberships(
  tx: Tx,
  audit: Audit,
  { accountId, reason, actor, trace, at }: EndOfAccount,
): Promise<number> {
  const members = await tx.membership.findMany({
    where: { accountId, status: 'active' },
    orderBy: { id: 'asc' },
    select: { holderId: true },
  });
  await tx.membership.updateMany({
    where: { accountId, status: { in: ['active', 'proposed'] } },
    data: { status: 'removed', removedAt: at },
  });
  for (const { holderId } of members) {
    await audit.record(tx, {
      type: 'membership_removed',
      result: 'ok',
      ...actedBy(actor),
      reason: 'account_closed',
      note: reason,
      accountId,
      holderId,
      trace,
      at,
    });
  }
  return members.length;
}

/** Its keys carry no discount from now on. The ties stay on record, so that what was ordered under them keeps its price. */
export async function untieDiscounts(
  tx: Tx,
  audit: Audit,
  { accountId, actor, trace, at }: EndOfAccount,
): Promise<number> {
  const ties = await tx.keyDiscount.findMany({
    where: { accountId, untiedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, keyId: true, discountId: true },
  });
  for (const { id, keyId, discountId } of ties) {
    await tx.keyDiscount.updateMany({
      where: { id, untiedAt: null },
      data: { untiedAt: at, untiedById: actor.holderId },
    });
    await audit.record(tx, {
      type: 'discount_untied',
      result: 'ok',
      ...actedBy(actor),
      reason: 'account_closed',
      accountId,
      keyId,
      details: { discountId },
      trace,
      at,
    });
  }
  return ties.length;
}
