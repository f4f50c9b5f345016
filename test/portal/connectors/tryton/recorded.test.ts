/** Recorded answers of a real Tryton 6.0 server. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mapRecord } from '#portal/connectors/mapping/map-record.ts';
import type { MapContext } from '#portal/connectors/mapping/map-record.ts';
import { readJson } from '#portal/connectors/mapping/read-json.ts';
import { isList, isRecord, textAt, valueAt } from '#portal/connectors/mapping/source-record.ts';
import type { SourceRecord } from '#portal/connectors/mapping/source-record.ts';
import { TRYTON } from '#portal/connectors/presets/tryton.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import { plainRecord, typedMoment } from '#portal/connectors/tryton/tryton-record.ts';
import { mappingOf } from '#test/support/pulled-source.ts';

const FOLDER = new URL('../../../fixtures/tryton/', import.meta.url);
const CONTEXT: MapContext = { timeZone: 'Europe/Moscow', idPrefix: '', lookUp: () => null };
const SWITCHES = new Map([['active', 'boolean']]);

function rowsOf(name: string): SourceRecord[] {
  const answer = readJson(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  const rows = isRecord(answer) ? valueAt(answer, 'result') : null;
  return rows !== null && isList(rows) ? rows.filter(isRecord).map((row) => plainRecord(row, SWITCHES)) : [];
}

function mapped(kind: EntityKind, row: SourceRecord | undefined) {
  const feed = mappingOf(TRYTON).feeds.find((one) => one.kind === kind);
  if (feed === undefined || row === undefined) throw new Error(`nothing to map for ${kind}`);
  return mapRecord(feed, row, CONTEXT).head;
}

test('decimals keep their digits, times their microseconds, switches are switches', () => {
  const [, party] = rowsOf('customers');

  expect(party).toMatchObject({
    active: true,
    credit_limit_amount: '500000',
    create_date: '2026-11-22T00:21:14.009603Z',
    write_date: null,
  });
  expect(textAt(party ?? {}, 'addresses/0/rec_name')).toContain('Samara');
});

test('an order with what was read of its party and currency', () => {
  expect(mapped('order', rowsOf('orders')[0])).toMatchObject({
    ok: true,
    entity: {
      externalId: '2',
      number: '2',
      customerReference: 'PO-1001',
      counterpartyRef: '3',
      orderedOn: '2026-11-22',
      status: 'confirmed',
      currency: 'RUB',
      netMinor: 1_819_530n,
      taxMinor: 0n,
      grossMinor: 1_819_530n,
    },
  });
});

test('a row that was never changed has the time at which it was made', () => {
  const [party] = rowsOf('customers');

  expect(mapped('counterparty', party)).toMatchObject({
    ok: true,
    entity: { modifiedAt: new Date('2026-11-22T00:21:09.946Z') },
  });
});

test('an invoice owes what is left to pay', () => {
  expect(mapped('invoice', rowsOf('invoices')[0])).toMatchObject({
    ok: true,
    entity: { number: 'INV-2026-1', residualMinor: 562_500n, status: 'open', issuedOn: '2026-11-20' },
  });
});

test('a time is asked for as the server writes it', () => {
  expect(typedMoment(Date.parse('2026-11-21T10:02:03.004Z'))).toEqual({
    __class__: 'datetime',
    year: 2026,
    month: 11,
    day: 21,
    hour: 10,
    minute: 2,
    second: 3,
    microsecond: 4_000,
  });
});

test('bytes and whatever later versions add are no value of a row', () => {
  const row = { file: { __class__: 'bytes', base64: 'AA==' }, new: { __class__: 'range', from: '1' } };

  expect(plainRecord(row, new Map())).toEqual({ file: null, new: null });
});
