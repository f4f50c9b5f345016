import type { Db } from '#prisma/client.ts';
import { findEntries } from './find-entries.server.ts';
import type { PriceReader } from './find-price-rules.server.ts';
import { findStock } from './find-stock.server.ts';
import type { PriceRules } from './price-for.ts';
import { toPriceRow } from './price-row.ts';
import type { PriceRow } from './price-row.ts';
import type { Product } from './product.ts';

type PricedBy = { actor: Pick<PriceReader, 'classes'>; rules: PriceRules; on: string };

/** Products with their prices by these rules, and what is free of them. Two statements. */
export async function priceProducts(
  db: Db,
  products: readonly Product[],
  { actor, rules, on }: PricedBy,
): Promise<PriceRow[]> {
  const productIds = products.map(({ id }) => id);
  const [entries, stock] = await Promise.all([
    findEntries(db, { listIds: rules.lists.map(({ id }) => id), productIds }),
    findStock(db, { productIds }),
  ]);
  const hasOwnPrices = actor.classes.includes('own-price');
  return products.map((product) =>
    toPriceRow({
      product,
      rules,
      entries: entries.get(product.id) ?? [],
      stock: stock.get(product.id) ?? null,
      hasOwnPrices,
      on,
    }),
  );
}
