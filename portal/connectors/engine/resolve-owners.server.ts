/**
 * Works out whose rows are. Goal: no row is ever stored with an account that a person has not confirmed for it.
 * Runs inside the transaction that writes the rows, under the lock of the read model, so that a tie can't change
 * between the question and the answer. A handful of reads for a batch, whatever the history.
 */
import type { Tx } from '#prisma/client.ts';
import type { LinkIds, Owner, StoredOwner } from './read-model/owned-rows.server.ts';
import { ownershipOf } from './read-model/ownership.ts';
import type { OwnedKind } from './read-model/ownership.ts';
import { tableOf } from './read-model/table.server.ts';

export interface OwnedRow {
  id: string;
  /** As the source says now; ignored where the kind takes its counterparty from a link. */
  counterpartyId: string | null;
  links: LinkIds;
  /** As it stands in the database; null for a new row. */
  stored: StoredOwner | null;
}

export interface ResolvedOwner extends Owner {
  /** The counterparty that the row has just left, empty for none; it must wait for a person. */
  movedFrom: string | null;
}

interface Claim {
  row: OwnedRow;
  counterpartyId: string | null;
}

type Parents = Map<string, { counterpartyId: string | null; quarantinedAt: Date | null }>;

/** @returns the owner of each row by its id */
export async function resolveOwners(
  tx: Tx,
  { kind, rows, now }: { kind: OwnedKind; rows: readonly OwnedRow[]; now: Date },
): Promise<Map<string, ResolvedOwner>> {
  const parents = await findParents(tx, kind, rows);
  const claims = rows.map((row) => ({ row, counterpartyId: claimedCounterparty(kind, row, parents) }));
  const accounts = await findAccounts(tx, claims);
  const moved = await findMoves(tx, kind, claims);
  const waiting = await findWaiting(tx, rows);

  const toOwner = ({ row, counterpartyId }: Claim): ResolvedOwner => {
    const isQuarantined = moved.has(row.id) || waiting.has(row.id) || isHeld(kind, row, parents);
    return {
      counterpartyId,
      accountId: isQuarantined || counterpartyId === null ? null : (accounts.get(counterpartyId) ?? null),
      quarantinedAt: isQuarantined ? (row.stored?.quarantinedAt ?? now) : null,
      movedFrom:
        moved.has(row.id) || (waiting.has(row.id) && row.stored?.counterpartyId !== counterpartyId)
          ? (row.stored?.counterpartyId ?? '')
          : null,
    };
  };
  return new Map(claims.map((claim) => [claim.row.id, toOwner(claim)]));
}

async function findParents(tx: Tx, kind: OwnedKind, rows: readonly OwnedRow[]): Promise<Parents> {
  const parents: Parents = new Map();
  for (const { column, parent } of ownershipOf(kind).links) {
    const ids = idsIn(rows.map((row) => row.links[column]));
    if (ids.length === 0) continue;
    const found = await tableOf(tx, parent).findMany({
      where: { id: { in: ids } },
      select: { id: true, counterpartyId: true, quarantinedAt: true },
    });
    for (const row of found) parents.set(row.id, row);
  }
  return parents;
}

function claimedCounterparty(kind: OwnedKind, row: OwnedRow, parents: Parents): string | null {
  const { inheritsBy } = ownershipOf(kind);
  if (inheritsBy === null) return row.counterpartyId;
  return parents.get(row.links[inheritsBy] ?? '')?.counterpartyId ?? null;
}

/** The account of each counterparty that has one: only a confirmed tie gives it one. */
async function findAccounts(tx: Tx, claims: readonly Claim[]): Promise<Map<string, string | null>> {
  const ids = idsIn(claims.map((claim) => claim.counterpartyId));
  if (ids.length === 0) return new Map();
  const found = await tx.counterparty.findMany({
    where: { id: { in: ids } },
    select: { id: true, accountId: true },
  });
  return new Map(found.map((row) => [row.id, row.accountId]));
}

/** Rows whose source has just given them to another counterparty, where that concerns somebody's account. */
async function findMoves(tx: Tx, kind: OwnedKind, claims: readonly Claim[]): Promise<Set<string>> {
  const changed = claims.filter((claim) => hasNewCounterparty(kind, claim));
  if (changed.length === 0) return new Set();
  const ids = idsIn(
    changed.flatMap(({ row, counterpartyId }) => [row.stored?.counterpartyId, counterpartyId]),
  );
  const ties = await tx.accountTie.findMany({
    where: { counterpartyId: { in: ids } },
    select: { counterpartyId: true, accountId: true, status: true },
  });
  const tied = new Set(ties.map((tie) => tie.counterpartyId));
  const accounts = new Map(
    ties.filter((tie) => tie.status === 'confirmed').map((tie) => [tie.counterpartyId, tie.accountId]),
  );
  const concernsSomebody = ({ row, counterpartyId }: Claim): boolean => {
    const from = row.stored?.counterpartyId ?? '';
    const to = counterpartyId ?? '';
    // Between two counterparties that nobody was ever tied to, there is nobody to hide from or to ask.
    if (!tied.has(from) && !tied.has(to)) return false;
    // Both are the same customer, by a person's word.
    const account = accounts.get(from);
    return account === undefined || account !== accounts.get(to);
  };
  return new Set(changed.filter(concernsSomebody).map((claim) => claim.row.id));
}

/** A line follows its order silently; it moves by itself only when it is hung on another order. */
function hasNewCounterparty(kind: OwnedKind, { row, counterpartyId }: Claim): boolean {
  if (row.stored === null || row.stored.counterpartyId === null) return false;
  if (row.stored.counterpartyId === counterpartyId) return false;
  const { inheritsBy } = ownershipOf(kind);
  return inheritsBy === null || row.links[inheritsBy] !== row.stored.links[inheritsBy];
}

/** Rows that moved at an earlier time and still wait for a person. */
async function findWaiting(tx: Tx, rows: readonly OwnedRow[]): Promise<Set<string>> {
  const ids = rows.filter((row) => (row.stored?.quarantinedAt ?? null) !== null).map((row) => row.id);
  if (ids.length === 0) return new Set();
  const found = await tx.movedRow.findMany({ where: { rowId: { in: ids } }, select: { rowId: true } });
  return new Set(found.map((row) => row.rowId));
}

function isHeld(kind: OwnedKind, row: OwnedRow, parents: Parents): boolean {
  return ownershipOf(kind).links.some(
    ({ column }) => (parents.get(row.links[column] ?? '')?.quarantinedAt ?? null) !== null,
  );
}

function idsIn(ids: readonly (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))];
}
