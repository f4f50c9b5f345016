import type { OutgoingOrder } from '#portal/connectors/order-outlets.server.ts';
import type { Db, Tx } from '#prisma/client.ts';

export type OutgoingRequest = {
  entryId: string;
  requestId: string;
  accountId: string;
  sourceId: string;
  order: OutgoingOrder;
};

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
  const rows = await db.outboxEntry.findMany({
    where: { id: { in: [...entryIds] }, requestId: { not: null } },
    select: {
      id: true,
      key: true,
      sourceId: true,
      createdAt: true,
      request: {
        include: { lines: { orderBy: { position: 'asc' } }, account: { select: { status: true } } },
      },
    },
  });
  const entries = rows.flatMap(({ request, ...entry }) => (request === null ? [] : [{ ...entry, request }]));
  const parties = await findParties(
    db,
    entries.map(({ request }) => request.counterpartyId),
  );
  const products = await db.product.findMany({
    where: { id: { in: entries.flatMap(({ request }) => request.lines.map(({ productId }) => productId)) } },
    select: { id: true, externalId: true },
  });
  const refs = new Map(products.map(({ id, externalId }) => [id, externalId]));
  return new Map(
    entries.map(({ id, key, sourceId, createdAt, request }): [string, OutgoingRequest | NotSendable] => {
      const party = parties.get(request.counterpartyId);
      if (request.account.status !== 'active') return [id, 'account_closed'];
      if (party === undefined || party.accountId !== request.accountId) return [id, 'counterparty_moved'];
      const { counterparty } = party;
      const order = toOutgoing({ key, askedAt: createdAt, request, refs, counterparty });
      const { id: requestId, accountId } = request;
      return [id, { entryId: id, requestId, accountId, sourceId, order }];
    }),
  );
}

type Party = { accountId: string | null; counterparty: OutgoingOrder['counterparty'] };

/** Those of these counterparties that are there and in no quarantine, by their id. */
export async function findParties(db: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Party>> {
  const rows = await db.counterparty.findMany({
    where: { id: { in: [...ids] }, deletedAt: null, quarantinedAt: null },
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
  return new Map(
    rows.map(({ id, externalId: ref, accountId, ...named }) => [
      id,
      { accountId, counterparty: { ref, ...named } },
    ]),
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
