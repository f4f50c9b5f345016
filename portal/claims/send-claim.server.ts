import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import { tellOfClaim } from '#auth/letters/tell-of-claim.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { takesClaims } from '#portal/connectors/takes-claims.server.ts';
import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';
import { mintNumber } from '../requests/mint-number.ts';
import type { EntryState } from '../requests/outbox-entry.ts';
import type { ClaimedLine } from './claim-form.ts';
import type { Wish } from './claim.ts';
import { NO_WAY } from './no-way.ts';

export type SendClaim = {
  actor: CustomerActor;
  orderId: string;
  shipmentId: string | null;
  /** Of the page: the same page sends one claim, however often its form is sent. */
  formId: string;
  wish: Wish;
  note: string;
  lines: readonly ClaimedLine[];
  trace: RequestTrace;
};

export type SendClaimOutcome =
  | { ok: true; claimId: string; isNew: boolean }
  /** The order is not there any more, or not theirs. */
  | { ok: false; reason: 'not_found' };

/**
 * Sends a claim: it stands in the outbox, and its manager is told, in one transaction. Where its source takes no claims it
 * waits for the manager at once.
 */
export async function sendClaim(services: AuthServices, claim: SendClaim): Promise<SendClaimOutcome> {
  const { actor, formId } = claim;
  const own = { accountId: actor.accountId, formId };
  const known = await services.db.claim.findFirst({ where: own, select: { id: true } });
  if (known !== null) return { ok: true, claimId: known.id, isNew: false };
  try {
    return await services.db.$transaction((tx) => send(tx, services, claim));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The same form came twice in one moment, and the other one was first.
    const { id } = await services.db.claim.findFirstOrThrow({ where: own, select: { id: true } });
    return { ok: true, claimId: id, isNew: false };
  }
}

async function send(tx: Tx, { audit, now }: AuthServices, claim: SendClaim): Promise<SendClaimOutcome> {
  const { actor, orderId, trace } = claim;
  const { accountId, keyId } = actor;
  const at = now();
  const order = await tx.order.findFirst({
    where: { ...ownRows(actor), id: orderId, status: { notIn: [...HIDDEN_STATUSES] } },
    select: { sourceId: true, counterpartyId: true },
  });
  const isOpen = (await tx.customerAccount.count({ where: { id: accountId, status: 'active' } })) > 0;
  if (order === null || order.counterpartyId === null || !isOpen) return { ok: false, reason: 'not_found' };
  const number = mintNumber('BC');
  const { sourceId, counterpartyId } = order;
  const claimId = await write(tx, { claim, sourceId, counterpartyId, number, at });
  const told = await tellOfClaim(tx, { accountId, number, why: 'new', sentAt: at, at });
  const hasWay = await takesClaims(tx, sourceId);
  await tx.outboxEntry.create({
    data: {
      claimId,
      sourceId,
      key: number,
      keyId,
      createdAt: at,
      dueAt: at,
      ...stateFor(hasWay, told > 0, at),
    },
    select: { id: true },
  });
  const about = { accountId, keyId, details: { claimId }, trace, at };
  await audit.record(tx, { type: 'claim_sent', result: 'ok', ...actedBy(actor), ...about });
  return { ok: true, claimId, isNew: true };
}

/** Whom nobody could tell of a claim that waits for people alone is told again (requests/tell-of-late). */
function stateFor(hasWay: boolean, isTold: boolean, at: Date) {
  if (hasWay) return { state: 'waiting' satisfies EntryState };
  return { state: 'stuck' satisfies EntryState, fault: NO_WAY, toldAt: isTold ? at : null };
}

type Write = { claim: SendClaim; sourceId: string; counterpartyId: string; number: string; at: Date };

async function write(tx: Tx, { claim, at, ...facts }: Write): Promise<string> {
  const { actor, orderId, shipmentId, formId, wish, note, lines } = claim;
  const { id } = await tx.claim.create({
    data: {
      ...facts,
      accountId: actor.accountId,
      orderId,
      shipmentId,
      formId,
      wish,
      note,
      sentAt: at,
      sentById: actor.holderId,
      lines: {
        create: lines.map(({ id: orderLineId, kind, quantity, sku, name, unit }, index) => ({
          position: index + 1,
          orderLineId,
          kind,
          quantity,
          sku,
          name,
          unit,
        })),
      },
    },
    select: { id: true },
  });
  return id;
}
