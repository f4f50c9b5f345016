import type { Db } from '#prisma/client.ts';
import type { PriceEntry } from './price-list.ts';

/** Prices of these products in these lists, by product. Whoever calls has seen to it that the lists are the customer's. */
export async function findEntries(
  db: Db,
  { listIds, productIds }: { listIds: readonly string[]; productIds: readonly string[] },
): Promise<Map<string, PriceEntry[]>> {
  if (listIds.length === 0 || productIds.length === 0) return new Map();
  const rows = await db.priceEntry.findMany({
    where: { priceListId: { in: [...listIds] }, productId: { in: [...productIds] }, deletedAt: null },
    select: {
      id: true,
      productId: true,
      priceListId: true,
      minQuantity: true,
      price: true,
      unit: true,
      validFromOn: true,
      validToOn: true,
    },
  });
  const byProduct = new Map<string, PriceEntry[]>();
  for (const { productId, ...entry } of rows) {
    const known = byProduct.get(productId);
    if (known === undefined) byProduct.set(productId, [entry]);
    else known.push(entry);
  }
  return byProduct;
}
