import { describe, expect, test } from 'vitest';
import { parseMapping } from '#portal/connectors/mapping/check-mapping.ts';
import { findPreset, PRESET_NAMES } from '#portal/connectors/presets/presets.ts';

const FEED = {
  kind: 'account-manager',
  set: 'Managers',
  key: ['id'],
  cursor: { by: 'none' },
  fields: { name: 'name' },
};

function aMapping(feed: object = {}, differences: object = {}): object {
  return {
    mapping: 1,
    title: 'test',
    dialect: 'v4',
    paging: { by: 'skip' },
    feeds: [{ ...FEED, ...feed }],
    ...differences,
  };
}

function faultsOf(value: unknown): string[] {
  const parsed = parseMapping(value);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

test.each(PRESET_NAMES)('the preset %s is a right mapping', (name) => {
  expect(faultsOf(findPreset(name))).toEqual([]);
});

describe('a wrong mapping is told with its place and what to do:', () => {
  test.each([
    [
      'a needed field that is not mapped',
      { fields: {} },
      'feeds.0.fields: name of account-manager is needed and is not mapped',
    ],
    [
      'a field that there is not',
      { fields: { name: 'n', salary: 's' } },
      'feeds.0.fields.salary: account-manager has no such field; it has version, modifiedAt, name, phone, email',
    ],
    [
      'a lookup that there is not',
      { fields: { name: { from: 'id', lookUp: 'people/name' } } },
      'feeds.0.fields.name.lookUp: there is no lookup people',
    ],
    [
      'a version that would differ each time',
      { cursor: { by: 'version', field: 'DataVersion' } },
      'feeds.0.fields.version: must be DataVersion, which the cursor compares',
    ],
    [
      'lines that hang on nothing',
      { lines: { kind: 'order-line', in: 'x', key: ['n'], fields: {} } },
      'feeds.0.lines.kind: order-line is nothing that hangs on account-manager',
    ],
    ['a set that leaves the service', { set: '../../other' }, 'feeds.0.set: is not the name of a set'],
    ['a set with a question of its own', { set: 'Managers?$top=1' }, 'feeds.0.set: is not the name of a set'],
    [
      'an overlap that would lose rows',
      { cursor: { by: 'modified', field: 'm', overlapSeconds: 0 } },
      'feeds.0.cursor.overlapSeconds: Too small: expected number to be >=2',
    ],
  ])('%s', (_, feed, fault) => {
    expect(faultsOf(aMapping(feed))).toContain(fault);
  });

  test('a status that is none of ours', () => {
    const fields = {
      number: 'n',
      orderedOn: 'd',
      currency: 'c',
      netMinor: 'a',
      taxMinor: 'a',
      grossMinor: 'a',
    };
    const status = { from: 's', map: { Done: 'done' } };

    const [fault] = faultsOf(aMapping({ kind: 'order', fields: { ...fields, status } }));

    expect(fault).toContain('feeds.0.fields.status: done is not one of draft, quoted, confirmed');
  });

  test('amounts without a currency', () => {
    const lines = {
      kind: 'order-line',
      set: 'L',
      fields: { orderRef: 'o', lineNo: 'n', name: 'x', quantity: 'q', netMinor: 'a' },
    };

    expect(faultsOf(aMapping(lines))).toEqual([
      'feeds.0.fields: netMinor is an amount: say its currency in amountsIn',
    ]);
  });

  test('one kind from two sets, since what one of them lacks would seem to be gone', () => {
    expect(faultsOf(aMapping({}, { feeds: [FEED, FEED] }))).toEqual([
      'feeds.1.kind: account-manager is given by feeds.0 already',
    ]);
  });

  test('a setting that is not asked for', () => {
    expect(faultsOf(aMapping({}, { idPrefix: '{company}:' }))).toEqual([
      'idPrefix: {company} is not among the settings',
    ]);
  });
});

test('a mapping is data: nothing of it is run, however it is nested or named', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 5_000; level += 1) deep = { from: deep };

  expect(faultsOf(aMapping({ fields: { name: deep } }))[0]).toContain('is nested too deeply');
  expect(faultsOf(aMapping({ fields: { name: { from: 'x', as: 'eval' } } }))).toHaveLength(1);
  expect(faultsOf(aMapping({ fields: { name: { run: 'process.exit()' } } }))[0]).toContain(
    'is neither a path',
  );
});
