/**
 * Writes one batch of rows that a source gave. Goal: replaying a batch changes nothing, an older row never replaces
 * a newer one, and whose a row is gets decided in the transaction that stores it. Removes nothing: a row that says
 * `isDeleted` is left to remove-rows.server.ts, which asks the guard.
 */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Tx } from '#prisma/client.ts';
import { carryOwners } from './carry-owners.server.ts';
import { compareRows, timeOf } from './compare-rows.server.ts';
import type { ComparedRow } from './compare-rows.server.ts';
import { forgetDrafts } from './forget-drafts.server.ts';
import { ownCounterparties } from './own-counterparties.server.ts';
import type { EntityKind, EntityOf } from '../port.ts';
import { isOwned, ownershipOf } from './read-model/ownership.ts';
import type { OwnedKind } from './read-model/ownership.ts';
import { insertRows } from './read-model/insert-rows.server.ts';
import type { ColumnValue } from './read-model/insert-rows.server.ts';
import { findStoredOwners } from './read-model/owned-rows.server.ts';
import type { LinkIds, Owner, StoredOwner } from './read-model/owned-rows.server.ts';
import { tableOf } from './read-model/table.server.ts';
import { toColumns } from './read-model/to-columns.ts';
import { resolveOwners } from './resolve-owners.server.ts';
import type { OwnedRow, ResolvedOwner } from './resolve-owners.server.ts';
import { rowIdsOf } from '../row-id.ts';
import type { RowIds } from '../row-id.ts';

export interface Batch<Kind extends EntityKind> {
  sourceId: string;
  kind: Kind;
  /** At most `BATCH_ROWS`, no external id twice. */
  entities: readonly EntityOf<Kind>[];
  now: Date;
  /** What the rows' references mean; rows of this source, unless it says otherwise. */
  ids?: RowIds;
}

export interface BatchCounts {
  added: number;
  changed: number;
  unchanged: number;
  /** Rows that now wait for a person: they moved, or their counterparty became somebody else. */
  quarantined: number;
}

interface PreparedRow {
  id: string;
  isStored: boolean;
  columns: Record<string, ColumnValue>;
  statedCounterpartyId: string | null;
}

/** The caller holds the lock of the read model (`lockReadModel`), and settles owners after a batch of counterparties. */
export async function applyBatch<Kind extends EntityKind>(
  tx: Tx,
  audit: Audit,
  { sourceId, kind, entities, now, ids = rowIdsOf(sourceId) }: Batch<Kind>,
): Promise<BatchCounts> {
  const given = entities.filter((entity) => !entity.isDeleted);
  const compared = await compareRows(tx, { sourceId, kind, entities: given });
  const counts = {
    added: compared.filter(({ change }) => change === 'added').length,
    changed: compared.filter(({ change }) => change === 'changed').length,
    unchanged: compared.filter(({ change }) => change === 'unchanged').length,
  };
  await noteSaidAgain(tx, kind, compared);
  const rows = compared
    .filter(({ change }) => change !== 'unchanged')
    .map((row) => prepareRow(kind, row, { sourceId, now, ids }));
  const quarantined = rows.length === 0 ? 0 : await storeRows(tx, audit, { sourceId, kind, rows, now });
  return { ...counts, quarantined };
}

/** Otherwise what was said in between, and comes late, would pass for news. All rows of a file have one time. */
async function noteSaidAgain<Kind extends EntityKind>(
  tx: Tx,
  kind: Kind,
  compared: readonly ComparedRow<Kind>[],
): Promise<void> {
  const idsByTime = new Map<number, string[]>();
  for (const { id, entity, isSaidAgain } of compared) {
    const at = timeOf(entity);
    if (!isSaidAgain || at === null) continue;
    idsByTime.set(at.getTime(), [...(idsByTime.get(at.getTime()) ?? []), id]);
  }
  for (const [at, ids] of idsByTime) {
    const data = { sourceModifiedAt: new Date(at) };
    await tableOf(tx, kind).updateMany({ where: { id: { in: ids } }, data });
  }
}

function prepareRow<Kind extends EntityKind>(
  kind: Kind,
  { id, entity, rowHash, isStored }: ComparedRow<Kind>,
  { sourceId, now, ids }: { sourceId: string; now: Date; ids: RowIds },
): PreparedRow {
  const counterpartyRef = 'counterpartyRef' in entity ? entity.counterpartyRef : null;
  return {
    id,
    isStored,
    statedCounterpartyId: ids.maybe('counterparty', counterpartyRef),
    columns: {
      ...toColumns(kind, entity, ids),
      id,
      sourceId,
      externalId: entity.externalId,
      sourceVersion: entity.version,
      sourceModifiedAt: timeOf(entity),
      syncedAt: now,
      deletedAt: null,
      rowHash,
      detailsJson: JSON.stringify(entity.details),
    },
  };
}

interface PreparedBatch {
  sourceId: string;
  kind: EntityKind;
  rows: readonly PreparedRow[];
  now: Date;
}

async function storeRows(tx: Tx, audit: Audit, batch: PreparedBatch): Promise<number> {
  const { kind, rows, now } = batch;
  if (isOwned(kind)) return storeOwned(tx, audit, { ...batch, kind });
  if (kind !== 'counterparty') {
    await replaceRows(tx, kind, rows);
    return 0;
  }
  const identities = rows.map(({ id, columns }) => ({
    id,
    taxId: String(columns['taxId']),
    legalName: String(columns['legalName']),
  }));
  const { owners, quarantined } = await ownCounterparties(tx, audit, { identities, now });
  await replaceRows(tx, kind, withColumns(rows, owners));
  return quarantined;
}

async function storeOwned(tx: Tx, audit: Audit, batch: PreparedBatch & { kind: OwnedKind }): Promise<number> {
  const { kind, rows, now } = batch;
  const stored = await findStored(tx, kind, rows);
  const owned = rows.map((row) => toOwnedRow(kind, row, stored.get(row.id) ?? null));
  const owners = await resolveOwners(tx, { kind, rows: owned, now });
  await replaceRows(
    tx,
    kind,
    withColumns(rows, new Map([...owners].map(([id, owner]) => [id, ownerColumns(owner)]))),
  );
  const changes = [...owners].map(([id, after]) => ({ id, before: stored.get(id) ?? null, after }));
  await carryOwners(tx, { kind, changes, now });
  return recordMoves(tx, audit, { ...batch, owners });
}

async function findStored(
  tx: Tx,
  kind: OwnedKind,
  rows: readonly PreparedRow[],
): Promise<Map<string, StoredOwner>> {
  const ids = rows.filter(({ isStored }) => isStored).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  return new Map((await findStoredOwners(tx, kind, { id: { in: ids } })).map((row) => [row.id, row]));
}

function toOwnedRow(kind: OwnedKind, row: PreparedRow, stored: StoredOwner | null): OwnedRow {
  const links: LinkIds = Object.fromEntries(
    ownershipOf(kind).links.map(({ column }) => [column, textOrNull(row.columns[column])]),
  );
  return { id: row.id, counterpartyId: row.statedCounterpartyId, links, stored };
}

function textOrNull(value: ColumnValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function ownerColumns({ counterpartyId, accountId, quarantinedAt }: Owner): Record<keyof Owner, ColumnValue> {
  return { counterpartyId, accountId, quarantinedAt };
}

function withColumns(
  rows: readonly PreparedRow[],
  more: ReadonlyMap<string, Record<string, ColumnValue>>,
): PreparedRow[] {
  return rows.map((row) => ({ ...row, columns: { ...row.columns, ...more.get(row.id) } }));
}

/** Two statements for the whole batch, where updating row by row would take one each. */
async function replaceRows(tx: Tx, kind: EntityKind, rows: readonly PreparedRow[]): Promise<void> {
  const stored = rows.filter(({ isStored }) => isStored).map(({ id }) => id);
  if (stored.length > 0) await tableOf(tx, kind).deleteMany({ where: { id: { in: stored } } });
  await insertRows(
    tx,
    kind,
    rows.map(({ columns }) => columns),
  );
}

/** Puts what has just moved on the list of those who must confirm it. A row that moves on keeps where it came from. */
async function recordMoves(
  tx: Tx,
  audit: Audit,
  { sourceId, kind, owners, now }: PreparedBatch & { owners: ReadonlyMap<string, ResolvedOwner> },
): Promise<number> {
  const moved = [...owners].filter(([, owner]) => owner.movedFrom !== null);
  for (const [rowId, { movedFrom, counterpartyId }] of moved) {
    await tx.movedRow.upsert({
      where: { rowId },
      update: { toCounterpartyId: counterpartyId, movedAt: now, agreedAt: null },
      create: {
        rowId,
        kind,
        sourceId,
        fromCounterpartyId: movedFrom ?? '',
        toCounterpartyId: counterpartyId,
        movedAt: now,
      },
      select: { rowId: true },
    });
  }
  if (moved.length > 0) {
    if (kind === 'order')
      await forgetDrafts(
        tx,
        moved.map(([orderId]) => orderId),
      );
    const details = { sourceId, kind, rows: moved.length };
    await audit.record(tx, {
      type: 'rows_quarantined',
      result: 'ok',
      actorId: SYSTEM_ACTOR,
      details,
      at: now,
    });
  }
  return moved.length;
}
