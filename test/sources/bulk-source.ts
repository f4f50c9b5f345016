/**
 * An EMULATED OData 4 source of any size: its rows are made from their numbers as they are asked for, a page at a time,
 * so that it needs no memory of its own. Orders with three lines each, in the order of their ids and of their times.
 */
import http from 'node:http';
import { closeServer, portOf } from '#test/support/fault-proxy.ts';
import { guid } from '#test/support/pulled-source.ts';
import { range } from '#test/support/world.ts';

export const LINES = [1, 2, 3] as const;
export const CUSTOMERS = 50;

export type BulkSource = { address: string; close: () => Promise<void> };

const ROOT = '/bulk/';
const PAGE_ROWS = 500;
const FIRST_MS = Date.parse('2026-03-01T00:00:00Z');
/** Between the times of two orders. */
const STEP_MS = 10;

const TYPES = { id: 'Edm.Guid', modifiedAt: 'Edm.DateTimeOffset' };
const CURSOR = { by: 'modified', field: 'modifiedAt', precision: 'ms', overlapSeconds: 2 };

export const BULK_MAPPING = {
  mapping: 1,
  title: 'an emulated source of any size',
  dialect: 'v4',
  paging: { by: 'next-link', size: PAGE_ROWS },
  types: TYPES,
  feeds: [
    {
      kind: 'counterparty',
      set: 'Customers',
      key: ['id'],
      cursor: { by: 'none' },
      fields: { name: 'name', legalName: 'name', taxId: 'taxId' },
    },
    {
      kind: 'order',
      set: 'Orders',
      key: ['id'],
      cursor: CURSOR,
      expand: ['lines'],
      fields: {
        modifiedAt: 'modifiedAt',
        number: 'number',
        counterpartyRef: 'customerId',
        orderedOn: 'orderedOn',
        status: { value: 'confirmed' },
        currency: { value: 'RUB' },
        netMinor: 'net',
        taxMinor: 'tax',
        grossMinor: 'gross',
      },
      lines: {
        kind: 'order-line',
        in: 'lines',
        key: ['no'],
        fields: {
          lineNo: 'no',
          name: 'name',
          quantity: 'quantity',
          unit: { value: 'pcs' },
          unitPrice: 'price',
          amountsIn: { value: 'RUB' },
          netMinor: 'net',
        },
      },
    },
  ],
};

export async function startBulkSource(orders: number): Promise<BulkSource> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bulk');
    const body = url.pathname === `${ROOT}Customers` ? customers() : ordersPage(url, orders);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${portOf(server)}${ROOT}`, close: () => closeServer(server) };
}

function customers(): object {
  const value = range(CUSTOMERS).map((number) => ({
    id: guid('c', number),
    name: `Demo works ${number}`,
    taxId: `77${number}`,
  }));
  return { value };
}

function ordersPage({ searchParams }: URL, orders: number): object {
  if (searchParams.get('$orderby')?.startsWith('modifiedAt desc') === true) return { value: [order(orders)] };
  const first = Math.max(
    firstSince(searchParams.get('$filter')),
    Number(searchParams.get('$skiptoken') ?? 1),
  );
  const last = Math.min(orders, first + PAGE_ROWS - 1);
  const namesOnly = searchParams.has('$select');
  const value: object[] = [];
  for (let number = first; number <= last; number += 1) {
    value.push(namesOnly ? { id: guid('0', number) } : order(number));
  }
  const next = new URLSearchParams(searchParams);
  next.set('$skiptoken', String(last + 1));
  return {
    ...(searchParams.get('$count') === 'true' ? { '@odata.count': orders } : {}),
    ...(last < orders ? { '@odata.nextLink': `Orders?${next.toString()}` } : {}),
    value,
  };
}

/** `modifiedAt ge 2026-…`: by its number, the first order of that time or later. */
function firstSince(filter: string | null): number {
  const since = /modifiedAt ge (\S+)/.exec(filter ?? '')?.[1];
  return since === undefined ? 1 : Math.max(1, Math.ceil((Date.parse(since) - FIRST_MS) / STEP_MS));
}

function order(number: number): object {
  return {
    id: guid('0', number),
    modifiedAt: new Date(FIRST_MS + number * STEP_MS).toISOString(),
    number: `SO${number}`,
    customerId: guid('c', 1 + (number % CUSTOMERS)),
    orderedOn: '2026-02-20',
    net: '300.00',
    tax: '60.00',
    gross: '360.00',
    lines: LINES.map((no) => ({
      no,
      name: `Demo bearing ${no} of order ${number}`,
      quantity: '2',
      price: '50.00',
      net: '100.00',
    })),
  };
}
