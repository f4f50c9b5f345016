/** What customers were invoiced, by currency; sums of two currencies are never added. */
import type { Db } from '#prisma/client.ts';
import type { Money } from '../lib/money.ts';

type Period = { fromOn: string; toOn: string };

/** Rows that belong to the account for certain, and still count. */
const VALID = { quarantinedAt: null, deletedAt: null, status: { not: 'cancelled' } } as const;

export type Turnover = Money & { accountId: string };

/** Of each account in each currency; of some orders alone where they are given. */
export async function findTurnover(
  db: Db,
  { accountIds, fromOn, toOn, orderIds }: Period & { accountIds: readonly string[]; orderIds?: string[] },
): Promise<Turnover[]> {
  const groups = await db.invoice.groupBy({
    by: ['accountId', 'currency'],
    where: {
      ...VALID,
      accountId: { in: [...accountIds] },
      issuedOn: { gte: fromOn, lte: toOn },
      ...(orderIds !== undefined && { orderId: { in: orderIds } }),
    },
    _sum: { totalMinor: true },
  });
  return groups.flatMap(({ accountId, currency, _sum }) =>
    accountId === null ? [] : [{ accountId, currency, amountMinor: _sum.totalMinor ?? 0n }],
  );
}

/** The first order that each account ever placed. */
export async function findFirstOrderIds(db: Db, accountIds: readonly string[]): Promise<string[]> {
  const orders = await Promise.all(
    accountIds.map((accountId) =>
      db.order.findFirst({
        where: {
          accountId,
          quarantinedAt: null,
          deletedAt: null,
          status: { notIn: ['draft', 'quoted', 'cancelled'] },
        },
        orderBy: [{ orderedOn: 'asc' }, { id: 'asc' }],
        select: { id: true },
      }),
    ),
  );
  return orders.flatMap((order) => order?.id ?? []);
}

/** The first order of an account in a currency whose invoices are all paid; null where there is none. */
export async function findFirstPaidOrder(
  db: Db,
  { accountId, currency }: { accountId: string; currency: string },
): Promise<Money | null> {
  const [first] = await db.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM "Order" AS o
    WHERE o."accountId" = ${accountId} AND o."currency" = ${currency}
      AND o."quarantinedAt" IS NULL AND o."deletedAt" IS NULL
      AND o."status" NOT IN ('draft', 'quoted', 'cancelled')
      AND EXISTS (
        SELECT 1 FROM "Invoice" AS i WHERE i."accountId" = o."accountId" AND i."orderId" = o."id"
          AND i."status" = 'paid' AND i."quarantinedAt" IS NULL AND i."deletedAt" IS NULL
      )
      AND NOT EXISTS (
        SELECT 1 FROM "Invoice" AS i WHERE i."accountId" = o."accountId" AND i."orderId" = o."id"
          AND i."status" IN ('open', 'partly_paid') AND i."quarantinedAt" IS NULL AND i."deletedAt" IS NULL
      )
    ORDER BY o."orderedOn", o."id"
    LIMIT 1`;
  if (first === undefined) return null;
  const order = await db.order.findFirst({
    where: { id: first.id, accountId },
    select: { grossMinor: true, currency: true },
  });
  return order === null ? null : { amountMinor: order.grossMinor, currency: order.currency };
}
