import type { Db } from '#prisma/client.ts';
import { findPriceRules } from './find-price-rules.server.ts';
import type { PriceReader } from './find-price-rules.server.ts';
import { findProductsById } from './find-products.server.ts';
import type { PriceRules } from './price-for.ts';
import { priceProducts } from './price-products.server.ts';
import type { PriceRow } from './price-row.ts';

const NO_RULES: PriceRules = { lists: [], discounts: [] };

/**
 * Some products with what is free of them and what they cost, in no order. For a session that opens no list prices
 * none are read, and the rows have none.
 */
export async function findPriceRows(
  db: Db,
  { actor, productIds, on }: { actor: PriceReader; productIds: readonly string[]; on: string },
): Promise<PriceRow[]> {
  if (productIds.length === 0) return [];
  const rules = actor.classes.includes('list-price') ? await findPriceRules(db, { actor }) : NO_RULES;
  return priceProducts(db, await findProductsById(db, { productIds }), { actor, rules, on });
}
