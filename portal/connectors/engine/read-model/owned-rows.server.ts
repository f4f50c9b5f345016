/** Rows that belong to a customer, as far as that is what one wants to know of them. */
import type { Tx } from '#prisma/client.ts';
import { ownershipOf } from './ownership.ts';
import type { LinkColumn, OwnedKind } from './ownership.ts';
import { readTable } from './table.server.ts';
import type { Where } from './table.server.ts';

/** Whose a row is, as its columns say it. */
export interface Owner {
  counterpartyId: string | null;
  /** Null: shown to nobody. */
  accountId: string | null;
  /** Since when the row waits for a person, because it or a row that it hangs on moved. */
  quarantinedAt: Date | null;
}

/** The rows that a row hangs on; only the columns that its kind has. */
export type LinkIds = { readonly [Column in LinkColumn]?: string | null };

export interface StoredOwner extends Owner {
  id: string;
  links: LinkIds;
}

export async function findStoredOwners(tx: Tx, kind: OwnedKind, where: Where): Promise<StoredOwner[]> {
  const linkColumns = ownershipOf(kind).links.map(({ column }) => column);
  const select = { id: true, counterpartyId: true, accountId: true, quarantinedAt: true } as const;
  const rows = await readTable(tx, kind).findMany({ where, select: { ...select, ...selectOf(linkColumns) } });
  return rows.map(({ id, counterpartyId, accountId, quarantinedAt, ...links }) => ({
    id,
    counterpartyId,
    accountId,
    quarantinedAt,
    links,
  }));
}

function selectOf<Column extends string>(columns: readonly Column[]): { [Name in Column]?: true } {
  return Object.fromEntries(columns.map((column) => [column, true])) as { [Name in Column]?: true };
}

export function isSameOwner(one: Owner, other: Owner): boolean {
  return (
    one.counterpartyId === other.counterpartyId &&
    one.accountId === other.accountId &&
    one.quarantinedAt?.getTime() === other.quarantinedAt?.getTime()
  );
}
