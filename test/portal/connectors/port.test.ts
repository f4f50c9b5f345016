import { expect, test } from 'vitest';
import type { Drop } from '#portal/connectors/port.ts';
import { ENTITY_KINDS, ENTITY_SCHEMAS, PARENT_KIND, parseEntity } from '#portal/connectors/port.ts';

const PLACE = { file: 'orders.csv', line: 7 };

test('a field that a source leaves out is null, and the rest is as sent', () => {
  const parsed = parseEntity(
    'stock',
    { externalId: 's1', productRef: 'p1', warehouse: 'W', quantity: '12.500' },
    PLACE,
  );

  expect(parsed).toEqual({
    ok: true,
    place: PLACE,
    entity: {
      externalId: 's1',
      version: null,
      modifiedAt: null,
      isDeleted: false,
      details: [],
      productRef: 'p1',
      warehouse: 'W',
      quantity: '12.500',
      expectedOn: null,
    },
  });
});

test('each wrong field is reported with its place and name', () => {
  const parsed = parseEntity(
    'stock',
    { externalId: 's1', warehouse: 'W', quantity: 'lots', colour: 'red' },
    PLACE,
  );

  expect(parsed.ok ? [] : parsed.problems).toMatchObject([
    { ...PLACE, column: 'productRef', code: 'missing_value' },
    { ...PLACE, column: 'quantity', code: 'bad_value' },
    { ...PLACE, column: null, code: 'bad_value' },
  ]);
});

test('a discount is either a percentage or a fixed price', () => {
  const discount = { externalId: 'd1', counterpartyRef: 'c1', name: 'Card' };

  expect(parseEntity('source-discount', { ...discount, basisPoints: 500 }, PLACE).ok).toBe(true);
  expect(parseEntity('source-discount', discount, PLACE).ok).toBe(false);
  expect(parseEntity('source-discount', { ...discount, fixedPrice: '9.90' }, PLACE).ok).toBe(false);
});

test.each(['a\u0000b', 'a\u001b[31m', 'a\rb'])('a text with a control character is refused: %j', (name) => {
  expect(parseEntity('account-manager', { externalId: 'm1', name }, PLACE).ok).toBe(false);
});

test('what is referred to is applied before what refers to it', () => {
  const place = (kind: string) => ENTITY_KINDS.findIndex((known) => known === kind);
  for (const [child, parent] of Object.entries(PARENT_KIND)) expect(place(parent)).toBeLessThan(place(child));

  expect(place('counterparty')).toBeLessThan(place('order'));
});

test('no kind has a field for a holder, a role, a key, a membership or a notification address', () => {
  const fields = Object.values(ENTITY_SCHEMAS).flatMap((schema) => Object.keys(schema.shape));

  expect(
    fields.filter((field) => /holder|role|key|membership|notif|account|password|pin$/i.test(field)),
  ).toEqual([]);
});

test('a drop may speak for all rows of a kind, for all rows of some parents, or for single rows', () => {
  const drop = {
    fingerprint: 'f',
    asOf: new Date('2026-11-22T00:00:00Z'),
    parts: [
      { kind: 'order', covers: { of: 'rows' }, rowCount: 0, rows: noRows },
      { kind: 'order-line', covers: { of: 'parents', parents: noRows }, rowCount: 0, rows: noRows },
      { kind: 'product', covers: { of: 'kind' }, rowCount: null, rows: noRows },
    ],
    readDocument: () => Promise.reject(new Error('there is none')),
  } satisfies Drop;

  expect(drop.parts.map((part) => part.covers.of)).toEqual(['rows', 'parents', 'kind']);
});

async function* noRows(): AsyncGenerator<never> {}
