/** A source of orders in which a test sets one trap: a mapping, rows, an emulator, each with what the test is about. */
import { startEmulator } from './odata-emulator.ts';
import type { Emulator } from './odata-emulator.ts';
import type { EmulatedRow } from './odata-filter.ts';
import { guid } from './pulled-source.ts';

export const ORDER_FIELDS = {
  modifiedAt: 'modifiedAt',
  number: 'number',
  orderedOn: 'orderDate',
  status: { value: 'confirmed' },
  currency: 'currencyCode',
  netMinor: 'total',
  taxMinor: { value: '0' },
  grossMinor: 'total',
};

export const LINE_FIELDS = { lineNo: 'sequence', name: 'text', quantity: 'quantity' };

export function aMapping(feed: object = {}, others: object[] = []): object {
  return {
    mapping: 1,
    title: 'test',
    dialect: 'v4',
    paging: { by: 'next-link' },
    feeds: [
      {
        kind: 'order',
        set: 'Orders',
        key: ['ID'],
        cursor: { by: 'modified', field: 'modifiedAt', overlapSeconds: 2 },
        fields: ORDER_FIELDS,
        ...feed,
      },
      ...others,
    ],
  };
}

export function anOrder(number: number, differences: EmulatedRow = {}): EmulatedRow {
  return {
    ID: guid('0', number),
    modifiedAt: '2026-03-01T00:00:00Z',
    createdAt: '2026-02-01T00:00:00Z',
    number: `SO${number}`,
    orderDate: '2026-02-20',
    currencyCode: 'RUB',
    total: 100,
    ...differences,
  };
}

/** `Orders` and `Lines`; the caller closes it. */
export function startTrapSource(orders: EmulatedRow[], lines: EmulatedRow[] = []): Promise<Emulator> {
  const types = { ID: 'Edm.Guid', modifiedAt: 'Edm.DateTimeOffset', createdAt: 'Edm.DateTimeOffset' };
  return startEmulator('v4', {
    Orders: { key: ['ID'], types, rows: orders },
    Lines: { key: ['ID'], types, rows: lines },
  });
}
