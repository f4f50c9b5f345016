import type { CustomerActor } from '#auth/permissions/actor.ts';
import { can } from '#auth/permissions/can.ts';
import type { Db } from '#prisma/client.ts';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { findOrder } from '../orders/find-order.server.ts';
import { findShipmentsOfOrder } from '../shipments/find-shipments-of-order.server.ts';
import { progressOfLines } from '../shipments/line-progress.ts';
import { claimableLines, claimableParts } from './claimable-lines.ts';
import type { ClaimableLine } from './claimable-lines.ts';

/** Whether role and key let somebody say what is wrong at all. */
export function mayClaim(actor: CustomerActor): boolean {
  return can(actor, 'claim:send', { kind: 'account', accountId: actor.accountId, accountManagerId: null });
}

/** What can be claimed of an order, or of one of its shipments. */
export type Claimable = {
  order: { id: string; number: string; sourceId: string };
  shipment: { id: string; number: string } | null;
  lines: ClaimableLine[];
};

/**
 * What of a customer's order has left for them, line by line.
 * @param shipmentId null for all of it
 * @returns null for an order or a shipment that is not there or not this customer's: all alike
 */
export async function findClaimable(
  db: Db,
  { actor, orderId, shipmentId }: { actor: CustomerActor; orderId: string; shipmentId: string | null },
): Promise<Claimable | null> {
  const found = await findOrder(db, { actor, orderId });
  if (found === null) return null;
  const { id, number, sourceId, status } = found;
  const order = { id, number, sourceId };
  const lines = found.goods?.lines ?? [];
  const shipments = await findShipmentsOfOrder(db, { actor, orderId });
  if (shipmentId === null) {
    const { kinds } = await findSourceFacts(db, { actor, sourceId });
    const progress = progressOfLines(lines, kinds['shipment-line'] === undefined ? null : shipments);
    return { order, shipment: null, lines: claimableLines({ status, lines, progress }) };
  }
  const shipment = shipments.find((one) => one.id === shipmentId);
  if (shipment === undefined) return null;
  const { id: ofShipment, number: called } = shipment;
  return { order, shipment: { id: ofShipment, number: called }, lines: claimableParts(lines, shipment) };
}
