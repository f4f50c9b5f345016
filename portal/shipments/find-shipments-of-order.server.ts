import type { CustomerActor } from '#auth/permissions/actor.ts';
import { NO_SQL, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { findTracking } from './find-tracking.server.ts';
import { toShipmentStatus } from './shipment.ts';
import type { Shipment, ShipmentPart, TrackingEvent } from './shipment.ts';

type Actor = Pick<CustomerActor, 'accountId' | 'classes'>;

type JoinedRow = Omit<Shipment, 'status' | 'parts' | 'events' | 'tracking'> &
  Partial<Omit<ShipmentPart, 'id'>> & {
    status: string;
    partId?: string;
    sourceId: string;
    trackedAt: Date | null;
    askedAt: Date | null;
    carrierExpectedOn: string | null;
  };

/**
 * The shipments that carry goods of an order, the newest first, each with what of this order is in it and what its
 * carrier reported. Two statements, whatever the number of shipments.
 */
export async function findShipmentsOfOrder(
  db: Db,
  { actor, orderId }: { actor: Actor; orderId: string },
): Promise<Shipment[]> {
  const rows = await findJoined(db, actor, orderId);
  const ids = [...new Set(rows.map(({ id }) => id))];
  const events = await findTracking(db, actor, rows);
  const isGoodsOpen = actor.classes.includes('goods');
  return ids
    .flatMap((id) => {
      const ofShipment = rows.filter((row) => row.id === id);
      const parts = isGoodsOpen ? ofShipment.flatMap(toPart) : null;
      return ofShipment.slice(0, 1).map((row) => toShipment(row, parts, events.get(id) ?? []));
    })
    .toSorted(byNewest);
}

/**
 * One row per part, or per shipment where the session does not open what was ordered. A shipment has no column of its
 * order, so that two reads would be needed; the join makes it one.
 */
function findJoined(db: Db, actor: Actor, orderId: string): Promise<JoinedRow[]> {
  const goods = actor.classes.includes('goods')
    ? sql`, part."id" AS "partId", part."orderLineId", part."sku", part."name", part."quantity", part."unit"`
    : NO_SQL;
  return db.$queryRaw<JoinedRow[]>`
    SELECT DISTINCT shipment."id", shipment."number", shipment."status", shipment."carrier",
      shipment."trackingNumber", shipment."shippedOn", shipment."expectedOn", shipment."deliveredOn",
      shipment."sourceId", tracked."asOf" AS "trackedAt", tracked."dueAt" AS "askedAt",
      tracked."expectedOn" AS "carrierExpectedOn"${goods}
    FROM "ShipmentLine" part
    JOIN "Shipment" shipment ON shipment."id" = part."shipmentId"
    LEFT JOIN "TrackedShipment" tracked ON tracked."shipmentId" = shipment."id"
      AND tracked."number" = shipment."trackingNumber"
    WHERE part."accountId" = ${actor.accountId} AND part."orderId" = ${orderId}
      AND part."deletedAt" IS NULL AND part."quarantinedAt" IS NULL
      AND shipment."accountId" = ${actor.accountId}
      AND shipment."deletedAt" IS NULL AND shipment."quarantinedAt" IS NULL`;
}

function toPart({ partId, orderLineId, sku, name, quantity, unit }: JoinedRow): ShipmentPart[] {
  if (partId === undefined || name === undefined || quantity === undefined) return [];
  return [
    { id: partId, orderLineId: orderLineId ?? null, sku: sku ?? null, name, quantity, unit: unit ?? null },
  ];
}

function toShipment(row: JoinedRow, parts: ShipmentPart[] | null, events: TrackingEvent[]): Shipment {
  const { id, number, carrier, trackingNumber, shippedOn, expectedOn, deliveredOn, trackedAt } = row;
  const status = toShipmentStatus(row.status);
  return {
    id,
    number,
    status,
    carrier,
    trackingNumber,
    shippedOn,
    expectedOn,
    deliveredOn,
    parts,
    events,
    tracking:
      trackedAt === null
        ? null
        : { asOf: trackedAt, isAsked: row.askedAt !== null, expectedOn: row.carrierExpectedOn },
  };
}

/** What is only being prepared has no day of leaving yet and stands first. */
function byNewest(one: Shipment, other: Shipment): number {
  const left = one.shippedOn ?? '9999';
  const right = other.shippedOn ?? '9999';
  if (left !== right) return left < right ? 1 : -1;
  return one.number < other.number ? 1 : -1;
}
