import type { Db } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import type { Cursor } from '../lib/paging.ts';
import { findPriceRules } from './find-price-rules.server.ts';
import type { PriceReader } from './find-price-rules.server.ts';
import { findProducts } from './find-products.server.ts';
import type { PriceFilter } from './price-filter.ts';
import { priceProducts } from './price-products.server.ts';
import type { PriceRow } from './price-row.ts';
import type { Product } from './product.ts';

const PAGE_SIZE = 50;

type PriceListQuestion = { actor: PriceReader; filter: PriceFilter; on: string };

/** A page of the customer's price list, by article number. */
export async function findPriceList(
  db: Db,
  { after, ...question }: PriceListQuestion & { after: string | null },
): Promise<{ rows: PriceRow[]; nextCursor: string | null }> {
  const rules = await findPriceRules(db, question);
  const cursor = decodeCursor(after);
  const products = await findProducts(db, { filter: question.filter, cursor, limit: PAGE_SIZE + 1 });
  const { rows, nextCursor } = cutPage(products, PAGE_SIZE, cursorOf);
  return { rows: await priceProducts(db, rows, { ...question, rules }), nextCursor };
}

/** The whole of it, `size` rows at a time, of which only one batch is in memory. The rules are those of the beginning. */
export async function* readPriceList(
  db: Db,
  { size, ...question }: PriceListQuestion & { size: number },
): AsyncGenerator<PriceRow[]> {
  const rules = await findPriceRules(db, question);
  let cursor: Cursor | null = null;
  for (;;) {
    const products: Product[] = await findProducts(db, { filter: question.filter, cursor, limit: size });
    const last = products.at(-1);
    if (last === undefined) return;
    yield await priceProducts(db, products, { ...question, rules });
    if (products.length < size) return;
    cursor = cursorOf(last);
  }
}

function cursorOf({ sku, id }: Product): Cursor {
  return { sortKey: sku, id };
}
