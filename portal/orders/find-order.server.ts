import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { HIDDEN_STATUSES, isShownStatus } from './order.ts';
import type { OrderDetail } from './order-detail.ts';
import type { OrderLine } from './order-line.ts';

type FindOrder = { actor: Pick<CustomerActor, 'accountId' | 'classes'>; orderId: string };

/** @returns null for an order that is not there, is not this customer's, or is a draft or a quotation: all alike */
export async function findOrder(db: Db, { actor, orderId }: FindOrder): Promise<OrderDetail | null> {
  const opens = openedBy(actor);
  const row = await db.order.findFirst({
    where: { ...ownRows(actor), id: orderId, status: { notIn: [...HIDDEN_STATUSES] } },
    select: {
      id: true,
      sourceId: true,
      number: true,
      customerReference: true,
      orderedOn: true,
      requestedOn: true,
      promisedOn: true,
      status: true,
      sourceStatus: true,
      stage: true,
      deliveryAddress: opens.goods,
      currency: opens.listPrice,
      netMinor: opens.ownPrice,
      taxMinor: opens.ownPrice,
      grossMinor: opens.ownPrice,
    },
  });
  if (row === null || !isShownStatus(row.status)) return null;
  const { deliveryAddress, currency, netMinor, taxMinor, grossMinor, status, ...order } = row;
  const money = (amountMinor: bigint) => ({ amountMinor, currency });
  return {
    ...order,
    status,
    currency: opens.listPrice ? currency : null,
    goods: opens.goods ? { deliveryAddress, lines: await findLines(db, { actor, orderId, currency }) } : null,
    totals: opens.ownPrice ? { net: money(netMinor), tax: money(taxMinor), gross: money(grossMinor) } : null,
  };
}

async function findLines(
  db: Db,
  { actor, orderId, currency }: FindOrder & { currency: string },
): Promise<OrderLine[]> {
  const opens = openedBy(actor);
  const rows = await db.orderLine.findMany({
    where: { ...ownRows(actor), orderId },
    orderBy: { lineNo: 'asc' },
    select: {
      id: true,
      lineNo: true,
      kind: true,
      sku: true,
      name: true,
      quantity: true,
      unit: true,
      shippedQuantity: true,
      promisedOn: true,
      stage: true,
      listPrice: opens.listPrice,
      unitPrice: opens.ownPrice,
      discountPercent: opens.ownPrice,
      vatPercent: opens.ownPrice,
      netMinor: opens.ownPrice,
    },
  });
  return rows.map(({ kind, listPrice, unitPrice, discountPercent, vatPercent, netMinor, ...line }) => ({
    ...line,
    kind: kind === 'note' ? 'note' : 'item',
    listPrice: opens.listPrice ? listPrice : null,
    price: opens.ownPrice
      ? {
          unitPrice,
          discountPercent,
          vatPercent,
          net: netMinor === null ? null : { amountMinor: netMinor, currency },
        }
      : null,
  }));
}

/** Columns of a class that is not open are not even asked for. */
function openedBy({ classes }: Pick<CustomerActor, 'classes'>) {
  return {
    goods: classes.includes('goods'),
    listPrice: classes.includes('list-price'),
    ownPrice: classes.includes('own-price'),
  };
}
