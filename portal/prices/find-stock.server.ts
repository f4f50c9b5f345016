import type { Db } from '#prisma/client.ts';
import { addDecimals } from '../lib/decimal.ts';
import type { StockLevel } from './product.ts';

/** What is free of each of these products. A product that its source says nothing of is not there. */
export async function findStock(
  db: Db,
  { productIds }: { productIds: readonly string[] },
): Promise<Map<string, StockLevel>> {
  if (productIds.length === 0) return new Map();
  const rows = await db.stock.findMany({
    where: { productId: { in: [...productIds] }, deletedAt: null },
    select: { productId: true, quantity: true, expectedOn: true },
  });
  const levels = new Map<string, StockLevel>();
  for (const { productId, quantity, expectedOn } of rows) {
    const known = levels.get(productId) ?? { quantity: '0', expectedOn: null };
    levels.set(productId, {
      quantity: addDecimals(known.quantity, quantity),
      expectedOn: earlierOf(known.expectedOn, expectedOn),
    });
  }
  return levels;
}

function earlierOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
