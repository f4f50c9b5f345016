import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntityOf } from '#portal/connectors/port.ts';
import { rowHashOf, rowIdOf } from '#portal/connectors/row-id.ts';
import { RowIdSet } from '#portal/connectors/engine/row-id-set.ts';

const MANAGER: EntityOf<'account-manager'> = {
  externalId: 'm1',
  version: null,
  modifiedAt: null,
  isDeleted: false,
  details: [],
  name: 'Anna',
  phone: null,
  email: null,
};

test('a row keeps its id whenever and wherever it is computed', () => {
  expect(rowIdOf('source-erp', 'order', '1001')).toBe(rowIdOf('source-erp', 'order', '1001'));
  expect(rowIdOf('source-erp', 'order', '1001')).toMatch(/^[\w-]{22}$/);
});

test('no two sources, kinds or external ids share a row id, however they are spelled', () => {
  const ids = [
    rowIdOf('a', 'order', 'b'),
    rowIdOf('b', 'order', 'a'),
    rowIdOf('a', 'order-line', 'b'),
    rowIdOf('a', 'order', '","order","b'),
    rowIdOf('a', 'order', 'B'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('a row has another hash as soon as anything about it differs', () => {
  const hashes = [
    MANAGER,
    { ...MANAGER, name: 'Anna ' },
    { ...MANAGER, phone: '1' },
    { ...MANAGER, email: '1' },
    { ...MANAGER, version: '2' },
    { ...MANAGER, modifiedAt: new Date(0) },
  ].map(rowHashOf);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(rowHashOf({ ...MANAGER })).toBe(rowHashOf(MANAGER));
});

test('the compact set of row ids holds what an ordinary set holds', () => {
  const rowId = fc.nat({ max: 3_000 }).map((number) => rowIdOf('source-erp', 'order', String(number)));
  fc.assert(
    fc.property(fc.array(rowId, { maxLength: 4_000, size: 'max' }), (ids) => {
      const compact = new RowIdSet();
      const ordinary = new Set<string>();
      for (const id of ids) {
        expect(compact.add(id)).toBe(!ordinary.has(id));
        ordinary.add(id);
      }
      expect(compact.size).toBe(ordinary.size);
      expect([...ordinary].every((id) => compact.has(id))).toBe(true);
      expect(compact.has(rowIdOf('another', 'order', '1'))).toBe(false);
    }),
    { numRuns: 20 },
  );
});
