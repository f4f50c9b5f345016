import type { OutgoingOrder } from '#portal/connectors/order-outlets.server.ts';
import type { Db, Tx } from '#prisma/client.ts';

export type OutgoingRequest = { entryId: string; requestId: string; accountId: string; order: OutgoingOrder };

/** Why a request has nobody at the source any more in whose name it could be written. */
export type NotSendable = 'counterparty_moved' | 'account_closed';

/**
 * What a source is told of requests, by the ids of their entries. One whose counterparty is no longer this customer's, or
 * whose customer is none any more, comes with the reason instead.
 */
export async function findOutgoing(
  db: Db | Tx,
  entryIds: readonly string[],
): Promise<Map<string, OutgoingRequest | NotSendable>> {
  const entries = await db.outboxEntry.findMany({
    where: { id: { in: [...entryIds] } },
    select: {
      id: true,
      key: true,
      createdAt: true,
      request: {
        include: { lines: { orderBy: { position: 'asc' } }, account: { select: { status: true } } },
      },
    },
  });
  const parties = await db.counterparty.findMany({
    where: {
      id: { in: entries.map(({ request }) => request.counterpartyId) },
      deletedAt: null,
      quarantinedAt: null,
    },
    select: {
      id: true,
      externalId: true,
      accountId: true,
      name: true,
      legalName: true,
      taxId: true,
      registrationReason: true,
    },
  });
  const products = await db.product.findMany({
    where: { id: { in: entries.flatMap(({ request }) => request.lines.map(({ productId }) => productId)) } },
    select: { id: true, externalId: true },
  });
  const refs = new Map(products.map(({ id, externalId }) => [id, externalId]));
  return new Map(
    entries.map(({ id, key, createdAt, request }): [string, OutgoingRequest | NotSendable] => {
      const party = parties.find((one) => one.id === request.counterpartyId);
      if (request.account.status !== 'active') return [id, 'account_closed'];
      if (party === undefined || party.accountId !== request.accountId) return [id, 'counterparty_moved'];
      const { id: _id, externalId: ref, accountId: _accountId, ...named } = party;
      const order = toOutgoing({ key, askedAt: createdAt, request, refs, counterparty: { ref, ...named } });
      return [id, { entryId: id, requestId: request.id, accountId: request.accountId, order }];
    }),
  );
}

type Sent = {
  key: string;
  askedAt: Date;
  counterparty: OutgoingOrder['counterparty'];
  refs: ReadonlyMap<string, string>;
  request: {
    currency: string | null;
    isTaxIncluded: boolean | null;
    totalMinor: bigint | null;
    customerReference: string;
    note: string;
    lines: readonly {
      position: number;
      productId: string;
      quantity: string;
      sku: string | null;
      name: string | null;
      unit: string | null;
      unitPrice: string | null;
      netMinor: bigint | null;
    }[];
  };
};

function toOutgoing({ key, askedAt, counterparty, refs, request }: Sent): OutgoingOrder {
  const { currency, isTaxIncluded, totalMinor, customerReference, note, lines } = request;
  if (currency === null || isTaxIncluded === null || totalMinor === null)
    throw new Error(`request ${key} was sent without an amount`);
  return {
    key,
    askedAt,
    counterparty,
    currency,
    isTaxIncluded,
    totalMinor,
    customerReference,
    note: [customerReference, note].filter((text) => text !== '').join('\n'),
    lines: lines.map((line, index) => ({
      lineNo: index + 1,
      productRef: refs.get(line.productId) ?? '',
      sku: line.sku ?? '',
      name: line.name ?? '',
      unit: line.unit ?? '',
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      netMinor: line.netMinor,
    })),
  };
}
