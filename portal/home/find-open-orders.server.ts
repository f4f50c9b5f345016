import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { compareTexts } from '../lib/compare-texts.ts';
import { OPEN_STATUSES } from '../orders/order.ts';
import type { OrderRow } from '../orders/order.ts';
import { progressOfLines } from '../shipments/line-progress.ts';
import { nextPromise } from '../shipments/order-timeline.ts';

type Actor = Pick<CustomerActor, 'accountId' | 'classes'>;

/** The oldest of each status: what waits longest is what a first page is for. */
const ORDERS_PER_STATUS = 20;

/**
 * The customer's orders that are not wholly shipped, each with the day by which its next goods are promised, the nearest
 * first and those without a promise last. Four statements.
 */
export async function findOpenOrders(db: Db, { actor }: { actor: Actor }): Promise<OrderRow[]> {
  const isPriced = actor.classes.includes('own-price');
  const pages = await Promise.all(
    OPEN_STATUSES.map(async (status) => {
      const rows = await db.order.findMany({
        where: { ...ownRows(actor), status },
        orderBy: [{ orderedOn: 'asc' }, { id: 'asc' }],
        take: ORDERS_PER_STATUS,
        select: {
          id: true,
          number: true,
          customerReference: true,
          orderedOn: true,
          promisedOn: true,
          currency: isPriced,
          grossMinor: isPriced,
        },
      });
      return rows.map(({ currency, grossMinor, ...row }): OrderRow => {
        return { ...row, status, total: isPriced ? { amountMinor: grossMinor, currency } : null };
      });
    }),
  );
  const orders = await withNextPromises(db, actor, pages.flat());
  return orders.toSorted((one, other) => compareTexts(promiseOf(one), promiseOf(other)));
}

function promiseOf({ promisedOn }: OrderRow): string {
  return promisedOn ?? '9999';
}

/** What a line waits for is told by the source's own quantities; where it gives none, the order's promise counts. */
async function withNextPromises(db: Db, actor: Actor, orders: readonly OrderRow[]): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  const lines = await db.orderLine.findMany({
    where: {
      ...ownRows(actor),
      orderId: { in: orders.map(({ id }) => id) },
      kind: 'item',
      promisedOn: { not: null },
      shippedQuantity: { not: null },
    },
    select: { id: true, orderId: true, quantity: true, shippedQuantity: true, promisedOn: true },
  });
  const progress = progressOfLines(lines, null);
  return orders.map((order) => {
    const ofOrder = lines.filter(({ orderId }) => orderId === order.id);
    const promisedOn = nextPromise(
      order.promisedOn,
      ofOrder.map((line) => ({ ...line, kind: 'item' as const })),
      progress,
    );
    return { ...order, promisedOn };
  });
}
