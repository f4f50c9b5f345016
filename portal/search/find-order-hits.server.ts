import { joinSql, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { toSearchText } from '../lib/search-text.ts';
import { HIDDEN_STATUSES, isShownStatus } from '../orders/order.ts';
import { orderOfShipment } from '../shipments/order-of-shipment.server.ts';
import { toShipmentStatus } from '../shipments/shipment.ts';
import type { HitQuestion } from './find-hits.server.ts';
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

type ShipmentRow = {
  id: string;
  number: string;
  trackingNumber: string | null;
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
      ${orderOfShipment(actor.accountId)} AS "orderId"
    FROM "Shipment" shipment
    WHERE shipment."accountId" = ${actor.accountId} AND ${joinSql(found, ' AND ')}
      AND shipment."deletedAt" IS NULL AND shipment."quarantinedAt" IS NULL
    ORDER BY shipment."shippedOn" DESC, shipment."id" DESC
    LIMIT ${ROWS_READ}`;
  return rows.flatMap(({ status, orderId, ...row }): SearchHit[] => {
    if (orderId === null) return [];
    const isExact = isOneOf(whole, row.number, row.trackingNumber);
    return [
      { kind: 'shipment', dataClass: 'status', isExact, status: toShipmentStatus(status), orderId, ...row },
    ];
  });
}

/** All words stand in the row's search text. */
export function containing(words: readonly string[]) {
  return words.map((word) => ({ searchText: { contains: word } }));
}

export function isOneOf(whole: string, ...numbers: readonly (string | null)[]): boolean {
  return numbers.some((number) => number !== null && toSearchText(number) === whole);
}
