/** Orders, invoices, documents … that a source moved from one customer to another, and the person who says yes. */
import type { Db, Tx } from '#prisma/client.ts';
import { judgeAgain } from './engine/carry-owners.server.ts';
import { isOwned, kindsUnder } from './engine/read-model/ownership.ts';
import type { OwnedKind } from './engine/read-model/ownership.ts';
import { findStoredOwners } from './engine/read-model/owned-rows.server.ts';
import { readTable } from './engine/read-model/table.server.ts';
import { ENTITY_KINDS } from './port.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { accountsWithinReach, auditedAs } from './tie-desk.ts';
import type { TieActor, TieDeps } from './tie-desk.ts';

/** A tie that was ended gives no say in what is the next customer's. */
const OPEN_TIES = ['confirmed', 'quarantined'] as const;

export interface MovedRow {
  rowId: string;
  kind: OwnedKind;
  /** What the source calls it. */
  externalId: string;
  movedAt: Date;
  from: MovedParty | null;
  to: MovedParty | null;
}

export interface MovedParty {
  counterpartyId: string;
  name: string;
  accountId: string | null;
}

/** @returns what waits, oldest first: all that comes from or goes to an account within the actor's reach */
export async function findMovedRows(
  db: Db,
  { actor, limit }: { actor: TieActor; limit: number },
): Promise<MovedRow[]> {
  const rows = await db.movedRow.findMany({
    where: await reachOf(db, actor),
    orderBy: [{ movedAt: 'asc' }, { rowId: 'asc' }],
    take: limit,
    select: { rowId: true, kind: true, fromCounterpartyId: true, toCounterpartyId: true, movedAt: true },
  });
  const parties = await findParties(
    db,
    rows.flatMap((row) => [row.fromCounterpartyId, row.toCounterpartyId ?? '']),
  );
  const moved: MovedRow[] = [];
  for (const { rowId, kind: kindText, fromCounterpartyId, toCounterpartyId, movedAt } of rows) {
    const kind = ownedKind(kindText);
    const [stored] = await readTable(db, kind).findMany({
      where: { id: rowId },
      select: { externalId: true },
    });
    const [from, to] = [fromCounterpartyId, toCounterpartyId ?? ''].map((id) => parties.get(id) ?? null);
    moved.push({
      rowId,
      kind,
      externalId: stored?.externalId ?? '',
      movedAt,
      from: from ?? null,
      to: to ?? null,
    });
  }
  return moved;
}

export interface ConfirmMovedRow {
  rowId: string;
  /** Where the row goes to by the page that the person saw; null: to nobody. */
  seenCounterpartyId: string | null;
  actor: TieActor;
}

export type ConfirmMovedRowOutcome =
  | { ok: true }
  /** Also for a row out of the actor's reach. */
  | { ok: false; reason: 'not_found' }
  /** The source has moved it once more since the page was shown. */
  | { ok: false; reason: 'moved_again' };

/**
 * Says that a row rightly belongs to its new counterparty. It and what hangs on it are shown to that customer at once;
 * what made the same move below it is confirmed with it.
 */
export async function confirmMovedRow(
  { db, audit, now }: TieDeps,
  { rowId, seenCounterpartyId, actor }: ConfirmMovedRow,
): Promise<ConfirmMovedRowOutcome> {
  return db.$transaction(async (tx): Promise<ConfirmMovedRowOutcome> => {
    await lockReadModel(tx);
    const at = now();
    const moved = await tx.movedRow.findFirst({
      where: { rowId, ...(await reachOf(tx, actor)) },
      select: { kind: true, sourceId: true, fromCounterpartyId: true, toCounterpartyId: true },
    });
    if (!moved || !(await mayRelease(tx, actor, moved.toCounterpartyId)))
      return { ok: false, reason: 'not_found' };
    if (moved.toCounterpartyId !== seenCounterpartyId) return { ok: false, reason: 'moved_again' };
    const kind = ownedKind(moved.kind);
    await endMove(tx, { ...moved, kind, rowIds: [rowId] });
    await judgeAgain(tx, { kind, rows: await findStoredOwners(tx, kind, { id: rowId }), now: at });
    const details = { sourceId: moved.sourceId, kind, rowId };
    await audit.record(tx, { type: 'row_confirmed', result: 'ok', ...auditedAs(actor), details, at });
    return { ok: true };
  });
}

interface Move {
  kind: OwnedKind;
  rowIds: readonly string[];
  fromCounterpartyId: string;
  toCounterpartyId: string | null;
}

/** Takes the rows, and those below that made the same move, from the list. */
async function endMove(tx: Tx, { kind, rowIds, fromCounterpartyId, toCounterpartyId }: Move): Promise<void> {
  if (rowIds.length === 0) return;
  await tx.movedRow.deleteMany({
    where: { rowId: { in: [...rowIds] }, fromCounterpartyId, toCounterpartyId },
  });
  for (const under of kindsUnder(kind)) {
    const rows = await findStoredOwners(tx, under.kind, { [under.column]: { in: rowIds } });
    const ids = rows.filter(({ quarantinedAt }) => quarantinedAt !== null).map(({ id }) => id);
    await endMove(tx, { kind: under.kind, rowIds: ids, fromCounterpartyId, toCounterpartyId });
  }
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

/** A row is shown to whom it goes to, so that customer's manager says yes; for nobody's counterparty, whoever sees it. */
async function mayRelease(tx: Tx, actor: TieActor, toCounterpartyId: string | null): Promise<boolean> {
  if (actor.kind === 'operator' || toCounterpartyId === null) return true;
  const tied = { counterpartyId: toCounterpartyId, status: { in: [...OPEN_TIES] } };
  const tie = await tx.accountTie.findFirst({ where: tied, select: { id: true } });
  if (tie === null) return true;
  return (await tx.accountTie.count({ where: { id: tie.id, account: accountsWithinReach(actor) } })) === 1;
}

async function findParties(db: Db, ids: readonly string[]): Promise<Map<string, MovedParty>> {
  const rows = await db.counterparty.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, accountId: true },
  });
  return new Map(rows.map(({ id, name, accountId }) => [id, { counterpartyId: id, name, accountId }]));
}

function ownedKind(text: string): OwnedKind {
  const kind = ENTITY_KINDS.find((known) => known === text);
  if (kind === undefined || !isOwned(kind)) throw new Error(`a moved row is of unknown kind ${text}`);
  return kind;
}
