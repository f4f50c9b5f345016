import { cutPage, decodeCursor } from '#portal/lib/paging.ts';
import type { Db } from '#prisma/client.ts';
import { STATUSES_THAT_CARRY } from './tie-discount.server.ts';

export type Tie = {
  id: string;
  account: { name: string; number: string };
  key: { label: string; status: string; holderName: string };
  tiedAt: Date;
  tiedBy: string | null;
};

const PAGE_SIZE = 50;

/** Keys that carry a discount now, the latest first. */
export async function findTies(
  db: Db,
  { discountId, cursor }: { discountId: string; cursor: string | null },
): Promise<{ rows: Tie[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor);
  const found = await db.keyDiscount.findMany({
    where: { discountId, untiedAt: null, ...(after === null ? {} : { id: { lt: after.id } }) },
    orderBy: { id: 'desc' },
    take: PAGE_SIZE + 1,
    select: {
      id: true,
      tiedAt: true,
      tiedById: true,
      account: { select: { name: true, number: true } },
      key: { select: { label: true, status: true, holder: { select: { name: true } } } },
    },
  });
  const { rows, nextCursor } = cutPage(found, PAGE_SIZE, ({ id }) => ({ sortKey: '', id }));
  const officers = await db.holder.findMany({
    where: { id: { in: rows.map(({ tiedById }) => tiedById) } },
    select: { id: true, name: true },
  });
  const names = new Map(officers.map(({ id, name }) => [id, name]));
  return {
    rows: rows.map(({ id, tiedAt, tiedById, account, key }) => ({
      id,
      account,
      key: { label: key.label, status: key.status, holderName: key.holder?.name ?? '' },
      tiedAt,
      tiedBy: names.get(tiedById) ?? null,
    })),
    nextCursor,
  };
}

export type FoundAccount = { id: string; name: string; number: string };

/** How many open accounts are read for a search, and how many of them are shown. */
const SEARCHED = 5_000;
const SHOWN = 20;

/**
 * Accounts whose number begins with the text or whose name contains it. The comparison is made here: SQLite knows no
 * letter case but the Latin one.
 */
export async function findAccountsByText(db: Db, text: string): Promise<FoundAccount[]> {
  const wanted = text.trim().toLocaleLowerCase('ru');
  if (wanted === '') return [];
  const accounts = await db.customerAccount.findMany({
    where: { status: 'active' },
    orderBy: { name: 'asc' },
    take: SEARCHED,
    select: { id: true, name: true, number: true },
  });
  return accounts
    .filter(
      ({ name, number }) =>
        number.toLocaleLowerCase('ru').startsWith(wanted) || name.toLocaleLowerCase('ru').includes(wanted),
    )
    .slice(0, SHOWN);
}

export type AccountKeys = FoundAccount & { keys: { id: string; label: string; holderName: string }[] };

/** An open account with the keys that may carry a discount; null when there is no such account. */
export async function findAccountKeys(db: Db, accountId: string): Promise<AccountKeys | null> {
  const account = await db.customerAccount.findFirst({
    where: { id: accountId, status: 'active' },
    select: {
      id: true,
      name: true,
      number: true,
      keys: {
        where: { status: { in: STATUSES_THAT_CARRY } },
        orderBy: { id: 'asc' },
        select: { id: true, label: true, holder: { select: { name: true } } },
      },
    },
  });
  if (account === null) return null;
  const keys = account.keys.map(({ id, label, holder }) => ({ id, label, holderName: holder?.name ?? '' }));
  return { ...account, keys };
}
