import type { CustomerActor } from '#auth/permissions/actor.ts';
import { can } from '#auth/permissions/can.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';

/** In whose name this customer orders from a source. */
export type OrderingSource = { sourceId: string; counterpartyId: string; name: string };

/** The sources that take orders of this customer, each with the counterparties that they are there. */
export async function findOrderingSources(
  db: Db,
  actor: Pick<CustomerActor, 'accountId'>,
): Promise<OrderingSource[]> {
  const outlets = await db.orderOutlet.findMany({ where: { closedAt: null }, select: { sourceId: true } });
  const counterparties = await db.counterparty.findMany({
    where: { ...ownRows(actor), sourceId: { in: outlets.map(({ sourceId }) => sourceId) } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, sourceId: true, name: true },
  });
  return counterparties.map(({ id, sourceId, name }) => ({ sourceId, counterpartyId: id, name }));
}

/** Whether role and key let somebody ask for an order at all. */
export function mayOrder(actor: CustomerActor): boolean {
  return can(actor, 'order:request', { kind: 'account', accountId: actor.accountId, accountManagerId: null });
}

/** Whether this session can ask for goods of a source: one statement, and none for those who may not. */
export async function canOrderFrom(
  db: Db,
  { actor, sourceId }: { actor: CustomerActor; sourceId: string },
): Promise<boolean> {
  if (!mayOrder(actor)) return false;
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "OrderOutlet" outlet
    JOIN "Counterparty" counterparty ON counterparty."sourceId" = outlet."sourceId"
      AND counterparty."accountId" = ${actor.accountId}
      AND counterparty."deletedAt" IS NULL AND counterparty."quarantinedAt" IS NULL
    WHERE outlet."sourceId" = ${sourceId} AND outlet."closedAt" IS NULL LIMIT 1`;
  return found.length > 0;
}

/** The same for one article. */
export async function canOrderProduct(
  db: Db,
  { actor, productId }: { actor: CustomerActor; productId: string },
): Promise<boolean> {
  if (!mayOrder(actor)) return false;
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Product" product
    JOIN "OrderOutlet" outlet ON outlet."sourceId" = product."sourceId" AND outlet."closedAt" IS NULL
    JOIN "Counterparty" counterparty ON counterparty."sourceId" = outlet."sourceId"
      AND counterparty."accountId" = ${actor.accountId}
      AND counterparty."deletedAt" IS NULL AND counterparty."quarantinedAt" IS NULL
    WHERE product."id" = ${productId} AND product."deletedAt" IS NULL LIMIT 1`;
  return found.length > 0;
}
