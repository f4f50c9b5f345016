import type { Db, Tx } from '#prisma/client.ts';
import type { EntityKind, EntityOf } from '../port.ts';
import { readTable } from './read-model/table.server.ts';
import type { EngineColumns } from './read-model/table.server.ts';
import { rowHashOf, rowIdOf } from '../row-id.ts';

export type RowChange = 'added' | 'changed' | 'unchanged';

/** A row of a source beside what we already have of it. */
export interface ComparedRow<Kind extends EntityKind> {
  id: string;
  entity: EntityOf<Kind>;
  rowHash: string;
  change: RowChange;
  /** Whether it is in the read model, deleted or not. */
  isStored: boolean;
  /** Whether it is there and not deleted. */
  isLive: boolean;
  /** Nothing of it is new but that the source still says so: of now, and not of then. */
  isSaidAgain: boolean;
}

type StoredVersion = Pick<EngineColumns, 'id' | 'rowHash' | 'sourceModifiedAt' | 'deletedAt'>;

/**
 * Says of each row whether it is new, different from what is stored, or nothing new. Two reads at most, whatever the
 * history. A row that was deleted and is back counts as added; one that is older than what is stored, as unchanged.
 */
export async function compareRows<Kind extends EntityKind>(
  db: Db | Tx,
  { sourceId, kind, entities }: { sourceId: string; kind: Kind; entities: readonly EntityOf<Kind>[] },
): Promise<ComparedRow<Kind>[]> {
  const ids = entities.map((entity) => rowIdOf(sourceId, kind, entity.externalId));
  const stored = new Map((await findStored(db, kind, ids)).map((row) => [row.id, row]));
  return entities.map((entity, index) => {
    // `ids` was made from `entities`, one by one.
    const id = ids[index] ?? '';
    const before = stored.get(id);
    const rowHash = rowHashOf(entity);
    const change = changeOf(before, rowHash, timeOf(entity));
    return {
      id,
      entity,
      rowHash,
      change,
      isSaidAgain: change === 'unchanged' && isOlder(before?.sourceModifiedAt ?? null, entity.saidAt ?? null),
      isStored: before !== undefined,
      isLive: before !== undefined && before.deletedAt === null,
    };
  });
}

function findStored(db: Db | Tx, kind: EntityKind, ids: readonly string[]): Promise<StoredVersion[]> {
  return readTable(db, kind).findMany({
    where: { id: { in: ids } },
    select: { id: true, rowHash: true, sourceModifiedAt: true, deletedAt: true },
  });
}

/** By what rows are held to be older or newer. */
export function timeOf({
  modifiedAt,
  saidAt,
}: Pick<EntityOf<EntityKind>, 'modifiedAt' | 'saidAt'>): Date | null {
  return modifiedAt ?? saidAt ?? null;
}

function changeOf(stored: StoredVersion | undefined, rowHash: string, modifiedAt: Date | null): RowChange {
  if (stored === undefined) return 'added';
  if (isOlder(modifiedAt, stored.sourceModifiedAt)) return 'unchanged';
  if (stored.deletedAt !== null) return 'added';
  return stored.rowHash === rowHash ? 'unchanged' : 'changed';
}

function isOlder(incoming: Date | null, stored: Date | null): boolean {
  return incoming !== null && stored !== null && incoming < stored;
}
