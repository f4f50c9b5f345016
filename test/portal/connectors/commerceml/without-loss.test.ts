import { describe, expect, test } from 'vitest';
import { isDeliberatelyUnused } from '#portal/connectors/commerceml/deliberately-unused.ts';
import { parseEntity } from '#portal/connectors/port.ts';
import { SAMPLES, sampleText, utf8 } from './commerceml-files.ts';
import type { SampleName } from './commerceml-files.ts';
import { faultsOf, mapSet, warningsOf } from './mapped-set.ts';

/** A text or attribute value of a file: where it stands and what a change of it makes of the file. */
type Leaf = { path: string; value: string; changed: string };

const MARK = '¤';

function leavesOf(text: string): Leaf[] {
  const leaves: Leaf[] = [];
  const path: string[] = [];
  for (const match of text.matchAll(/<\?[^]*?\?>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>([^<]*)/g)) {
    const [whole, closing = '', name = '', attributes = '', selfClosing = '', following = ''] = match;
    if (whole.startsWith('<?')) continue;
    if (closing) {
      path.pop();
      continue;
    }
    path.push(name);
    const change = (from: number, length: number): string =>
      text.slice(0, from + length) + MARK + text.slice(from + length);
    for (const attribute of attributes.matchAll(/([^\s=]+)="([^"]*)"/g)) {
      const [, attributeName = '', value = ''] = attribute;
      if (attributeName.startsWith('xmlns')) continue;
      const end = match.index + 1 + name.length + attribute.index + attributeName.length + 2;
      leaves.push({ path: `${path.join('/')}@${attributeName}`, value, changed: change(end, value.length) });
    }
    if (following.trim() !== '') {
      const at = match.index + whole.length - following.length;
      const value = following.trim();
      const changed = change(at + following.indexOf(value), value.length);
      leaves.push({ path: path.join('/'), value, changed });
    }
    if (selfClosing) path.pop();
  }
  return leaves;
}

/** All that an import makes of the file, as text. */
async function resultOf(name: SampleName, text: string): Promise<string> {
  const others = Object.fromEntries(
    SAMPLES.filter((sample) => sample !== name).map((sample) => [sample, utf8(asUtf8(sampleText(sample)))]),
  );
  const set = await mapSet({ ...others, [name]: utf8(asUtf8(text)) });
  const file = set.surveyed.find((surveyed) => surveyed.name === name);
  const { catalogues, packages, dictionaries } = set.survey;
  // A warehouse or group that no row of the set refers to stands ready in the dictionaries.
  const words = [[...dictionaries.warehouses], [...dictionaries.groups]];
  const lists = [file?.schemaVersion, file?.formedAt, catalogues, packages];
  const facts = [words, lists, warningsOf(set), faultsOf(set), set.rows];
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

function asUtf8(text: string): string {
  return text.replace('windows-1251', 'UTF-8');
}

describe.each(SAMPLES)('%s', (name) => {
  test('every value in it can be found again: in a row, in the facts of the file, or on the list of what is left out', async () => {
    const text = sampleText(name);
    const untouched = await resultOf(name, text);
    const lost: string[] = [];
    for (const { path, value, changed } of leavesOf(text)) {
      const isListed = isDeliberatelyUnused(path);
      const isKept = (await resultOf(name, changed)) !== untouched;
      if (isKept === isListed) lost.push(`${path} = ${value} (${isListed ? 'listed, but read' : 'lost'})`);
    }
    expect(lost).toEqual([]);
  });

  test('it is read without a fault or a warning of something unread', async () => {
    const set = await mapSet({ [name]: utf8(asUtf8(sampleText(name))) });

    expect(faultsOf(set)).toEqual([]);
    expect(warningsOf(set).filter((warning) => warning.startsWith('not_read'))).toEqual([]);
  });
});

test('every row of the samples passes the port', async () => {
  const set = await mapSet(Object.fromEntries(SAMPLES.map((name) => [name, utf8(asUtf8(sampleText(name)))])));
  const refused = set.rows.flatMap(({ kind, row }) => {
    const parsed = parseEntity(kind, row, { file: 'sample', line: null });
    return parsed.ok ? [] : parsed.problems.map(({ column, reason }) => `${kind} ${column}: ${reason}`);
  });

  expect(refused).toEqual([]);
  expect(set.rows.length).toBeGreaterThan(0);
});

test('an element that nobody knows is kept with its record, or named if there is no record to keep it with', async () => {
  const set = await mapSet({
    'a.xml': utf8(
      '<КоммерческаяИнформация><Новое>1</Новое><Каталог><Товары><Товар><Ид>1</Ид><Наименование>Гайка</Наименование>' +
        '<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Вес</Наименование><Значение>0.1</Значение>' +
        '</ЗначениеРеквизита></ЗначенияРеквизитов><Упаковка Вид="ящик"><Слой>2</Слой></Упаковка>' +
        '</Товар></Товары></Каталог></КоммерческаяИнформация>',
    ),
  });

  expect(warningsOf(set)).toEqual(['not_read: КоммерческаяИнформация/Новое']);
  expect(set.rows[0]?.row.details).toEqual([
    { name: 'Вес', value: '0.1' },
    { name: 'Упаковка / Вид', value: 'ящик' },
    { name: 'Упаковка / Слой', value: '2' },
  ]);
});
