import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '#portal/connectors/mapping/read-json.ts';
import { readMoment, readValue } from '#portal/connectors/mapping/read-value.ts';
import { readSpec } from '#portal/connectors/mapping/read-spec.ts';
import type { SourceRecord } from '#portal/connectors/mapping/source-record.ts';

const CONTEXT = { timeZone: 'Europe/Moscow', currency: 'RUB', idPrefix: '' };

describe('JSON', () => {
  test('numbers keep every digit that the source wrote', () => {
    const text =
      '{"a":9335.420000000000001,"b":-0.10,"c":12345678901234567890,"d":[1e3,{"e":"1 \\"2\\" 3"}],"f":null}';

    expect(readJson(text)).toEqual({
      a: '9335.420000000000001',
      b: '-0.10',
      c: '12345678901234567890',
      d: ['1e3', { e: '1 "2" 3' }],
      f: null,
    });
  });

  test('whatever JSON says is read as Node reads it, numbers apart', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const asTexts = JSON.stringify(readJson(text));
        const expected = JSON.stringify(JSON.parse(text), (_, value: unknown) =>
          typeof value === 'number' ? 'number' : value,
        );
        const isSameShape = asTexts.replaceAll(/"-?\d[\d.eE+-]*"/g, '"number"');
        expect(isSameShape).toBe(expected.replaceAll(/"-?\d[\d.eE+-]*"/g, '"number"'));
      }),
    );
  });

  test.each(['{"a":01}', '{"a":1.}', '{"a":-}', '{"a":"b', '{"a":1', '', '<html>', '{"a":+1}', '{"a":.5}'])(
    'half an answer or a page is refused: %s',
    (text) => {
      expect(() => readJson(text)).toThrow(/not JSON/);
    },
  );

  test('a hostile text takes no longer than its length', () => {
    const quotes = `{"a":"${'\\"'.repeat(500_000)}`;
    const backslashes = `{"a":"${'\\'.repeat(1_000_001)}"`;

    expect(() => readJson(quotes)).toThrow(/not JSON/);
    expect(() => readJson(backslashes)).toThrow(/not JSON/);
  });

  test('a field called __proto__ is a field like others', () => {
    const record = readJson('{"__proto__":{"polluted":"1"},"a":1}');

    expect(Object.getOwnPropertyNames(record)).toEqual(['__proto__', 'a']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('values', () => {
  test.each([
    ['day', '2026-11-01', '2026-11-01'],
    ['day', '2026-11-01T23:30:00', '2026-11-01'],
    ['day', '2026-11-01T23:30:00Z', '2026-11-02'],
    ['day', '/Date(1793145600000)/', '2026-10-28'],
    ['day', '0001-01-01T00:00:00', null],
    ['day', '0001-01-01', null],
    ['instant', '2026-11-01T12:00:00', new Date('2026-11-01T09:00:00Z')],
    ['instant', '2026-11-01T12:00:00.250+05:00', new Date('2026-11-01T07:00:00.250Z')],
    ['instant', '/Date(1793530200000+0000)/', new Date('2026-11-01T10:50:00Z')],
    ['reference', '00000000-0000-0000-0000-000000000000', null],
    ['text', '   ', null],
    ['text', ' a ', 'a'],
    ['reference', '   ABC', '   ABC'],
    ['decimal', '1.50', '1.5'],
    ['decimal', '-2.5E-2', '-0.025'],
    ['amount', '100.10', 10_010n],
    ['amount', '0.30000000000000004', 30n],
    ['whole', '7', 7],
    ['switch', 'true', true],
    ['switch', '0', false],
  ] as const)('%s from %s', (type, raw, value) => {
    expect(readValue(type, raw, CONTEXT)).toEqual(value);
  });

  test.each([
    ['day', '2026-02-30'],
    ['instant', 'yesterday'],
    ['decimal', '1,5'],
    ['amount', '0.005'],
    ['whole', '1.5'],
    ['switch', 'maybe'],
  ] as const)('%s is not guessed from %s', (type, raw) => {
    expect(() => readValue(type, raw, CONTEXT)).toThrow();
  });

  test('a time that is told finer than we count is cut off, not rounded into the future', () => {
    expect(readMoment('2026-11-01T00:00:00.9999999Z')).toEqual({
      ms: Date.parse('2026-11-01T00:00:00.999Z'),
      isLocal: false,
    });
  });
});

describe('where a value comes from', () => {
  const record: SourceRecord = {
    a: '5',
    none: '',
    on: true,
    nested: { b: '7' },
    lines: [{ tax: '1.10' }, { tax: '2.05' }, { tax: null }],
  };
  const read = (spec: Parameters<typeof readSpec>[0]) => readSpec(spec, record, () => null);

  test('a path, the first that says something, a constant, parts, a sum, a difference, a choice', () => {
    expect(read('nested/b')).toBe('7');
    expect(read('toString')).toBeNull();
    expect(read({ firstOf: ['none', 'missing', 'a'] })).toBe('5');
    expect(read({ value: 'x' })).toBe('x');
    expect(read({ join: ['a', 'nested/b'], by: '/' })).toBe('5/7');
    expect(read({ join: ['a', 'none'], by: '/' })).toBeNull();
    expect(read({ sum: 'lines', of: 'tax' })).toBe('3.15');
    expect(read({ minus: ['a', { sum: 'lines', of: 'tax' }] })).toBe('1.85');
    expect(read({ when: { field: 'on', is: ['true'] }, use: 'a', otherwise: 'nested/b' })).toBe('5');
  });

  test('a status that nobody has thought of is a fault, not a guess', () => {
    expect(() => read({ from: 'a', map: { 6: 'confirmed' } })).toThrow('"5" is not in the map');
    expect(read({ from: 'a', map: { 6: 'confirmed', '*': 'draft' } })).toBe('draft');
  });

  test('a currency is known by its number, its code or its one name', () => {
    expect(readSpec({ from: 'c', as: 'currency-name' }, { c: '643' }, () => null)).toBe('RUB');
    expect(() => readSpec({ from: 'c', as: 'currency-name' }, { c: 'у.е.' }, () => null)).toThrow(
      'no currency',
    );
  });
});
