import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { addDays } from '../lib/dates.ts';
import { orderOfShipment } from '../shipments/order-of-shipment.server.ts';
import { currentEvent, isOfParcel, needsCustomer, toTrackingStatus } from '../shipments/shipment.ts';
import type { WaitingShipment } from './attention.ts';

type Actor = Pick<CustomerActor, 'accountId'>;
type OnWay = {
  id: string;
  number: string;
  sourceId: string;
  trackingNumber: string | null;
  orderId: string | null;
};

/** Whatever left longer ago and still "waits" is something that the carrier forgot to report. */
const LEFT_WITHIN_DAYS = 60;
const SHIPMENTS_MAX = 50;

/** Shipments of the customer that wait for somebody: to be fetched, or to be there at the next try. Two statements. */
export async function findWaitingShipments(
  db: Db,
  { actor, todayOn }: { actor: Actor; todayOn: string },
): Promise<WaitingShipment[]> {
  const onWay = await findOnWay(db, actor, addDays(todayOn, -LEFT_WITHIN_DAYS));
  if (onWay.length === 0) return [];
  const events = await db.trackingEvent.findMany({
    where: { ...ownRows(actor), shipmentId: { in: onWay.map(({ id }) => id) } },
    select: {
      shipmentId: true,
      sourceId: true,
      trackingNumber: true,
      occurredAt: true,
      status: true,
      city: true,
    },
  });
  return onWay.flatMap((row) => {
    const { id, number, orderId } = row;
    if (orderId === null) return [];
    const ofShipment = events
      .filter((event) => event.shipmentId === id && isOfParcel(event, row))
      .map(({ occurredAt, status, city }) => ({ occurredAt, city, status: toTrackingStatus(status) }));
    const current = currentEvent(ofShipment);
    return current !== null && needsCustomer(current.status) ? [{ id, number, ...current, orderId }] : [];
  });
}

/** One row a shipment, with one of the orders that it carries goods of. */
function findOnWay(db: Db, { accountId }: Actor, sinceOn: string): Promise<OnWay[]> {
  return db.$queryRaw<OnWay[]>`
    SELECT shipment."id", shipment."number", shipment."sourceId", shipment."trackingNumber",
      ${orderOfShipment(accountId)} AS "orderId"
    FROM "Shipment" shipment
    WHERE shipment."accountId" = ${accountId} AND shipment."shippedOn" >= ${sinceOn}
      AND shipment."status" = 'shipped'
      AND shipment."deletedAt" IS NULL AND shipment."quarantinedAt" IS NULL
    ORDER BY shipment."shippedOn" DESC, shipment."id" DESC
    LIMIT ${SHIPMENTS_MAX}`;
}
