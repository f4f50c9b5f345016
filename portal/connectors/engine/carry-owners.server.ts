import type { Tx } from '#prisma/client.ts';
import { batchesOf } from './batches.ts';
import { findStoredOwners, isSameOwner } from './read-model/owned-rows.server.ts';
import type { Owner, StoredOwner } from './read-model/owned-rows.server.ts';
import { kindsUnder, ownershipOf } from './read-model/ownership.ts';
import type { LinkColumn, OwnedKind } from './read-model/ownership.ts';
import { tableOf } from './read-model/table.server.ts';
import { resolveOwners } from './resolve-owners.server.ts';

export interface OwnerChange {
  id: string;
  before: Owner | null;
  after: Owner;
}

/**
 * Carries a change of owner down to the rows that hang on the changed ones, in the same transaction: an order and its
 * lines are never two customers'. Touches only rows whose owner differs.
 */
export async function carryOwners(
  tx: Tx,
  { kind, changes, now }: { kind: OwnedKind; changes: readonly OwnerChange[]; now: Date },
): Promise<void> {
  const changed = changes.filter(({ before, after }) => before === null || !isSameOwner(before, after));
  for (const under of kindsUnder(kind)) {
    const concerned = changed.filter((change) => concerns(under, change)).map(({ id }) => id);
    for (const ids of batchesOf(concerned)) await carryTo(tx, { ...under, parentIds: ids, now });
  }
}

/** A quarantine holds all that hangs on a row; a counterparty is taken only by those that inherit it. */
function concerns(under: { kind: OwnedKind; column: LinkColumn }, { before, after }: OwnerChange): boolean {
  const wasHeld = before !== null && before.quarantinedAt !== null;
  return wasHeld !== (after.quarantinedAt !== null) || ownershipOf(under.kind).inheritsBy === under.column;
}

async function carryTo(
  tx: Tx,
  { kind, column, parentIds, now }: { kind: OwnedKind; column: LinkColumn; parentIds: string[]; now: Date },
): Promise<void> {
  const rows = await findStoredOwners(tx, kind, { [column]: { in: parentIds } });
  for (const batch of batchesOf(rows)) await judgeAgain(tx, { kind, rows: batch, now });
}

/** Looks again at whose these rows are, though their source said nothing new of them, and carries that on. */
export async function judgeAgain(
  tx: Tx,
  { kind, rows, now }: { kind: OwnedKind; rows: readonly StoredOwner[]; now: Date },
): Promise<void> {
  const owners = await resolveOwners(tx, { kind, rows: rows.map((row) => ({ ...row, stored: row })), now });
  const changes = rows.flatMap((before): OwnerChange[] => {
    const after = owners.get(before.id);
    return after && !isSameOwner(before, after) ? [{ id: before.id, before, after }] : [];
  });
  await storeOwners(tx, kind, changes);
  await carryOwners(tx, { kind, changes, now });
}

/** One statement per owner, not per row. */
async function storeOwners(tx: Tx, kind: OwnedKind, changes: readonly OwnerChange[]): Promise<void> {
  for (const { owner, ids } of groupByOwner(changes)) {
    await tableOf(tx, kind).updateMany({ where: { id: { in: ids } }, data: owner });
  }
}

function groupByOwner(changes: readonly OwnerChange[]): Iterable<{ owner: Owner; ids: string[] }> {
  const groups = new Map<string, { owner: Owner; ids: string[] }>();
  for (const { id, after } of changes) {
    const { counterpartyId, accountId, quarantinedAt } = after;
    const owner = { counterpartyId, accountId, quarantinedAt };
    const key = JSON.stringify(owner);
    const group = groups.get(key);
    if (group) group.ids.push(id);
    else groups.set(key, { owner, ids: [id] });
  }
  return groups.values();
}
