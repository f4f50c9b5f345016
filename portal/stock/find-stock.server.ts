import { isKeyStatus } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';
import { parseCardNumber } from '#auth/keys/card-number.ts';
import { parseSerial } from '#auth/keys/stock-line.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db, Prisma } from '#prisma/client.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import type { Cursor } from '../lib/paging.ts';
import { toSearchText } from '../lib/search-text.ts';
import type { StockFilter } from './stock-filter.ts';

/** A key in the list of who has what. */
export type StockedKey = {
  keyId: string;
  serial: string | null;
  modelName: string | null;
  batch: string | null;
  status: KeyStatus;
  /** Of a key in stock, or of one of the manager's own customers. */
  cardNumber: string | null;
  cost: { amountMinor: bigint; currency: string } | null;
  /** Null in stock, and of a key of another manager's customer: of those only the state is told. */
  whose: { label: string; holderName: string; accountName: string } | null;
};

export type FindStock = { actor: StaffActor; filter: StockFilter; after: string | null };

export const KEYS_PER_PAGE = 50;

const SELECT = {
  id: true,
  serial: true,
  modelName: true,
  batch: true,
  status: true,
  label: true,
  cardNumber: true,
  costMinor: true,
  costCurrency: true,
  holder: { select: { name: true } },
  account: { select: { name: true } },
} as const;

/** A page of the keys that lie in stock or are out with customers, in one state by name, in all states the newest first. */
export async function findStock(
  db: Db,
  { actor, filter, after }: FindStock,
): Promise<{ rows: StockedKey[]; nextCursor: string | null }> {
  const isByName = filter.status !== null;
  const rows = await db.key.findMany({
    where: { AND: [await whereOf(db, { actor, filter }), startOf(decodeCursor(after), isByName)] },
    orderBy: isByName ? [{ label: 'asc' }, { id: 'asc' }] : { id: 'desc' },
    take: KEYS_PER_PAGE + 1,
    select: { ...SELECT, accountId: true },
  });
  const page = cutPage(rows, KEYS_PER_PAGE, (row) => ({ sortKey: row.label, id: row.id }));
  const own = await findOwnAccountIds(db, { actor, rows: page.rows });
  return { ...page, rows: page.rows.flatMap((row) => toStockedKey(row, own)) };
}

/** Where the page before ended. */
function startOf(cursor: Cursor | null, isByName: boolean): Prisma.KeyWhereInput {
  if (cursor === null) return {};
  const { sortKey: label, id } = cursor;
  return isByName ? { OR: [{ label: { gt: label } }, { label, id: { gt: id } }] } : { id: { lt: id } };
}

/** How many keys there are in each state, of the whole company. Staff keys are counted elsewhere. */
export async function countStock(db: Db): Promise<Partial<Record<KeyStatus, number>>> {
  const groups = await db.key.groupBy({ by: ['status'], where: OF_STOCK, _count: { _all: true } });
  return Object.fromEntries(
    groups.flatMap(({ status, _count }) => (isKeyStatus(status) ? [[status, _count._all]] : [])),
  );
}

/** What the filters of the list offer. */
export async function findStockChoices(db: Db, actor: StaffActor) {
  const models = await db.key.groupBy({ by: ['modelName'], where: OF_STOCK, orderBy: { modelName: 'asc' } });
  const batches = await db.key.groupBy({ by: ['batch'], where: OF_STOCK, orderBy: { batch: 'asc' } });
  // A manager's book is some hundred customers; all of them are too many to choose from.
  const own: Prisma.CustomerAccountWhereInput =
    actor.role === 'account-manager' ? accountsWithin(actor, 'account:read') : { id: { in: [] } };
  const accounts = await db.customerAccount.findMany({
    where: own,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
  return {
    models: models.flatMap(({ modelName }) => modelName ?? []),
    batches: batches.flatMap(({ batch }) => batch ?? []),
    accounts,
  };
}

/** Everything but the keys of the staff. */
const OF_STOCK: Prisma.KeyWhereInput = { OR: [{ holderId: null }, { accountId: { not: null } }] };

/** Of the accounts of these keys, those within the actor's reach. */
async function findOwnAccountIds(
  db: Db,
  { actor, rows }: { actor: StaffActor; rows: readonly { accountId: string | null }[] },
): Promise<ReadonlySet<string>> {
  const ids = rows.flatMap(({ accountId }) => accountId ?? []);
  const accounts = await db.customerAccount.findMany({
    where: { AND: [{ id: { in: ids } }, accountsWithin(actor, 'account:read')] },
    select: { id: true },
  });
  return new Set(accounts.map(({ id }) => id));
}

type Where = { actor: StaffActor; filter: StockFilter };

/** Who has a key can be asked of the manager's own customers only, so that no answer tells of another's. */
async function whereOf(db: Db, { actor, filter }: Where): Promise<Prisma.KeyWhereInput> {
  const { query, status, model, batch, holder, accountId } = filter;
  return {
    AND: [
      OF_STOCK,
      status === null ? {} : { status },
      model === '' ? {} : { modelName: model },
      batch === '' ? {} : { batch },
      accountId === '' ? {} : { accountId, account: accountsWithin(actor, 'account:read') },
      holder === '' ? {} : await heldBy(db, { actor, holder }),
      query === '' ? {} : numbered(query, actor),
    ],
  };
}

/** Compared here, since SQLite knows no letter case but the Latin one. */
async function heldBy(db: Db, { actor, holder }: { actor: StaffActor; holder: string }) {
  const sought = toSearchText(holder);
  const holders = await db.holder.findMany({
    where: { kind: 'customer', memberships: { some: { account: accountsWithin(actor, 'account:read') } } },
    select: { id: true, name: true },
  });
  const found = holders.filter(({ name }) => toSearchText(name).includes(sought)).map(({ id }) => id);
  return { holderId: { in: found }, account: accountsWithin(actor, 'account:read') };
}

/** Another customer's card number is not searched for: it would tell whose serial it is. */
function numbered(query: string, actor: StaffActor): Prisma.KeyWhereInput {
  const [serial, cardNumber] = [parseSerial(query), parseCardNumber(query)];
  const inReach = { OR: [{ accountId: null }, { account: accountsWithin(actor, 'account:read') }] };
  return {
    OR: [
      ...(serial === null ? [] : [{ serial: { startsWith: serial } }]),
      ...(cardNumber === null ? [] : [{ AND: [{ cardNumber }, inReach] }]),
    ],
  };
}

type Row = Prisma.KeyGetPayload<{ select: typeof SELECT & { accountId: true } }>;

function toStockedKey(row: Row, own: ReadonlySet<string>): StockedKey[] {
  const { id: keyId, serial, modelName, batch, status, label, cardNumber, holder, account } = row;
  if (!isKeyStatus(status)) return [];
  const isOwn = row.accountId !== null && own.has(row.accountId);
  const isKnown = isOwn || row.accountId === null;
  const { costMinor: amountMinor, costCurrency: currency } = row;
  return [
    {
      keyId,
      serial,
      modelName,
      batch,
      status,
      cardNumber: isKnown ? cardNumber : null,
      cost: isKnown && amountMinor !== null && currency !== null ? { amountMinor, currency } : null,
      whose: isOwn ? { label, holderName: holder?.name ?? '', accountName: account?.name ?? '' } : null,
    },
  ];
}
