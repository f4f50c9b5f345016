/** Claims for the customer who sent them. One whose order was moved away from them is not there for them any more. */
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db, Prisma } from '#prisma/client.ts';
import { findHolderNames } from '../customers/find-holder-names.server.ts';
import { ownRows } from '../customers/own-rows.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import { findElsewhere } from '../orders/find-elsewhere.server.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';
import { isHeld, toEntryState } from '../requests/outbox-entry.ts';
import type { EntryState } from '../requests/outbox-entry.ts';
import { claimStateOf, toClaimKind, toDecision, toWish } from './claim.ts';
import type { ClaimLine, ClaimRow, ClaimState, Wish } from './claim.ts';

export const CLAIMS_PER_PAGE = 30;
/** More claims of one order than anybody reads on its page. */
const MOST_OF_ORDER = 50;

type Actor = Pick<CustomerActor, 'accountId'>;

const ROW = {
  id: true,
  number: true,
  orderId: true,
  sentAt: true,
  decision: true,
  entry: {
    select: {
      state: true,
      vouchedAt: true,
      number: true,
      settledAt: true,
      byKey: { select: { status: true, lostAt: true } },
    },
  },
  _count: { select: { lines: true } },
} as const satisfies Prisma.ClaimSelect;

type Row = Prisma.ClaimGetPayload<{ select: typeof ROW }>;

/** One page of what the customer claimed, the newest first. */
export async function findClaims(
  db: Db,
  { actor, after }: { actor: Actor; after: string | null },
): Promise<{ rows: ClaimRow[]; nextCursor: string | null }> {
  const { accountId } = actor;
  const cursor = decodeCursor(after);
  const until = cursor === null ? null : new Date(cursor.sortKey);
  const found = await db.claim.findMany({
    where: {
      accountId,
      ...(cursor !== null &&
        until !== null &&
        !Number.isNaN(until.getTime()) && {
          OR: [{ sentAt: { lt: until } }, { sentAt: until, id: { lt: cursor.id } }],
        }),
    },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: CLAIMS_PER_PAGE + 1,
    select: ROW,
  });
  const { rows, nextCursor } = cutPage(found, CLAIMS_PER_PAGE, ({ sentAt, id }) => ({
    sortKey: sentAt.toISOString(),
    id,
  }));
  return { rows: await toRows(db, actor, rows), nextCursor };
}

/** What the customer claimed of one of their orders, the newest first. */
export async function findClaimsOfOrder(
  db: Db,
  { actor, orderId }: { actor: Actor; orderId: string },
): Promise<ClaimRow[]> {
  const rows = await db.claim.findMany({
    where: { accountId: actor.accountId, orderId },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: MOST_OF_ORDER,
    select: ROW,
  });
  return toRows(db, actor, rows);
}

async function toRows(db: Db, actor: Actor, rows: readonly Row[]): Promise<ClaimRow[]> {
  const orderIds = [...new Set(rows.map(({ orderId }) => orderId))];
  const elsewhere = await findElsewhere(db, actor, orderIds);
  const orders = await findShownOrders(db, actor, orderIds);
  return rows
    .filter(({ orderId }) => !elsewhere.has(orderId))
    .map((row) => ({
      id: row.id,
      number: row.number,
      state: stateOf(row),
      sentAt: row.sentAt,
      order: orders.get(row.orderId) ?? null,
      lineCount: row._count.lines,
    }));
}

function stateOf({ decision, entry }: Pick<Row, 'decision' | 'entry'>): ClaimState {
  const isHeldBack = entry !== null && isHeld(entry);
  return claimStateOf(toDecision(decision), toEntryState(entry?.state ?? ''), isHeldBack);
}

async function findShownOrders(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { id: string; number: string }>> {
  const orders = await db.order.findMany({
    where: { ...ownRows(actor), id: { in: [...ids] }, status: { notIn: [...HIDDEN_STATUSES] } },
    select: { id: true, number: true },
  });
  return new Map(orders.map((order) => [order.id, order]));
}

export type ClaimDetail = {
  id: string;
  number: string;
  state: ClaimState;
  sentAt: Date;
  sentBy: string;
  order: { id: string; number: string } | null;
  shipment: { id: string; number: string } | null;
  wish: Wish | null;
  note: string;
  lines: ClaimLine[];
  /** How far it is on its way into the ERP, and since when it is there under which number. */
  way: { state: EntryState; at: Date | null; number: string | null };
  decidedAt: Date | null;
  /** In the words of the manager. */
  answer: string | null;
};

/** @returns null for a claim that is not there, not this customer's, or whose order is no longer theirs: all alike */
export async function findClaim(
  db: Db,
  { actor, claimId }: { actor: Actor; claimId: string },
): Promise<ClaimDetail | null> {
  const row = await db.claim.findFirst({
    where: { id: claimId, accountId: actor.accountId },
    select: {
      ...ROW,
      shipmentId: true,
      wish: true,
      note: true,
      sentById: true,
      decidedAt: true,
      answer: true,
      lines: { orderBy: { position: 'asc' } },
    },
  });
  if (row === null) return null;
  const [shown] = await toRows(db, actor, [row]);
  if (shown === undefined) return null;
  const { id, number, state, sentAt, order } = shown;
  const { entry, note, answer, decidedAt } = row;
  const names = await findHolderNames(db, [row.sentById]);
  return {
    id,
    number,
    state,
    sentAt,
    sentBy: names.get(row.sentById) ?? '',
    order,
    shipment: await findShipment(db, actor, row.shipmentId),
    wish: toWish(row.wish),
    note,
    lines: row.lines.map(toLine),
    way: {
      state: toEntryState(entry?.state ?? ''),
      at: entry?.settledAt ?? null,
      number: entry?.number ?? null,
    },
    decidedAt,
    answer,
  };
}

export function toLine({
  id,
  kind,
  quantity,
  sku,
  name,
  unit,
}: Omit<ClaimLine, 'kind'> & { kind: string }): ClaimLine {
  return { id, kind: toClaimKind(kind), quantity, sku, name, unit };
}

function findShipment(db: Db, actor: Actor, id: string | null): Promise<ClaimDetail['shipment']> {
  if (id === null) return Promise.resolve(null);
  const where = { ...ownRows(actor), id };
  return db.shipment.findFirst({ where, select: { id: true, number: true } });
}
