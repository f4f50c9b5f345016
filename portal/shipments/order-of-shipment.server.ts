import { joinSql, sql } from '#prisma/client.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';

/**
 * Part of a statement that reads from a table `shipment`: an order of this customer whose goods are in it, on whose page
 * it stands. Null when there is none.
 */
export function orderOfShipment(accountId: string) {
  return sql`(
    SELECT MIN(ordered."id") FROM "ShipmentLine" part
    JOIN "Order" ordered ON ordered."id" = part."orderId" AND ordered."accountId" = ${accountId}
      AND ordered."deletedAt" IS NULL AND ordered."quarantinedAt" IS NULL
      AND ordered."status" NOT IN (${joinSql([...HIDDEN_STATUSES])})
    WHERE part."accountId" = ${accountId} AND part."shipmentId" = shipment."id"
      AND part."deletedAt" IS NULL AND part."quarantinedAt" IS NULL
  )`;
}
