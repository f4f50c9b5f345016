import type { Audit } from '#auth/audit/audit.ts';
import type { Tx } from '#prisma/client.ts';
import { quarantineRemoved } from './own-counterparties.server.ts';
import type { EntityKind } from '../port.ts';
import { tableOf } from './read-model/table.server.ts';
import type { RemovalPermit } from './removal-guard.ts';

/**
 * Marks rows as deleted. They stay, hidden, and come back when their source gives them again.
 * @param ids at most `BATCH_ROWS`; those that are deleted already are left alone
 */
export async function removeRows(
  tx: Tx,
  audit: Audit,
  { kind, ids, now }: { kind: EntityKind; ids: readonly string[]; now: Date; permit: RemovalPermit },
): Promise<{ removed: number; quarantined: number }> {
  const { count } = await tableOf(tx, kind).updateMany({
    where: { id: { in: ids }, deletedAt: null },
    data: { deletedAt: now, syncedAt: now },
  });
  const quarantined = kind === 'counterparty' ? await quarantineRemoved(tx, audit, { ids, now }) : 0;
  return { removed: count, quarantined };
}
