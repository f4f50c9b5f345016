import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import type { Cursor } from '../lib/paging.ts';
import { toSearchText } from '../lib/search-text.ts';
import { toSearchWords } from '../lib/search-words.ts';

/** A customer in their manager's list. */
export type CustomerRow = {
  accountId: string;
  number: string;
  name: string;
  isClosed: boolean;
  people: number;
  keys: { active: number; suspended: number; waiting: number };
  /** Of any key of the account. */
  lastSignInAt: Date | null;
  /** Its source changed who the counterparty is: nobody sees those rows until the manager confirms them. */
  waitingTies: number;
  /** Null for the reader's own: whose customer it is, for whom the reader stands in. */
  managerName: string | null;
};

export type FindCustomers = {
  actor: StaffActor;
  /** Words that a name, number, tax id or person of the customer must contain, as typed. */
  query: string;
  /** Where the page before ended; null for the first. */
  after: string | null;
};

export const CUSTOMERS_PER_PAGE = 50;

type Account = { id: string; number: string; name: string; status: string; accountManagerId: string | null };
const ACCOUNT_COLUMNS = { id: true, number: true, name: true, status: true, accountManagerId: true } as const;

/**
 * A page of the customers within the manager's reach, by name. Four statements, however many there are on it; for a
 * deputy one more.
 * @returns never a customer of another manager for whom they don't stand in
 */
export async function findCustomers(
  db: Db,
  { actor, query, after }: FindCustomers,
): Promise<{ rows: CustomerRow[]; nextCursor: string | null }> {
  const cursor = decodeCursor(after);
  const words = toSearchWords(query);
  const accounts =
    words.length > 0 ? await search(db, { actor, words, cursor }) : await list(db, { actor, cursor });
  const page = cutPage(accounts, CUSTOMERS_PER_PAGE, ({ name, id }) => ({ sortKey: name, id }));
  return { ...page, rows: await withFacts(db, page.rows, await findAbsent(db, actor)) };
}

type Place = { actor: StaffActor; cursor: Cursor | null };

async function list(db: Db, { actor, cursor }: Place): Promise<Account[]> {
  const { sortKey, id } = cursor ?? { sortKey: '', id: '' };
  return db.customerAccount.findMany({
    where: {
      AND: [
        accountsWithin(actor, 'account:read'),
        { OR: [{ name: { gt: sortKey } }, { name: sortKey, id: { gt: id } }] },
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: CUSTOMERS_PER_PAGE + 1,
    select: ACCOUNT_COLUMNS,
  });
}

/**
 * Reads the manager's whole book, some hundred customers, and compares here: SQLite knows no letter case but the
 * Latin one, and what is searched stands in three tables.
 */
async function search(db: Db, { actor, cursor, words }: Place & { words: string[] }): Promise<Account[]> {
  const rows = await db.customerAccount.findMany({
    where: accountsWithin(actor, 'account:read'),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      ...ACCOUNT_COLUMNS,
      ties: { where: { status: { not: 'ended' } }, select: { taxId: true, legalName: true } },
      memberships: {
        where: { status: 'active' },
        select: { holder: { select: { name: true, email: true } } },
      },
    },
  });
  const found = rows.filter(({ number, name, ties, memberships }) => {
    const people = memberships.flatMap(({ holder }) => [holder.name, holder.email]);
    const companies = ties.flatMap(({ taxId, legalName }) => [taxId, legalName]);
    const text = toSearchText([number, name, ...companies, ...people].join(' '));
    return words.every((word) => text.includes(word));
  });
  const seen = cursor === null ? 0 : found.findIndex(({ id }) => id === cursor.id) + 1;
  return found.slice(seen, seen + CUSTOMERS_PER_PAGE + 1);
}

/** The names of those for whom the reader stands in. */
async function findAbsent(db: Db, { deputyFor }: StaffActor): Promise<ReadonlyMap<string, string>> {
  if (deputyFor.length === 0) return new Map();
  const managers = await db.holder.findMany({
    where: { id: { in: [...deputyFor] } },
    select: { id: true, name: true },
  });
  return new Map(managers.map(({ id, name }) => [id, name]));
}

async function withFacts(
  db: Db,
  accounts: readonly Account[],
  absent: ReadonlyMap<string, string>,
): Promise<CustomerRow[]> {
  const accountId = { in: accounts.map(({ id }) => id) };
  const keys = await db.key.groupBy({
    by: ['accountId', 'status'],
    where: { accountId },
    _count: { _all: true },
    _max: { lastUsedAt: true },
  });
  const people = await db.membership.groupBy({
    by: ['accountId'],
    where: { accountId, status: 'active' },
    _count: { _all: true },
  });
  const ties = await db.accountTie.groupBy({
    by: ['accountId'],
    where: { accountId, status: 'quarantined' },
    _count: { _all: true },
  });
  return accounts.map(({ id, number, name, status, accountManagerId }) => {
    const own = keys.filter((group) => group.accountId === id);
    const countOf = (keyStatus: string) => own.find((group) => group.status === keyStatus)?._count._all ?? 0;
    return {
      accountId: id,
      number,
      name,
      isClosed: status !== 'active',
      people: people.find((group) => group.accountId === id)?._count._all ?? 0,
      keys: {
        active: countOf('active'),
        suspended: countOf('suspended'),
        waiting: countOf('assigned') + countOf('shipped'),
      },
      lastSignInAt: latestOf(own.flatMap((group) => group._max.lastUsedAt ?? [])),
      waitingTies: ties.find((group) => group.accountId === id)?._count._all ?? 0,
      managerName: absent.get(accountManagerId ?? '') ?? null,
    };
  });
}

function latestOf(instants: readonly Date[]): Date | null {
  return instants.toSorted((one, other) => other.getTime() - one.getTime())[0] ?? null;
}
