import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { cutPage, decodeCursor } from '../lib/paging.ts';
import type { Cursor } from '../lib/paging.ts';
import { toSearchWords } from '../lib/search-words.ts';
import { HIDDEN_STATUSES, OPEN_STATUSES, isShownStatus } from './order.ts';
import type { OrderRow } from './order.ts';
import type { OrderFilter } from './order-filter.ts';
import { searchOrderIds } from './search-orders.server.ts';

export type OrdersPage = { rows: OrderRow[]; nextCursor: string | null };

export type FindOrders = {
  actor: Pick<CustomerActor, 'accountId' | 'classes'>;
  filter: OrderFilter;
  /** Where the page before ended; null for the first. */
  after: string | null;
};

export const ORDERS_PER_PAGE = 20;

const ROW_COLUMNS = {
  id: true,
  number: true,
  customerReference: true,
  orderedOn: true,
  promisedOn: true,
  status: true,
} as const;

/**
 * One page of the customer's orders, the newest first. Costs the same for ten orders and for ten thousand, on the
 * first page and on the last. Totals leave the database only for a session that opens the customer's own prices.
 */
export async function findOrders(db: Db, { actor, filter, after }: FindOrders): Promise<OrdersPage> {
  const cursor = decodeCursor(after);
  const words = toSearchWords(filter.query);
  const rows =
    words.length > 0
      ? await findSearched(db, { actor, filter, cursor, words })
      : await findFiltered(db, { actor, filter, cursor });
  const newestFirst = rows.toSorted(byNewest);
  return cutPage(newestFirst, ORDERS_PER_PAGE, ({ orderedOn, id }) => ({ sortKey: orderedOn, id }));
}

type Search = Pick<FindOrders, 'actor' | 'filter'> & { cursor: Cursor | null };

/** Several statuses are asked for one by one: each walks its own range of an index, so that nothing is sorted. */
async function findFiltered(db: Db, { actor, filter, cursor }: Search): Promise<OrderRow[]> {
  const { status, fromOn, toOn } = filter;
  const wanted = status === 'open' ? OPEN_STATUSES : [status ?? { notIn: [...HIDDEN_STATUSES] }];
  const findWith = async (oneStatus: (typeof wanted)[number]) =>
    db.order.findMany({
      where: {
        ...ownRows(actor),
        status: oneStatus,
        orderedOn: { ...(fromOn !== null && { gte: fromOn }), ...upTo(toOn, cursor) },
        // Not `OR` at the top: the range above is what the index is walked by.
        ...(cursor && { AND: [{ OR: [{ orderedOn: { lt: cursor.sortKey } }, { id: { lt: cursor.id } }] }] }),
      },
      orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }],
      take: ORDERS_PER_PAGE + 1,
      select: selectFor(actor),
    });
  const pages = await Promise.all(wanted.map(findWith));
  return pages.flat().flatMap((row) => toOrderRow(row, actor));
}

async function findSearched(db: Db, search: Search & { words: string[] }): Promise<OrderRow[]> {
  const { actor } = search;
  const ids = await searchOrderIds(db, { ...search, limit: ORDERS_PER_PAGE + 1 });
  if (ids.length === 0) return [];
  const where = { ...ownRows(actor), id: { in: ids } };
  const rows = await db.order.findMany({ where, select: selectFor(actor) });
  return rows.flatMap((row) => toOrderRow(row, actor));
}

function upTo(toOn: string | null, cursor: Cursor | null): { lte?: string } {
  const days = [toOn, cursor?.sortKey].filter((day) => typeof day === 'string');
  const [first] = days.toSorted();
  return first === undefined ? {} : { lte: first };
}

function selectFor({ classes }: FindOrders['actor']) {
  const isPriced = classes.includes('own-price');
  return { ...ROW_COLUMNS, currency: isPriced, grossMinor: isPriced };
}

type StoredRow = Omit<OrderRow, 'status' | 'total'> & {
  status: string;
  currency: string;
  grossMinor: bigint;
};

/** Empty for a status that customers do not see. */
function toOrderRow(
  { currency, grossMinor, status, ...row }: StoredRow,
  { classes }: FindOrders['actor'],
): OrderRow[] {
  if (!isShownStatus(status)) return [];
  const total = classes.includes('own-price') ? { amountMinor: grossMinor, currency } : null;
  return [{ ...row, status, total }];
}

function byNewest(left: OrderRow, right: OrderRow): number {
  if (left.orderedOn !== right.orderedOn) return left.orderedOn < right.orderedOn ? 1 : -1;
  return left.id < right.id ? 1 : -1;
}
