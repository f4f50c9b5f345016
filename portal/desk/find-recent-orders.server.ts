import type { Db } from '#prisma/client.ts';

/** An order that a key may have come with. */
export type RecentOrder = { id: string; number: string; orderedOn: string };

const ORDERS_SHOWN = 20;
const NOT_ORDERED = ['draft', 'quoted', 'cancelled'];

/** @returns the latest orders of an account, the newest first; whoever calls has found it within the reader's reach */
export async function findRecentOrders(db: Db, accountId: string): Promise<RecentOrder[]> {
  return db.order.findMany({
    where: { accountId, quarantinedAt: null, deletedAt: null, status: { notIn: NOT_ORDERED } },
    orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
    take: ORDERS_SHOWN,
    select: { id: true, number: true, orderedOn: true },
  });
}
