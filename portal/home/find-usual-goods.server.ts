import type { CustomerActor } from '#auth/permissions/actor.ts';
import { joinSql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';
import { findPriceRows } from '../prices/find-price-rows.server.ts';
import { toUsualProducts } from './usual-goods.ts';
import type { RecentLine, UsualGood } from './usual-goods.ts';

type Reader = Pick<CustomerActor, 'accountId' | 'keyId' | 'classes'>;

export type UsualGoods = { goods: UsualGood[]; orderCount: number };

/** Habits are told by the last lines, not by the whole history. */
const LINES_READ = 300;
const GOODS_SHOWN = 6;

/**
 * What the customer orders most, with what is free of it and what it costs today.
 * @returns null for a session that does not open what was ordered
 */
export async function findUsualGoods(
  db: Db,
  { actor, todayOn }: { actor: Reader; todayOn: string },
): Promise<UsualGoods | null> {
  if (!actor.classes.includes('goods')) return null;
  const lines = await findRecentLines(db, actor.accountId);
  const usual = toUsualProducts(lines, GOODS_SHOWN);
  const productIds = usual.map(({ productId }) => productId);
  const rows = await findPriceRows(db, { actor, productIds, on: todayOn });
  const goods = usual.flatMap((product) => {
    const row = rows.find((one) => one.product.id === product.productId);
    return row ? [{ ...product, row }] : [];
  });
  return { goods, orderCount: new Set(lines.map(({ orderId }) => orderId)).size };
}

/** Walks the customer's orders from the newest on and stops when it has enough lines. */
function findRecentLines(db: Db, accountId: string): Promise<RecentLine[]> {
  return db.$queryRaw<RecentLine[]>`
    SELECT line."productId", line."quantity", line."unit", ordered."id" AS "orderId",
      ordered."number" AS "orderNumber", ordered."orderedOn"
    FROM "Order" ordered
    JOIN "OrderLine" line ON line."accountId" = ${accountId} AND line."orderId" = ordered."id"
    WHERE ordered."accountId" = ${accountId}
      AND ordered."deletedAt" IS NULL AND ordered."quarantinedAt" IS NULL
      AND ordered."status" NOT IN (${joinSql([...HIDDEN_STATUSES, 'cancelled'])})
      AND line."deletedAt" IS NULL AND line."quarantinedAt" IS NULL
      AND line."kind" = 'item' AND line."productId" IS NOT NULL
    ORDER BY ordered."orderedOn" DESC, ordered."id" DESC
    LIMIT ${LINES_READ}`;
}
