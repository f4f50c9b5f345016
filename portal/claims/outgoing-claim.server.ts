import type { OutgoingClaim } from '#portal/connectors/claim-outlets.server.ts';
import type { Db, Prisma } from '#prisma/client.ts';
import { findElsewhere } from '../orders/find-elsewhere.server.ts';
import { findParties } from '../requests/outgoing-order.server.ts';
import type { NotSendable } from '../requests/outgoing-order.server.ts';
import { toClaimKind, toWish } from './claim.ts';

export type LoadedClaim = {
  entryId: string;
  claimId: string;
  accountId: string;
  sourceId: string;
  claim: OutgoingClaim;
};

/**
 * What a source is told of a claim, by the id of its entry; the reason, where its order or counterparty is no longer this
 * customer's; null where there is no such entry.
 */
export async function findOutgoingClaim(
  db: Db,
  entryId: string,
): Promise<LoadedClaim | NotSendable | 'order_moved' | null> {
  const entry = await db.outboxEntry.findFirst({
    where: { id: entryId, claimId: { not: null } },
    select: { sourceId: true, key: true, claim: { select: CLAIM } },
  });
  if (!entry?.claim) return null;
  const { sourceId, key, claim } = entry;
  const { accountId, counterpartyId, orderId } = claim;
  if (claim.account.status !== 'active') return 'account_closed';
  const party = (await findParties(db, [counterpartyId])).get(counterpartyId);
  if (party?.accountId !== accountId) return 'counterparty_moved';
  const order = await db.order.findFirst({
    where: { id: orderId, accountId },
    select: { externalId: true, number: true },
  });
  const elsewhere = await findElsewhere(db, { accountId }, [orderId]);
  if (order === null || elsewhere.size > 0) return 'order_moved';
  const { externalId: ref, number } = order;
  const outgoing: OutgoingClaim = {
    ...said(claim),
    key,
    counterparty: party.counterparty,
    order: { ref, number },
    shipment: await findShipment(db, claim),
    lines: await toLines(db, claim),
  };
  return { entryId, claimId: claim.id, accountId, sourceId, claim: outgoing };
}

const CLAIM = {
  id: true,
  accountId: true,
  counterpartyId: true,
  orderId: true,
  shipmentId: true,
  sentAt: true,
  wish: true,
  note: true,
  account: { select: { status: true } },
  lines: { orderBy: { position: 'asc' } },
} as const satisfies Prisma.ClaimSelect;

type Stored = Prisma.ClaimGetPayload<{ select: typeof CLAIM }>;

function said({ id, sentAt, wish: stored, note }: Stored): Pick<OutgoingClaim, 'sentAt' | 'wish' | 'note'> {
  const wish = toWish(stored);
  if (wish === null) throw new Error(`claim ${id} wishes for what nobody can`);
  return { sentAt, wish, note };
}

async function findShipment(db: Db, { shipmentId, accountId }: Stored): Promise<OutgoingClaim['shipment']> {
  if (shipmentId === null) return null;
  const where = { id: shipmentId, accountId, quarantinedAt: null };
  const row = await db.shipment.findFirst({ where, select: { externalId: true, number: true } });
  return row === null ? null : { ref: row.externalId, number: row.number };
}

async function toLines(db: Db, { lines, accountId }: Stored): Promise<OutgoingClaim['lines']> {
  const rows = await db.orderLine.findMany({
    where: { id: { in: lines.map(({ orderLineId }) => orderLineId) }, accountId, quarantinedAt: null },
    select: { id: true, externalId: true },
  });
  const refs = new Map(rows.map(({ id, externalId }) => [id, externalId]));
  return lines.map(({ orderLineId, kind, sku, name, unit, quantity }, index) => ({
    lineNo: index + 1,
    orderLineRef: refs.get(orderLineId) ?? null,
    kind: toClaimKind(kind),
    sku,
    name,
    unit,
    quantity,
  }));
}
