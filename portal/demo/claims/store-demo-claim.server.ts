import { mintNumber } from '#portal/requests/mint-number.ts';
import type { EntryState } from '#portal/requests/outbox-entry.ts';
import type { Decision } from '#portal/claims/claim.ts';
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
  const key = await db.key.findFirst({
    where: { accountId, holder: { memberships: { some: { accountId, role: 'owner' } } } },
    select: { id: true, holderId: true, account: { select: { accountManagerId: true } } },
  });
  const order = await db.order.findFirst({
    where: { accountId, status: 'completed', deletedAt: null, quarantinedAt: null },
    orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
    select: { id: true, sourceId: true, counterpartyId: true },
  });
  if (key === null || order === null) return;
  const line = await db.orderLine.findFirst({
    where: { accountId, orderId: order.id, kind: 'item' },
    orderBy: { lineNo: 'asc' },
    select: { id: true, sku: true, name: true, unit: true },
  });
  const isThere = (await db.claim.count({ where: { accountId, formId: FORM_ID } })) > 0;
  const { holderId, account } = key;
  if (isThere || line === null || holderId === null || order.counterpartyId === null) return;
  const number = mintNumber('BC');
  const sentAt = new Date(now.getTime() - 6 * HOUR_MS);
  const { sku, name, unit } = line;
  await db.claim.create({
    data: {
      accountId,
      sourceId: order.sourceId,
      counterpartyId: order.counterpartyId,
      orderId: order.id,
      formId: FORM_ID,
      number,
      wish: 'replace',
      note: 'Демо: одна упаковка пришла мятой, товар в ней погнут.',
      sentAt,
      sentById: holderId,
      decision: 'accepted' satisfies Decision,
      decidedAt: new Date(now.getTime() - HOUR_MS),
      decidedById: account?.accountManagerId ?? null,
      answer: 'Демо: замена поедет со следующей отгрузкой, погнутое заберёт водитель.',
      lines: {
        create: {
          position: 1,
          orderLineId: line.id,
          kind: 'damaged',
          quantity: '1',
          sku: sku ?? '',
          name,
          unit: unit ?? '',
        },
      },
      entry: {
        create: {
          sourceId: order.sourceId,
          key: number,
          keyId: key.id,
          state: 'waiting' satisfies EntryState,
          createdAt: sentAt,
          dueAt: now,
          // Nobody has registered the demo's keys yet, and nobody is to be told of this one.
          vouchedAt: now,
          toldAt: now,
        },
      },
    },
    select: { id: true },
  });
}
