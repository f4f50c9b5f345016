import { mintNumber } from '#portal/requests/mint-number.ts';
import type { EntryState } from '#portal/requests/outbox-entry.ts';
import type { ClaimKind, Decision, Wish } from '#portal/claims/claim.ts';
import type { Db } from '#prisma/client.ts';

const HOUR_MS = 3_600_000;
/** Of the page that it would have been sent from: there is one such claim. */
const FORM_ID = 'demo';

/**
 * Something that an owner of a customer says was broken, and that their manager has accepted. It waits for the demo's ERP, which
 * gets it as a file like any other. Where the customer has no order that arrived, as in a small demo, there is none.
 */
export async function storeDemoClaim(
  db: Db,
  { accountId, now }: { accountId: string; now: Date },
): Promise<void> {
  if ((await db.claim.count({ where: { accountId, formId: FORM_ID } })) > 0) return;
  const owner = { memberships: { some: { accountId, role: 'owner' } } };
  const key = await db.key.findFirst({
    where: { accountId, holder: owner },
    select: { id: true, holderId: true, account: { select: { accountManagerId: true } } },
  });
  const delivered = await findDelivered(db, accountId);
  if (key?.holderId === undefined || key.holderId === null || delivered === null) return;
  const { line, ...facts } = delivered;
  const number = mintNumber('BC');
  const sentAt = new Date(now.getTime() - 6 * HOUR_MS);
  const waiting = { state: 'waiting' satisfies EntryState, createdAt: sentAt, dueAt: now };
  // Nobody has registered the demo's keys yet, and nobody is to be told of this one.
  const known = { vouchedAt: now, toldAt: now };
  const decided = {
    decision: 'accepted' satisfies Decision,
    decidedAt: new Date(now.getTime() - HOUR_MS),
    decidedById: key.account?.accountManagerId ?? null,
    answer: 'Демо: замена поедет со следующей отгрузкой, погнутое заберёт водитель.',
  };
  await db.claim.create({
    data: {
      ...facts,
      accountId,
      formId: FORM_ID,
      number,
      wish: 'replace' satisfies Wish,
      note: 'Демо: одна упаковка пришла мятой, товар в ней погнут.',
      sentAt,
      sentById: key.holderId,
      ...decided,
      lines: { create: { ...line, position: 1, kind: 'damaged' satisfies ClaimKind, quantity: '1' } },
      entry: { create: { sourceId: facts.sourceId, key: number, keyId: key.id, ...waiting, ...known } },
    },
    select: { id: true },
  });
}

/** The newest order of the customer that arrived whole, and what stands on it first. */
async function findDelivered(db: Db, accountId: string) {
  const order = await db.order.findFirst({
    where: { accountId, status: 'completed', deletedAt: null, quarantinedAt: null },
    orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
    select: { id: true, sourceId: true, counterpartyId: true },
  });
  if (order === null || order.counterpartyId === null) return null;
  const { id: orderId, sourceId, counterpartyId } = order;
  const line = await db.orderLine.findFirst({
    where: { accountId, orderId, kind: 'item' },
    orderBy: { lineNo: 'asc' },
    select: { id: true, sku: true, name: true, unit: true },
  });
  if (line === null) return null;
  const { id: orderLineId, sku, name, unit } = line;
  const named = { orderLineId, sku: sku ?? '', name, unit: unit ?? '' };
  return { orderId, sourceId, counterpartyId, line: named };
}
