/**
 * Orders, invoices, documents … that a source moved from one customer to another, and the person who says yes: the
 * manager of the one who gets it, and, where the one who loses it has keys, an owner of that one (REC-05 amended).
 */
import { askFormerCustomer } from '#auth/ties/ask-former-customer.ts';
import { MOST_ROWS_ASKED } from '#auth/ties/most-rows-asked.ts';
import { findAskedRows, findTiedAccount, OPEN_TIES } from '#auth/ties/row-move.ts';
import type { AgreeToRows } from '#auth/ties/row-move.ts';
import { findFormerCustomer } from '#auth/ties/tie-or-ask.ts';
import type { Db, Tx } from '#prisma/client.ts';
import type { OwnedKind } from './engine/read-model/ownership.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { nameRows } from './name-rows.server.ts';
import { ownedKind, releaseRow } from './release-rows.server.ts';
import { accountsWithinReach, auditedAs } from './tie-desk.ts';
import type { TieActor, TieDeps } from './tie-desk.ts';

export interface MovedRow {
  rowId: string;
  kind: OwnedKind;
  /** Its number or title, else what the source calls it. */
  name: string;
  movedAt: Date;
  from: MovedParty | null;
  to: MovedParty | null;
  /** `asked`: the customer that loses it has not answered yet; `homeless`: it has to get a company first. */
  state: 'confirmable' | 'asked' | 'homeless';
}

export interface MovedParty {
  counterpartyId: string;
  name: string;
  accountId: string | null;
}

/**
 * What waits of all that comes from or goes to an account within the actor's reach.
 * @returns those of one company together, oldest first; those without a company last
 */
export async function findMovedRows(
  db: Db,
  { actor, now, limit }: { actor: TieActor; now: Date; limit: number },
): Promise<MovedRow[]> {
  const rows = await db.movedRow.findMany({
    where: { ...(await reachOf(db, actor)), agreedAt: null },
    orderBy: [{ toCounterpartyId: { sort: 'asc', nulls: 'last' } }, { movedAt: 'asc' }, { rowId: 'asc' }],
    take: limit,
    select: { rowId: true, kind: true, fromCounterpartyId: true, toCounterpartyId: true, movedAt: true },
  });
  const parties = await findParties(
    db,
    rows.flatMap((row) => [row.fromCounterpartyId, row.toCounterpartyId ?? '']),
  );
  const asked = await findAskedRows(db, now);
  const names = await nameAll(db, rows);
  return rows.map(({ rowId, kind, fromCounterpartyId, toCounterpartyId, movedAt }) => {
    const to = parties.get(toCounterpartyId ?? '') ?? null;
    return {
      rowId,
      kind: ownedKind(kind),
      name: names.get(rowId) ?? '',
      movedAt,
      from: parties.get(fromCounterpartyId) ?? null,
      to,
      state: to === null ? 'homeless' : asked.has(rowId) ? 'asked' : 'confirmable',
    };
  });
}

type KindOfRow = { rowId: string; kind: string };

async function nameAll(db: Db | Tx, rows: readonly KindOfRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const ids = rows.filter((row) => row.kind === kind).map(({ rowId }) => rowId);
    for (const [id, name] of await nameRows(db, ownedKind(kind), ids)) names.set(id, name);
  }
  return names;
}

export interface ConfirmMovedRow {
  rowId: string;
  /** Where the row goes to by the page that the person saw. */
  seenCounterpartyId: string;
  actor: TieActor;
}

export type ConfirmMovedRowOutcome =
  | { ok: true }
  /** Also for a row out of the actor's reach, and for one that has no counterparty. */
  | { ok: false; reason: 'not_found' }
  /** The source has moved it once more since the page was shown. */
  | { ok: false; reason: 'moved_again' }
  /** It was a customer's with keys, who has to agree first; with it to all that went the same way. */
  | { ok: false; reason: 'former_customer_asked' };

/**
 * Says that a row rightly belongs to its new counterparty. It and what hangs on it are shown to that customer at once;
 * what made the same move below it is confirmed with it. Where somebody of the customer that loses it has ever had a
 * key, that customer is asked instead, and nobody sees it before.
 */
export async function confirmMovedRow(
  deps: TieDeps,
  { rowId, seenCounterpartyId, actor }: ConfirmMovedRow,
): Promise<ConfirmMovedRowOutcome> {
  return deps.db.$transaction(async (tx): Promise<ConfirmMovedRowOutcome> => {
    await lockReadModel(tx);
    const at = deps.now();
    const moved = await tx.movedRow.findFirst({
      where: { AND: [{ rowId, agreedAt: null }, await reachOf(tx, actor)] },
      select: { kind: true, sourceId: true, fromCounterpartyId: true, toCounterpartyId: true },
    });
    if (!moved) return { ok: false, reason: 'not_found' };
    const { sourceId, fromCounterpartyId, toCounterpartyId } = moved;
    if (toCounterpartyId === null || !(await mayRelease(tx, actor, toCounterpartyId)))
      return { ok: false, reason: 'not_found' };
    if (toCounterpartyId !== seenCounterpartyId) return { ok: false, reason: 'moved_again' };
    const between = { fromCounterpartyId, toCounterpartyId };
    if (await askedInstead(tx, deps, { rowId, between, actor, at }))
      return { ok: false, reason: 'former_customer_asked' };
    const kind = ownedKind(moved.kind);
    const outcome = await releaseRow(tx, { ...between, rowId, kind }, at);
    if (!outcome.ok) return outcome;
    const details = { sourceId, kind, rowId };
    await deps.audit.record(tx, { type: 'row_confirmed', result: 'ok', ...auditedAs(actor), details, at });
    return { ok: true };
  });
}

type Between = { fromCounterpartyId: string; toCounterpartyId: string };

/** @returns whether the customer that loses it has to say so; the operator of the server asks nobody */
async function askedInstead(
  tx: Tx,
  { audit }: TieDeps,
  { rowId, between, actor, at }: { rowId: string; between: Between; actor: TieActor; at: Date },
): Promise<boolean> {
  if (actor.kind === 'operator') return false;
  const toAccountId = await findTiedAccount(tx, between.toCounterpartyId);
  const lost = { accountId: toAccountId, counterpartyId: between.fromCounterpartyId };
  const accountId = await findFormerCustomer(tx, lost);
  if (accountId === null) return false;
  const payload = await describeMove(tx, { ...between, toAccountId, rowId });
  const { holderId: actorId, sessionId, standsInFor, trace } = actor;
  await askFormerCustomer(tx, audit, {
    accountId,
    payload,
    by: { actorId, sessionId, standsInFor },
    trace,
    at,
  });
  return true;
}

/** All that waits between the two, as far as one may read it, and first the row that it was asked for. */
async function describeMove(
  tx: Tx,
  move: Between & { toAccountId: string | null; rowId: string },
): Promise<AgreeToRows['payload']> {
  const { fromCounterpartyId, toCounterpartyId, toAccountId } = move;
  const between = { fromCounterpartyId, toCounterpartyId, agreedAt: null };
  const select = { rowId: true, kind: true };
  const clicked = await tx.movedRow.findMany({ where: { ...between, rowId: move.rowId }, select });
  const others = await tx.movedRow.findMany({
    where: { ...between, rowId: { not: move.rowId } },
    orderBy: [{ movedAt: 'asc' }, { rowId: 'asc' }],
    take: MOST_ROWS_ASKED - clicked.length,
    select,
  });
  const waiting = [...clicked, ...others];
  const names = await nameAll(tx, waiting);
  const parties = await tx.counterparty.findMany({
    where: { id: { in: [fromCounterpartyId, toCounterpartyId] } },
    select: { id: true, name: true, taxId: true },
  });
  const [from, to] = [fromCounterpartyId, toCounterpartyId].map((id) =>
    parties.find((party) => party.id === id),
  );
  return {
    kind: 'row_move',
    fromCounterpartyId,
    fromName: from?.name ?? '',
    toCounterpartyId,
    toName: to?.name ?? '',
    toTaxId: to?.taxId ?? '',
    toAccountId,
    rows: waiting.map(({ rowId, kind }) => ({ rowId, rowKind: kind, label: names.get(rowId) ?? '' })),
  };
}

/** An operator sees all of them; a manager those that concern a customer of theirs. */
async function reachOf(db: Db | Tx, actor: TieActor) {
  if (actor.kind === 'operator') return {};
  const ties = await db.accountTie.findMany({
    where: { account: accountsWithinReach(actor), status: { in: [...OPEN_TIES] } },
    select: { counterpartyId: true },
  });
  const ids = ties.map(({ counterpartyId }) => counterpartyId);
  return { OR: [{ fromCounterpartyId: { in: ids } }, { toCounterpartyId: { in: ids } }] };
}

/**
 * A row is shown to whom it goes to, so that customer's manager says yes; for nobody's counterparty, whoever sees it; for
 * one that is not there, nobody.
 */
async function mayRelease(tx: Tx, actor: TieActor, toCounterpartyId: string): Promise<boolean> {
  if ((await tx.counterparty.count({ where: { id: toCounterpartyId } })) === 0) return false;
  if (actor.kind === 'operator') return true;
  const accountId = await findTiedAccount(tx, toCounterpartyId);
  if (accountId === null) return true;
  const within = { id: accountId, ...accountsWithinReach(actor) };
  return (await tx.customerAccount.count({ where: within })) === 1;
}

async function findParties(db: Db, ids: readonly string[]): Promise<Map<string, MovedParty>> {
  const rows = await db.counterparty.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, accountId: true },
  });
  return new Map(rows.map(({ id, name, accountId }) => [id, { counterpartyId: id, name, accountId }]));
}
