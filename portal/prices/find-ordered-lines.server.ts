import type { CustomerActor } from '#auth/permissions/actor.ts';
import { NO_SQL, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import type { OrderedLine } from './discount-use.ts';

type LineRow = Omit<OrderedLine, 'product'> & { sku: string; unit: string; goodsGroup: string | null };

type OrderedLines = {
  /** Whoever calls has seen to it that the session opens own prices. */
  actor: Pick<CustomerActor, 'accountId'>;
  sinceOn?: string;
  productId?: string;
  limit: number;
};

/**
 * Lines of the account's orders with their prices, the newest first. Only what was really ordered: a draft, a quotation or
 * a cancelled order used no discount and confirms no price.
 */
export async function findOrderedLines(
  db: Db,
  { actor, sinceOn, productId, limit }: OrderedLines,
): Promise<OrderedLine[]> {
  const { accountId } = actor;
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT line."id" AS "lineId", ordered."id" AS "orderId", ordered."number" AS "orderNumber", ordered."orderedOn",
      ordered."currency", line."quantity", line."unitPrice", product."id" AS "productId", product."sku", product."unit",
      product."groupName" AS "goodsGroup"
    FROM "Order" ordered
    JOIN "OrderLine" line ON line."orderId" = ordered."id" AND line."accountId" = ${accountId}
    JOIN "Product" product ON product."id" = line."productId"
    WHERE ordered."accountId" = ${accountId} ${sinceOn === undefined ? NO_SQL : sql`AND ordered."orderedOn" >= ${sinceOn}`}
      AND ordered."deletedAt" IS NULL AND ordered."quarantinedAt" IS NULL
      AND ordered."status" NOT IN ('draft', 'quoted', 'cancelled')
      ${productId === undefined ? NO_SQL : sql`AND line."productId" = ${productId}`}
      AND line."deletedAt" IS NULL AND line."quarantinedAt" IS NULL AND line."unitPrice" IS NOT NULL
    ORDER BY ordered."orderedOn" DESC, ordered."id" DESC LIMIT ${limit}`;
  return rows.map(({ sku, unit, goodsGroup, ...line }) => ({ ...line, product: { sku, unit, goodsGroup } }));
}
