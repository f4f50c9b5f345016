import { createHash } from 'node:crypto';
import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Tx } from '#prisma/client.ts';
import { mintNumber } from './mint-number.ts';
import type { RequestLine, RequestTotal } from './order-request.ts';

export type SendRequest = {
  actor: CustomerActor;
  requestId: string;
  /** As it was a moment ago; a draft that changed since is not sent. */
  changedAt: Date;
  lines: readonly RequestLine[];
  total: RequestTotal;
  /** The key of the session confirmed exactly this. */
  isSigned: boolean;
  trace: RequestTrace;
};

export type SendOutcome =
  { ok: true; number: string } | { ok: false; reason: 'changed_meanwhile' | 'takes_no_orders' };

/**
 * Sends a draft: its prices and names are written down as they are now, and it stands in the outbox, all in one
 * transaction. Sent twice at once it goes once.
 */
export async function sendRequest(services: AuthServices, request: SendRequest): Promise<SendOutcome> {
  const { db, audit, now } = services;
  const { actor, requestId, trace } = request;
  const at = now();
  const number = mintNumber('BR');
  return db.$transaction(async (tx): Promise<SendOutcome> => {
    const { count } = await tx.orderRequest.updateMany({
      where: {
        id: requestId,
        accountId: actor.accountId,
        sentAt: null,
        changedAt: request.changedAt,
        account: { status: 'active' },
      },
      data: { ...sentFacts(request), number, sentAt: at, changedAt: at },
    });
    if (count === 0) return { ok: false, reason: 'changed_meanwhile' };
    const sourceId = await findOpenSource(tx, requestId);
    if (sourceId === null) {
      const own = { id: requestId, accountId: actor.accountId };
      await tx.orderRequest.update({ where: own, data: UNSENT, select: { id: true } });
      return { ok: false, reason: 'takes_no_orders' };
    }
    await writeLines(tx, requestId, request.lines);
    await tx.outboxEntry.create({
      data: {
        requestId,
        sourceId,
        key: number,
        keyId: actor.keyId,
        state: 'waiting',
        createdAt: at,
        dueAt: at,
      },
      select: { id: true },
    });
    await audit.record(tx, {
      type: 'order_request_sent',
      result: 'ok',
      ...actedBy(actor),
      accountId: actor.accountId,
      keyId: actor.keyId,
      details: { requestId },
      trace,
      at,
    });
    return { ok: true, number };
  });
}

const UNSENT = { sentAt: null, sentById: null, number: null, isSigned: false };

function sentFacts({ actor, total, isSigned }: SendRequest) {
  return {
    sentById: actor.holderId,
    currency: total.total.currency,
    isTaxIncluded: total.isTaxIncluded,
    totalMinor: total.total.amountMinor,
    isSigned,
  };
}

async function findOpenSource(tx: Tx, requestId: string): Promise<string | null> {
  const { sourceId } = await tx.orderRequest.findUniqueOrThrow({
    where: { id: requestId },
    select: { sourceId: true },
  });
  const outlet = await tx.orderOutlet.findFirst({
    where: { sourceId, closedAt: null },
    select: { sourceId: true },
  });
  return outlet?.sourceId ?? null;
}

async function writeLines(tx: Tx, requestId: string, lines: readonly RequestLine[]): Promise<void> {
  for (const { id, sku, name, unit, unitPrice, netMinor, isExpected } of lines) {
    await tx.orderRequestLine.update({
      where: { id, requestId },
      data: { sku, name, unit, unitPrice, netMinor, isExpected },
      select: { id: true },
    });
  }
}

/** Names a list with its prices: what was on the screen is what is sent, to the digit. */
export function stampOf(lines: readonly RequestLine[], total: RequestTotal): string {
  const content = [
    total.total.currency,
    String(total.total.amountMinor),
    total.isTaxIncluded,
    lines.map(({ productId, quantity, unitPrice }) => [productId, quantity, unitPrice]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
