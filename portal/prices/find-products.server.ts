import { NO_SQL, joinSql, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import type { Cursor } from '../lib/paging.ts';
import { toSearchWords } from '../lib/search-words.ts';
import type { PriceFilter } from './price-filter.ts';
import type { Product } from './product.ts';

type ProductRow = Omit<Product, 'isDiscontinued' | 'replacement'> & {
  status: string;
  replacementId: string | null;
  replacementSku: string | null;
  replacementName: string | null;
};

/**
 * Articles by number, from the cursor on. One walk along an index that stops when the page is full; an article and what
 * replaces it come in one statement.
 * @param search.cursor its sort key is the article number
 */
export async function findProducts(
  db: Db,
  { filter, cursor, limit }: { filter: PriceFilter; cursor: Cursor | null; limit: number },
): Promise<Product[]> {
  const { sortKey, id } = cursor ?? { sortKey: '', id: '' };
  const words = toSearchWords(filter.query).map((word) => sql`AND product."searchText" LIKE ${`%${word}%`}`);
  const rows = await db.$queryRaw<ProductRow[]>`
    SELECT ${COLUMNS} ${FROM}
    WHERE product."deletedAt" IS NULL
      AND product."sku" >= ${sortKey} AND (product."sku" > ${sortKey} OR product."id" > ${id})
      ${filter.goodsGroup === null ? NO_SQL : sql`AND product."groupName" = ${filter.goodsGroup}`}
      ${words.length === 0 ? NO_SQL : joinSql(words, ' ')}
    ORDER BY product."sku", product."id" LIMIT ${limit}`;
  return rows.map(toProduct);
}

/** These articles, in no order; those that are gone are left out. */
export async function findProductsById(
  db: Db,
  { productIds }: { productIds: readonly string[] },
): Promise<Product[]> {
  if (productIds.length === 0) return [];
  const rows = await db.$queryRaw<ProductRow[]>`
    SELECT ${COLUMNS} ${FROM}
    WHERE product."id" IN (${joinSql([...productIds])}) AND product."deletedAt" IS NULL`;
  return rows.map(toProduct);
}

/** @returns null when there is no such article, or no longer */
export async function findProduct(db: Db, { productId }: { productId: string }): Promise<Product | null> {
  const [row] = await db.$queryRaw<ProductRow[]>`
    SELECT ${COLUMNS} ${FROM} WHERE product."id" = ${productId} AND product."deletedAt" IS NULL`;
  return row === undefined ? null : toProduct(row);
}

/**
 * The names of all goods groups, in order. Jumps from one to the next along an index instead of reading all articles:
 * neither database does so by itself for a DISTINCT.
 */
export async function findGoodsGroups(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE goods("name") AS (
      SELECT (SELECT MIN("groupName") FROM "Product" WHERE "groupName" > '' AND "deletedAt" IS NULL)
      UNION ALL
      SELECT (SELECT MIN("groupName") FROM "Product" WHERE "groupName" > goods."name" AND "deletedAt" IS NULL)
      FROM goods WHERE goods."name" IS NOT NULL
    )
    SELECT "name" FROM goods WHERE "name" IS NOT NULL`;
  return rows.map(({ name }) => name);
}

const COLUMNS = sql`
  product."id", product."sku", product."name", product."unit", product."groupName" AS "goodsGroup", product."status",
  product."packQuantity", instead."id" AS "replacementId", instead."sku" AS "replacementSku",
  instead."name" AS "replacementName"`;

const FROM = sql`
  FROM "Product" product
  LEFT JOIN "Product" instead ON instead."deletedAt" IS NULL AND instead."id" = (
    SELECT MIN(replaced."replacementProductId") FROM "Replacement" replaced
    WHERE replaced."productId" = product."id" AND replaced."deletedAt" IS NULL
  )`;

function toProduct(row: ProductRow): Product {
  const { status, replacementId, replacementSku, replacementName, ...product } = row;
  const hasReplacement = replacementId !== null && replacementSku !== null && replacementName !== null;
  return {
    ...product,
    isDiscontinued: status === 'discontinued',
    replacement: hasReplacement ? { id: replacementId, sku: replacementSku, name: replacementName } : null,
  };
}
