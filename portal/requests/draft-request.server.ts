/** Drafts of requests: everybody of the account who buys works on them together; nothing leaves before it is sent. */
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { addDecimals } from '../lib/decimal.ts';
import { HIDDEN_STATUSES } from '../orders/order.ts';
import { findOrderingSources } from './find-ordering-sources.server.ts';
import { mergeLines, MOST_LINES } from './order-request.ts';
import type { AskedLine } from './order-request.ts';

type Buyer = Pick<CustomerActor, 'accountId' | 'holderId'>;

export type DraftOutcome =
  | { ok: true; requestId: string; leftOut: number }
  | { ok: false; reason: 'not_found' | 'takes_no_orders' | 'nothing_to_order' | 'too_many_lines' };

/**
 * A draft with the goods of an order that is this customer's. Lines that name nothing of the catalogue, such as remarks,
 * are left out and counted.
 */
export async function draftFromOrder(
  db: Db,
  { actor, orderId, at }: { actor: Buyer; orderId: string; at: Date },
): Promise<DraftOutcome> {
  const order = await db.order.findFirst({
    where: { ...ownRows(actor), id: orderId, status: { notIn: [...HIDDEN_STATUSES] } },
    select: { sourceId: true, counterpartyId: true, customerReference: true },
  });
  if (order === null) return { ok: false, reason: 'not_found' };
  const lines = await db.orderLine.findMany({
    where: { ...ownRows(actor), orderId },
    orderBy: { lineNo: 'asc' },
    select: { kind: true, productId: true, quantity: true },
  });
  const items = lines.filter(({ kind }) => kind === 'item');
  const named = items.flatMap(({ productId, quantity }) =>
    productId === null ? [] : [{ productId, quantity }],
  );
  const known = await keepKnown(db, order.sourceId, mergeLines(named));
  const places = await findOrderingSources(db, actor);
  const place =
    places.find(({ counterpartyId }) => counterpartyId === order.counterpartyId) ??
    places.find(({ sourceId }) => sourceId === order.sourceId);
  if (place === undefined) return { ok: false, reason: 'takes_no_orders' };
  if (known.length === 0) return { ok: false, reason: 'nothing_to_order' };
  if (known.length > MOST_LINES) return { ok: false, reason: 'too_many_lines' };
  const requestId = await db.$transaction((tx) =>
    create(tx, { actor, at, ...place, fromOrderId: orderId, lines: known }),
  );
  return { ok: true, requestId, leftOut: items.length - named.length };
}

/** Goods that the catalogue has, or had: a line of one that is gone says so on the draft. */
async function keepKnown(db: Db, sourceId: string, lines: readonly AskedLine[]): Promise<AskedLine[]> {
  const products = await db.product.findMany({
    where: { sourceId, id: { in: lines.map(({ productId }) => productId) } },
    select: { id: true },
  });
  const known = new Set(products.map(({ id }) => id));
  return lines.filter(({ productId }) => known.has(productId));
}

export type AddGoods = {
  actor: Buyer;
  /** Null: to the newest draft for the source of the goods, or a new one. */
  requestId: string | null;
  lines: readonly AskedLine[];
  at: Date;
};

/** Puts goods of one source on a draft; what is on it already is wanted in addition. */
export async function addGoods(db: Db, { actor, requestId, lines, at }: AddGoods): Promise<DraftOutcome> {
  const [product] = await db.product.findMany({
    where: { id: { in: lines.map(({ productId }) => productId) }, deletedAt: null },
    take: 1,
    select: { sourceId: true },
  });
  if (product === undefined) return { ok: false, reason: 'nothing_to_order' };
  const { sourceId } = product;
  const place = (await findOrderingSources(db, actor)).find((one) => one.sourceId === sourceId);
  if (place === undefined) return { ok: false, reason: 'takes_no_orders' };
  const wanted = await keepKnown(db, sourceId, mergeLines(lines));
  return db.$transaction(async (tx): Promise<DraftOutcome> => {
    const draft = await findDraft(tx, { actor, requestId, sourceId });
    if (draft === null && requestId !== null) return { ok: false, reason: 'not_found' };
    const known = draft?.lines ?? [];
    const added = wanted.filter(({ productId }) => !known.some((line) => line.productId === productId));
    if (known.length + added.length > MOST_LINES) return { ok: false, reason: 'too_many_lines' };
    if (draft === null) {
      const id = await create(tx, { actor, at, ...place, fromOrderId: null, lines: wanted });
      return { ok: true, requestId: id, leftOut: 0 };
    }
    if (!(await claimDraft(tx, { actor, requestId: draft.id, data: { changedAt: at } })))
      return { ok: false, reason: 'not_found' };
    for (const line of known) {
      const more = wanted.find(({ productId }) => productId === line.productId);
      if (more === undefined) continue;
      const quantity = addDecimals(line.quantity, more.quantity);
      const where = { id: line.id, requestId: draft.id };
      await tx.orderRequestLine.updateMany({ where, data: { quantity } });
    }
    await addLines(tx, { requestId: draft.id, lines: added, after: known.length });
    return { ok: true, requestId: draft.id, leftOut: 0 };
  });
}

function findDraft(
  tx: Tx,
  { actor, requestId, sourceId }: { actor: Buyer; requestId: string | null; sourceId: string },
) {
  const { accountId, holderId } = actor;
  // Somebody's own newest one, unless they name another of their company.
  const which = requestId === null ? { createdById: holderId } : { id: requestId };
  return tx.orderRequest.findFirst({
    where: { accountId, sentAt: null, sourceId, ...which },
    orderBy: [{ changedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, lines: { select: { id: true, productId: true, quantity: true } } },
  });
}

type NewDraft = {
  actor: Buyer;
  sourceId: string;
  counterpartyId: string;
  fromOrderId: string | null;
  lines: readonly AskedLine[];
  at: Date;
};

async function create(
  tx: Tx,
  { actor, sourceId, counterpartyId, fromOrderId, lines, at }: NewDraft,
): Promise<string> {
  const { id } = await tx.orderRequest.create({
    data: {
      accountId: actor.accountId,
      createdById: actor.holderId,
      sourceId,
      counterpartyId,
      fromOrderId,
      createdAt: at,
      changedAt: at,
    },
    select: { id: true },
  });
  await addLines(tx, { requestId: id, lines, after: 0 });
  return id;
}

async function addLines(
  tx: Tx,
  { requestId, lines, after }: { requestId: string; lines: readonly AskedLine[]; after: number },
): Promise<void> {
  await tx.orderRequestLine.createMany({
    data: lines.map((line, index) => ({ requestId, position: after + index + 1, ...line })),
  });
}

export type ChangeDraft = {
  actor: Buyer;
  requestId: string;
  customerReference: string;
  note: string;
  /** Null: in the name of whom it was. Any other must be one of the customer's own there. */
  counterpartyId: string | null;
  /** By line; null takes it off. */
  quantities: ReadonlyMap<string, string | null>;
  at: Date;
};

/** Writes what was typed into a draft. @returns false when there is no such draft of this customer */
export async function changeDraft(db: Db, change: ChangeDraft): Promise<boolean> {
  const { actor, requestId, customerReference, note, quantities, at } = change;
  const places = await findOrderingSources(db, actor);
  return db.$transaction(async (tx) => {
    const draft = await tx.orderRequest.findFirst({
      where: { id: requestId, accountId: actor.accountId, sentAt: null },
      select: { id: true, sourceId: true },
    });
    if (draft === null) return false;
    const place = places.find(
      ({ counterpartyId, sourceId }) =>
        counterpartyId === change.counterpartyId && sourceId === draft.sourceId,
    );
    const data = {
      customerReference,
      note,
      changedAt: at,
      ...(place === undefined ? {} : { counterpartyId: place.counterpartyId }),
    };
    if (!(await claimDraft(tx, { actor, requestId, data }))) return false;
    for (const [id, quantity] of quantities) {
      if (quantity === null) await tx.orderRequestLine.deleteMany({ where: { id, requestId } });
      else await tx.orderRequestLine.updateMany({ where: { id, requestId }, data: { quantity } });
    }
    return true;
  });
}

type Claim = {
  actor: Buyer;
  requestId: string;
  data: { changedAt: Date; customerReference?: string; note?: string; counterpartyId?: string };
};

/** Before its lines: whoever sends it at the same moment comes first or sees it changed. @returns false once it is sent */
async function claimDraft(tx: Tx, { actor, requestId, data }: Claim): Promise<boolean> {
  const where = { id: requestId, accountId: actor.accountId, sentAt: null };
  const { count } = await tx.orderRequest.updateMany({ where, data });
  return count === 1;
}

/** Throws a draft away. @returns false when there is no such draft of this customer */
export async function discardDraft(
  db: Db,
  { actor, requestId }: { actor: Buyer; requestId: string },
): Promise<boolean> {
  const { count } = await db.orderRequest.deleteMany({
    where: { id: requestId, accountId: actor.accountId, sentAt: null },
  });
  return count > 0;
}
