/** Ends the waiting of rows that a source moved to another counterparty: whoever had to say yes has said so. */
import type { Db, Tx } from '#prisma/client.ts';
import { judgeAgain } from './engine/carry-owners.server.ts';
import { lockReadModel } from './engine/read-model-lock.server.ts';
import { isOwned, kindsUnder } from './engine/read-model/ownership.ts';
import type { OwnedKind } from './engine/read-model/ownership.ts';
import { findStoredOwners } from './engine/read-model/owned-rows.server.ts';
import { ENTITY_KINDS } from './port.ts';

export interface Move {
  rowId: string;
  kind: OwnedKind;
  fromCounterpartyId: string;
  toCounterpartyId: string | null;
}

export type ReleaseOutcome =
  | { ok: true }
  /** The row is another counterparty's than the move says; the move says so now, and waits anew. */
  | { ok: false; reason: 'moved_again' };

/**
 * Gives the row to its counterparty's account, and with it what hangs on it and made the same move. The caller holds
 * the lock of the read model.
 */
export async function releaseRow(tx: Tx, move: Move, now: Date): Promise<ReleaseOutcome> {
  const { rowId, kind, toCounterpartyId } = move;
  const rows = await findStoredOwners(tx, kind, { id: rowId });
  const counterpartyId = rows[0]?.counterpartyId ?? null;
  if (counterpartyId !== toCounterpartyId) {
    await tx.movedRow.update({
      where: { rowId },
      data: { toCounterpartyId: counterpartyId, agreedAt: null },
      select: { rowId: true },
    });
    return { ok: false, reason: 'moved_again' };
  }
  await endMove(tx, { ...move, rowIds: [rowId] });
  await judgeAgain(tx, { kind, rows, now });
  return { ok: true };
}

/** Takes the rows, and those below that made the same move, from the list. */
async function endMove(
  tx: Tx,
  { kind, rowIds, ...move }: Omit<Move, 'rowId'> & { rowIds: readonly string[] },
): Promise<void> {
  if (rowIds.length === 0) return;
  const { fromCounterpartyId, toCounterpartyId } = move;
  await tx.movedRow.deleteMany({
    where: { rowId: { in: [...rowIds] }, fromCounterpartyId, toCounterpartyId },
  });
  for (const under of kindsUnder(kind)) {
    const rows = await findStoredOwners(tx, under.kind, { [under.column]: { in: rowIds } });
    const ids = rows.filter(({ quarantinedAt }) => quarantinedAt !== null).map(({ id }) => id);
    await endMove(tx, { ...move, kind: under.kind, rowIds: ids });
  }
}

/** Releases what the customers that lose it have agreed to; costs one indexed read when there is nothing. */
export async function releaseAgreed(db: Db): Promise<void> {
  for (;;) {
    const next = await db.movedRow.findFirst({
      where: { agreedAt: { not: null } },
      orderBy: { rowId: 'asc' },
      select: { rowId: true },
    });
    if (next === null) return;
    await db.$transaction(async (tx) => {
      await lockReadModel(tx);
      const row = await tx.movedRow.findUnique({ where: next });
      if (row === null || row.agreedAt === null) return;
      await releaseRow(tx, { ...row, kind: ownedKind(row.kind) }, row.agreedAt);
    });
  }
}

/** @throws Error for a kind that no moved row can be of */
export function ownedKind(text: string): OwnedKind {
  const kind = ENTITY_KINDS.find((known) => known === text);
  if (kind === undefined || !isOwned(kind)) throw new Error(`a moved row is of unknown kind ${text}`);
  return kind;
}
