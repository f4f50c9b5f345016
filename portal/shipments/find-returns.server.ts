import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { toReturnStatus } from './goods-return.ts';
import type { GoodsReturn } from './goods-return.ts';

/** What was sent back of an order, the newest first; null where the session does not open what was ordered. */
export async function findReturnsOfOrder(
  db: Db,
  { actor, orderId }: { actor: Pick<CustomerActor, 'accountId' | 'classes'>; orderId: string },
): Promise<GoodsReturn[] | null> {
  if (!actor.classes.includes('goods')) return null;
  const rows = await db.goodsReturn.findMany({
    where: { ...ownRows(actor), orderId },
    select: {
      id: true,
      number: true,
      sku: true,
      name: true,
      quantity: true,
      unit: true,
      returnedOn: true,
      status: true,
      reason: true,
    },
  });
  return rows
    .map((row) => ({ ...row, status: toReturnStatus(row.status) }))
    .toSorted((one, other) => (one.returnedOn < other.returnedOn ? 1 : -1));
}
