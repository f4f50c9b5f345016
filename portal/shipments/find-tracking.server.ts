import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { isOfParcel, isSameEvent, toTrackingStatus } from './shipment.ts';
import type { TrackingEvent } from './shipment.ts';

/** What of a shipment says which reports are of it. */
export type Parcel = { id: string; sourceId: string; trackingNumber: string | null };

/** Events by the shipment's id, the newest first. */
export async function findTracking(
  db: Db,
  actor: Pick<CustomerActor, 'accountId'>,
  shipments: readonly Parcel[],
): Promise<Map<string, TrackingEvent[]>> {
  if (shipments.length === 0) return new Map();
  const byId = new Map(shipments.map((shipment) => [shipment.id, shipment]));
  const rows = await db.trackingEvent.findMany({
    where: { ...ownRows(actor), shipmentId: { in: [...byId.keys()] } },
    select: {
      id: true,
      shipmentId: true,
      sourceId: true,
      trackingNumber: true,
      occurredAt: true,
      status: true,
      rawText: true,
      city: true,
      country: true,
    },
  });
  const newestFirst = rows.toSorted((one, other) => other.occurredAt.getTime() - one.occurredAt.getTime());
  const byShipment = new Map<string, TrackingEvent[]>();
  for (const { shipmentId, status, sourceId, trackingNumber, ...event } of newestFirst) {
    const shipment = byId.get(shipmentId);
    if (shipment === undefined || !isOfParcel({ sourceId, trackingNumber }, shipment)) continue;
    const known = byShipment.get(shipmentId) ?? [];
    const told = { ...event, status: toTrackingStatus(status) };
    if (!known.some((one) => isSameEvent(one, told))) byShipment.set(shipmentId, [...known, told]);
  }
  return byShipment;
}
