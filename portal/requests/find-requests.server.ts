import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { orderRowId } from '#portal/connectors/order-row-id.server.ts';
import { findHolderNames } from '../customers/find-holder-names.server.ts';
import { ownRows } from '../customers/own-rows.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import { findElsewhere } from '../orders/find-elsewhere.server.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';
import type { PriceReader } from '../prices/find-price-rules.server.ts';
import type { RequestLine, RequestRow, RequestTotal } from './order-request.ts';
import { isHeld, requestStateOf, toEntryState } from './outbox-entry.ts';
import type { RequestState } from './outbox-entry.ts';
import { quoteRequest } from './quote-request.server.ts';

export const REQUESTS_PER_PAGE = 30;

const ENTRY = {
  select: {
    state: true,
    vouchedAt: true,
    externalId: true,
    number: true,
    reason: true,
    settledAt: true,
    toldAt: true,
    byKey: { select: { status: true, lostAt: true } },
  },
} as const;

/** One page of what the customer asked for, drafts included, the newest first. */
export async function findRequests(
  db: Db,
  { actor, after }: { actor: Pick<CustomerActor, 'accountId'>; after: string | null },
): Promise<{ rows: RequestRow[]; nextCursor: string | null }> {
  const cursor = decodeCursor(after);
  const until = cursor === null ? null : new Date(cursor.sortKey);
  const rows = await db.orderRequest.findMany({
    where: {
      accountId: actor.accountId,
      ...(cursor !== null &&
        until !== null &&
        !Number.isNaN(until.getTime()) && {
          OR: [{ changedAt: { lt: until } }, { changedAt: until, id: { lt: cursor.id } }],
        }),
    },
    orderBy: [{ changedAt: 'desc' }, { id: 'desc' }],
    take: REQUESTS_PER_PAGE + 1,
    select: {
      id: true,
      number: true,
      sourceId: true,
      changedAt: true,
      sentAt: true,
      currency: true,
      totalMinor: true,
      entry: ENTRY,
      _count: { select: { lines: true } },
    },
  });
  const orderIds = await findOwnOrders(db, actor, rows);
  const shown = rows.map(({ currency, totalMinor, entry, _count, sourceId, ...row }): RequestRow => ({
    ...row,
    state: stateOf(entry),
    lineCount: _count.lines,
    total: currency === null || totalMinor === null ? null : { amountMinor: totalMinor, currency },
    orderId: orderIds.get(orderIdOf(sourceId, entry)) ?? null,
  }));
  return cutPage(shown, REQUESTS_PER_PAGE, ({ changedAt, id }) => ({
    sortKey: changedAt.toISOString(),
    id,
  }));
}

type Entry = {
  state: string;
  vouchedAt: Date | null;
  externalId: string | null;
  byKey: { status: string; lostAt: Date | null };
};

function stateOf(entry: Entry | null): RequestState {
  return entry === null ? 'draft' : requestStateOf(toEntryState(entry.state), isHeld(entry));
}

function isUnderWay(entry: Entry | null): boolean {
  const state = stateOf(entry);
  return state === 'queued' || state === 'checked';
}

function orderIdOf(sourceId: string, entry: Pick<Entry, 'externalId'> | null): string {
  return entry?.externalId ? orderRowId(sourceId, entry.externalId) : '';
}

/** The orders that the requests became, as far as they are shown to this customer already. */
async function findOwnOrders(
  db: Db,
  actor: Pick<CustomerActor, 'accountId'>,
  rows: readonly { sourceId: string; entry: Entry | null }[],
): Promise<Map<string, string>> {
  const ids = rows.map(({ sourceId, entry }) => orderIdOf(sourceId, entry)).filter((id) => id !== '');
  if (ids.length === 0) return new Map();
  const orders = await db.order.findMany({
    where: { ...ownRows(actor), id: { in: ids }, status: { notIn: [...HIDDEN_STATUSES] } },
    select: { id: true },
  });
  return new Map(orders.map(({ id }) => [id, id]));
}

export type RequestDetail = {
  id: string;
  number: string | null;
  state: RequestState;
  sourceId: string;
  counterpartyId: string;
  customerReference: string;
  note: string;
  fromOrder: { id: string; number: string } | null;
  createdBy: string;
  changedAt: Date;
  sentAt: Date | null;
  sentBy: string | null;
  isSigned: boolean;
  lines: RequestLine[];
  total: RequestTotal | null;
  /** What the ERP calls it. */
  erpNumber: string | null;
  orderId: string | null;
  /** Why it was refused, in the words of the manager. */
  reason: string | null;
  settledAt: Date | null;
  /** Since when the manager knows that it does not get through; null once it has. */
  toldAt: Date | null;
};

/** @returns null for a request that is not there or not this customer's: both alike */
export async function findRequest(
  db: Db,
  { actor, requestId, on }: { actor: PriceReader; requestId: string; on: string },
): Promise<RequestDetail | null> {
  const row = await db.orderRequest.findFirst({
    where: { id: requestId, accountId: actor.accountId },
    select: {
      id: true,
      number: true,
      sourceId: true,
      counterpartyId: true,
      customerReference: true,
      note: true,
      fromOrderId: true,
      createdById: true,
      changedAt: true,
      sentAt: true,
      sentById: true,
      currency: true,
      isTaxIncluded: true,
      totalMinor: true,
      isSigned: true,
      lines: { orderBy: { position: 'asc' } },
      entry: ENTRY,
    },
  });
  if (row === null) return null;
  const {
    lines,
    entry,
    currency,
    isTaxIncluded,
    totalMinor,
    fromOrderId,
    createdById,
    sentById,
    ...request
  } = row;
  const people = await findHolderNames(db, [createdById, sentById]);
  const content =
    row.sentAt === null
      ? await quoteRequest(db, { actor, lines, on })
      : sentContent(lines, { currency, isTaxIncluded, totalMinor });
  const orderIds = await findOwnOrders(db, actor, [{ sourceId: row.sourceId, entry }]);
  const elsewhere = await findElsewhere(db, actor, [orderIdOf(row.sourceId, entry)]);
  return {
    ...request,
    ...content,
    state: stateOf(entry),
    fromOrder: await findFromOrder(db, actor, fromOrderId),
    createdBy: people.get(createdById) ?? '',
    sentBy: sentById === null ? null : (people.get(sentById) ?? null),
    erpNumber: elsewhere.size > 0 ? null : (entry?.number ?? null),
    orderId: orderIds.get(orderIdOf(row.sourceId, entry)) ?? null,
    reason: entry?.reason ?? null,
    settledAt: entry?.settledAt ?? null,
    toldAt: isUnderWay(entry) ? (entry?.toldAt ?? null) : null,
  };
}

type SentLine = {
  id: string;
  productId: string;
  quantity: string;
  sku: string | null;
  name: string | null;
  unit: string | null;
  unitPrice: string | null;
  netMinor: bigint | null;
  isExpected: boolean;
};
type SentTotal = { currency: string | null; isTaxIncluded: boolean | null; totalMinor: bigint | null };

function sentContent(
  lines: readonly SentLine[],
  { currency, isTaxIncluded, totalMinor }: SentTotal,
): { lines: RequestLine[]; total: RequestTotal | null } {
  const shown = lines.map(
    ({ id, productId, quantity, sku, name, unit, unitPrice, netMinor, isExpected }) => ({
      id,
      productId,
      quantity,
      sku: sku ?? '',
      name: name ?? '',
      unit: unit ?? '',
      unitPrice,
      netMinor,
      isExpected,
      problem: null,
      replacement: null,
    }),
  );
  if (currency === null || totalMinor === null || isTaxIncluded === null)
    return { lines: shown, total: null };
  const unpriced = shown.filter(({ netMinor }) => netMinor === null).length;
  return { lines: shown, total: { total: { amountMinor: totalMinor, currency }, isTaxIncluded, unpriced } };
}

async function findFromOrder(
  db: Db,
  actor: Pick<CustomerActor, 'accountId'>,
  orderId: string | null,
): Promise<{ id: string; number: string } | null> {
  if (orderId === null) return null;
  return db.order.findFirst({
    where: { ...ownRows(actor), id: orderId, status: { notIn: [...HIDDEN_STATUSES] } },
    select: { id: true, number: true },
  });
}
