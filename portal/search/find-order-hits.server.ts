import { joinSql, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { toSearchText } from '../lib/search-text.ts';
import { HIDDEN_STATUSES, isShownStatus } from '../orders/order.ts';
import { orderOfShipment } from '../shipments/order-of-shipment.server.ts';
import { findTracking } from '../shipments/find-tracking.server.ts';
import type { Parcel } from '../shipments/find-tracking.server.ts';
import { currentEvent, shownStatus, toShipmentStatus } from '../shipments/shipment.ts';
import type { HitQuestion } from './find-hits.server.ts';
import { exactFirst } from './search-hit.ts';
import type { SearchHit } from './search-hit.ts';

/** So many are read that an exact one among them is not lost. */
export const ROWS_READ = 100;

export async function findOrderHits(db: Db, { actor, words, whole }: HitQuestion): Promise<SearchHit[]> {
  if (!actor.classes.includes('status')) return [];
  const rows = await db.order.findMany({
    where: { ...ownRows(actor), status: { notIn: [...HIDDEN_STATUSES] }, AND: containing(words) },
    orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
    take: ROWS_READ,
    select: { id: true, number: true, customerReference: true, orderedOn: true, status: true },
  });
  return rows.flatMap(({ status, ...row }): SearchHit[] => {
    if (!isShownStatus(status)) return [];
    const isExact = isOneOf(whole, row.number, row.customerReference);
    return [{ kind: 'order', dataClass: 'status', isExact, status, ...row }];
  });
}

type ShipmentRow = Parcel & {
  number: string;
  carrier: string | null;
  status: string;
  orderId: string | null;
};

/** A shipment has no page of its own: it stands on that of its order, and one that belongs to none is not found. */
export async function findShipmentHits(db: Db, { actor, words, whole }: HitQuestion): Promise<SearchHit[]> {
  if (!actor.classes.includes('status')) return [];
  const found = words.map((word) => sql`shipment."searchText" LIKE ${`%${word}%`}`);
  const rows = await db.$queryRaw<ShipmentRow[]>`
    SELECT shipment."id", shipment."number", shipment."trackingNumber", shipment."carrier", shipment."status",
      shipment."sourceId", ${orderOfShipment(actor.accountId)} AS "orderId"
    FROM "Shipment" shipment
    WHERE shipment."accountId" = ${actor.accountId} AND ${joinSql(found, ' AND ')}
      AND shipment."deletedAt" IS NULL AND shipment."quarantinedAt" IS NULL
    ORDER BY shipment."shippedOn" DESC, shipment."id" DESC
    LIMIT ${ROWS_READ}`;
  const hits = rows.flatMap(({ orderId, ...row }) => {
    if (orderId === null) return [];
    return [{ ...row, orderId, isExact: isOneOf(whole, row.number, row.trackingNumber) }];
  });
  return withCarriersWord(db, actor, exactFirst(hits));
}

type FoundShipment = ShipmentRow & { orderId: string; isExact: boolean };

/** As the page of the order has it: a carrier knows of an arrival before the source does. */
async function withCarriersWord(
  db: Db,
  actor: HitQuestion['actor'],
  found: readonly FoundShipment[],
): Promise<SearchHit[]> {
  const underWay = found.filter(({ status }) => status === 'shipped');
  const events = await findTracking(db, actor, underWay);
  return found.map(({ sourceId: _sourceId, ...row }) => {
    const current = currentEvent(events.get(row.id) ?? []);
    const status = shownStatus(toShipmentStatus(row.status), current?.status ?? null);
    return { kind: 'shipment', dataClass: 'status', ...row, status };
  });
}

/** All words stand in the row's search text. */
export function containing(words: readonly string[]) {
  return words.map((word) => ({ searchText: { contains: word } }));
}

export function isOneOf(whole: string, ...numbers: readonly (string | null)[]): boolean {
  return numbers.some((number) => number !== null && toSearchText(number) === whole);
}
