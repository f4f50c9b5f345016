import { z } from 'zod';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { toDiscountRule } from '../discounts/discount.ts';
import type { DiscountRule } from '../discounts/discount.ts';
import { countLimits } from './count-limits.server.ts';
import type { PriceRules } from './price-for.ts';
import { LIST_STANDINGS } from './price-list.ts';
import type { ListStanding, PriceList } from './price-list.ts';

/** Whose prices are asked for, with which key in hand, and what may be told. */
export type PriceReader = Pick<CustomerActor, 'accountId' | 'keyId' | 'classes'>;

/** A list or a discount, as the statement below gives it. */
const RuleRow = z.object({
  what: z.enum([...LIST_STANDINGS, 'source', 'key']),
  id: z.string(),
  name: z.string(),
  currency: z.string().nullable(),
  validFromOn: z.string().nullable(),
  validToOn: z.string().nullable(),
  isTaxIncluded: z.union([z.number(), z.bigint()]),
  basisPoints: z.union([z.number(), z.bigint()]).nullable(),
  fixedPrice: z.string().nullable(),
  goodsGroup: z.string().nullable(),
  sku: z.string().nullable(),
  maxAmountMinor: z.union([z.number(), z.bigint()]).nullable(),
});
type RuleRow = z.output<typeof RuleRow>;

/**
 * The lists and discounts that make up the prices of a customer's session: lists open to everybody, those of the account's
 * confirmed counterparties, those that an administrator opened for the account; discounts that the source grants the
 * account, and those that the key in hand carries, less what orders have used of their limits. Without the class of own
 * prices only the open lists are read.
 */
export async function findPriceRules(db: Db, { actor }: { actor: PriceReader }): Promise<PriceRules> {
  return countLimits(db, { actor, rules: await readPriceRules(db, { actor }) });
}

/** The same, with the limits of discounts still whole. */
export async function readPriceRules(db: Db, { actor }: { actor: PriceReader }): Promise<PriceRules> {
  const rows = await findRuleRows(db, actor);
  return { lists: toLists(rows), discounts: rows.flatMap((row) => toDiscount(row) ?? []) };
}

/** One statement, written by hand, since every page with prices needs all of it. */
async function findRuleRows(db: Db, { accountId, keyId, classes }: PriceReader): Promise<RuleRow[]> {
  const open = sql`
    SELECT 'open' AS "what", ${LIST_COLUMNS} FROM "PriceList" list
    WHERE list."kind" = 'list' AND list."deletedAt" IS NULL`;
  const own = sql`
    UNION ALL SELECT 'contract', ${LIST_COLUMNS}
    FROM "Counterparty" counterparty JOIN "PriceList" list ON list."id" = counterparty."priceListId"
    WHERE counterparty."accountId" = ${accountId} AND counterparty."deletedAt" IS NULL
      AND counterparty."quarantinedAt" IS NULL AND list."kind" <> 'list' AND list."deletedAt" IS NULL
    UNION ALL SELECT 'assigned', ${LIST_COLUMNS}
    FROM "PriceListAssignment" assignment JOIN "PriceList" list ON list."id" = assignment."priceListId"
    WHERE assignment."accountId" = ${accountId} AND list."kind" <> 'list' AND list."deletedAt" IS NULL
      AND EXISTS (SELECT 1 FROM "AccountTie" tie WHERE tie."accountId" = ${accountId}
        AND tie."sourceId" = list."sourceId" AND tie."status" = 'confirmed')
    UNION ALL SELECT 'source', ${DISCOUNT_COLUMNS}, CAST(NULL AS BIGINT)
    FROM "SourceDiscount" discount
    WHERE discount."accountId" = ${accountId} AND discount."deletedAt" IS NULL AND discount."quarantinedAt" IS NULL
    UNION ALL SELECT 'key', ${DISCOUNT_COLUMNS}, discount."maxAmountMinor"
    FROM "KeyDiscount" carried JOIN "Discount" discount ON discount."id" = carried."discountId"
    WHERE carried."accountId" = ${accountId} AND carried."keyId" = ${keyId} AND carried."untiedAt" IS NULL
      AND discount."status" = 'active'`;
  const rows = classes.includes('own-price') ? await db.$queryRaw`${open} ${own}` : await db.$queryRaw(open);
  return z.array(RuleRow).parse(rows);
}

const LIST_COLUMNS = sql`
  list."id", list."name", list."currency", list."validFromOn", list."validToOn",
  CASE WHEN list."isTaxIncluded" THEN 1 ELSE 0 END AS "isTaxIncluded", CAST(NULL AS INTEGER) AS "basisPoints",
  CAST(NULL AS TEXT) AS "fixedPrice", CAST(NULL AS TEXT) AS "goodsGroup", CAST(NULL AS TEXT) AS "sku",
  CAST(NULL AS BIGINT) AS "maxAmountMinor"`;

const DISCOUNT_COLUMNS = sql`
  discount."id", discount."name", discount."currency", discount."validFromOn", discount."validToOn", 0,
  discount."basisPoints", discount."fixedPrice", discount."goodsGroup", discount."sku"`;

/** A list that came to the customer in two ways stands as the stronger one says. */
function toLists(rows: readonly RuleRow[]): PriceList[] {
  const lists = new Map<string, PriceList>();
  for (const standing of LIST_STANDINGS) {
    for (const row of rows.filter(({ what }) => what === standing)) {
      if (!lists.has(row.id)) lists.set(row.id, toList(row, standing));
    }
  }
  return [...lists.values()];
}

function toList(row: RuleRow, standing: ListStanding): PriceList {
  const { id, name, currency, isTaxIncluded, validFromOn, validToOn } = row;
  if (currency === null) throw new Error(`price list ${id} has no currency`);
  return { id, name, standing, currency, isTaxIncluded: Number(isTaxIncluded) === 1, validFromOn, validToOn };
}

function toDiscount(row: RuleRow): DiscountRule | null {
  return row.what === 'source' || row.what === 'key' ? toDiscountRule(row, row.what) : null;
}
