import type { CustomerActor } from '#auth/permissions/actor.ts';
import { NO_SQL, joinSql, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import type { Cursor } from '../lib/paging.ts';
import { HIDDEN_STATUSES, OPEN_STATUSES, ORDER_STATUSES } from './order.ts';
import type { OrderFilter } from './order-filter.ts';

type SqlPart = ReturnType<typeof sql>;

type SearchOrders = {
  actor: Pick<CustomerActor, 'accountId' | 'classes'>;
  filter: OrderFilter;
  cursor: Cursor | null;
  /** From `toSearchWords`; all of them must stand in one and the same text. */
  words: readonly string[];
  limit: number;
};

/**
 * Ids of the customer's orders that a search finds, the newest first: by order number and own PO number, by shipment
 * and tracking number, by SKU and name of what was ordered, by invoice number. What the session's classes do not open
 * is not searched either, else the answer would tell of it.
 *
 * Written by hand: one walk down the customer's own orders that stops when the page is full. Each table asked names
 * the account again, so that a link to somebody else's row finds nothing.
 */
export async function searchOrderIds(db: Db, search: SearchOrders): Promise<string[]> {
  const { actor, filter, cursor, words, limit } = search;
  const places = [
    allIn(sql`o."searchText"`, words),
    inShipments(actor.accountId, words),
    ...(actor.classes.includes('goods') ? [inLines(actor.accountId, words)] : []),
    ...(actor.classes.includes('own-price') ? [inInvoices(actor.accountId, words)] : []),
  ];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM "Order" o
    WHERE ${own(sql`o`, actor.accountId)}
      AND o."status" NOT IN (${joinSql(statusesWithout(filter.status))})
      ${filter.fromOn === null ? NO_SQL : sql`AND o."orderedOn" >= ${filter.fromOn}`}
      ${filter.toOn === null ? NO_SQL : sql`AND o."orderedOn" <= ${filter.toOn}`}
      ${
        cursor === null
          ? NO_SQL
          : sql`AND o."orderedOn" <= ${cursor.sortKey}
        AND (o."orderedOn" < ${cursor.sortKey} OR o."id" < ${cursor.id})`
      }
      AND (${joinSql(places, ' OR ')})
    ORDER BY o."orderedOn" DESC, o."id" DESC
    LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** What is left out rather than what is wanted: a list of wanted ones would lead SQLite to another index and a sort. */
function statusesWithout(wanted: OrderFilter['status']): string[] {
  if (wanted === null) return [...HIDDEN_STATUSES];
  const kept: readonly string[] = wanted === 'open' ? OPEN_STATUSES : [wanted];
  return ORDER_STATUSES.filter((status) => !kept.includes(status));
}

function inLines(accountId: string, words: readonly string[]): SqlPart {
  return sql`EXISTS (SELECT 1 FROM "OrderLine" l
    WHERE l."orderId" = o."id" AND ${own(sql`l`, accountId)} AND ${allIn(sql`l."searchText"`, words)})`;
}

function inShipments(accountId: string, words: readonly string[]): SqlPart {
  return sql`EXISTS (SELECT 1 FROM "ShipmentLine" sl JOIN "Shipment" s ON s."id" = sl."shipmentId"
    WHERE sl."orderId" = o."id" AND ${own(sql`sl`, accountId)} AND ${own(sql`s`, accountId)}
      AND ${allIn(sql`s."searchText"`, words)})`;
}

function inInvoices(accountId: string, words: readonly string[]): SqlPart {
  return sql`EXISTS (SELECT 1 FROM "Invoice" i
    WHERE i."orderId" = o."id" AND ${own(sql`i`, accountId)} AND ${allIn(sql`i."searchText"`, words)})`;
}

/** `ownRows` in a statement written by hand. */
function own(table: SqlPart, accountId: string): SqlPart {
  return sql`${table}."accountId" = ${accountId} AND ${table}."deletedAt" IS NULL
    AND ${table}."quarantinedAt" IS NULL`;
}

function allIn(column: SqlPart, words: readonly string[]): SqlPart {
  return joinSql(
    words.map((word) => sql`${column} LIKE ${`%${word}%`}`),
    ' AND ',
  );
}
