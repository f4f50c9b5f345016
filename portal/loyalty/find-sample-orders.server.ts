import type { Db } from '#prisma/client.ts';
import type { SampleLine, SampleOrder } from './sample-effect.ts';

/** Enough to see what a discount does, few enough to read. */
const SAMPLE_ORDERS = 3;
const BINDING = ['confirmed', 'in_progress', 'partially_shipped', 'shipped', 'completed'];

/** The latest binding orders of an account with their lines, as the source priced them. */
export async function findSampleOrders(db: Db, accountId: string): Promise<SampleOrder[]> {
  const shown = { accountId, deletedAt: null, quarantinedAt: null };
  const orders = await db.order.findMany({
    where: { ...shown, status: { in: BINDING } },
    orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
    take: SAMPLE_ORDERS,
    select: { id: true, number: true, orderedOn: true, currency: true },
  });
  const lines = await db.orderLine.findMany({
    where: { ...shown, orderId: { in: orders.map(({ id }) => id) }, kind: 'item' },
    orderBy: { lineNo: 'asc' },
    select: {
      id: true,
      orderId: true,
      productId: true,
      sku: true,
      name: true,
      quantity: true,
      unit: true,
      unitPrice: true,
    },
  });
  const products = await findProducts(
    db,
    lines.flatMap(({ productId }) => productId ?? []),
  );
  return orders.map((order) => ({
    ...order,
    lines: lines
      .filter(({ orderId }) => orderId === order.id)
      .map(({ productId, sku, ...line }): SampleLine => {
        const product = productId === null ? undefined : products.get(productId);
        return {
          id: line.id,
          sku: sku ?? product?.sku ?? null,
          name: line.name,
          quantity: line.quantity,
          unit: line.unit,
          unitPrice: line.unitPrice,
          productUnit: product?.unit ?? null,
          goodsGroup: product?.groupName ?? null,
        };
      }),
  }));
}

async function findProducts(db: Db, ids: string[]) {
  const products = await db.product.findMany({
    where: { id: { in: ids } },
    select: { id: true, sku: true, unit: true, groupName: true },
  });
  return new Map(products.map((product) => [product.id, product]));
}
