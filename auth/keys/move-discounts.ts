import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';

export type MoveDiscounts = {
  fromKeyId: string;
  toKeyId: string;
  accountId: string;
  actor: StaffActor;
  trace: RequestTrace;
  at: Date;
};

/**
 * Hands what a key carries on to the one that takes its place (REC-06): each tie ends and begins anew in one
 * transaction, so that no discount is lost on the way and none is carried twice.
 * @returns how many were handed on
 */
export async function moveDiscounts(
  tx: Tx,
  audit: Audit,
  { fromKeyId, toKeyId, accountId, actor, trace, at }: MoveDiscounts,
): Promise<number> {
  const ties = await tx.keyDiscount.findMany({
    where: { keyId: fromKeyId, accountId, untiedAt: null },
    orderBy: [{ tiedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, discountId: true },
  });
  const by = actor.holderId;
  const about = { result: 'ok', ...actedBy(actor), reason: 'replaced', accountId, trace, at } as const;
  let moved = 0;
  for (const { id, discountId } of ties) {
    const { count } = await tx.keyDiscount.updateMany({
      where: { id, untiedAt: null },
      data: { untiedAt: at, untiedById: by },
    });
    if (count === 0) continue; // taken off in this very moment
    await tx.keyDiscount.create({
      data: { discountId, accountId, keyId: toKeyId, tiedById: by, tiedAt: at },
      select: { id: true },
    });
    const details = { discountId };
    await audit.record(tx, { type: 'discount_untied', ...about, keyId: fromKeyId, details });
    await audit.record(tx, { type: 'discount_tied', ...about, keyId: toKeyId, details });
    moved += 1;
  }
  return moved;
}
