import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { commerceMlFileAt } from '#portal/connectors/commerceml/commerceml-file.server.ts';
import type { CommerceMlImport } from '#portal/connectors/commerceml/import-commerceml.server.ts';
import { READING_LIMITS } from '#portal/connectors/commerceml/reading-limits.ts';
import { inChunks, sampleBytes, sampleText, utf8, windows1251 } from './commerceml-files.ts';
import { file, goods, problemsOf, readModelOf, test } from './imports.ts';

describe('a set that is wrong changes nothing and says why', () => {
  const offers = sampleBytes('carono-offers.xml');
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
    '<КоммерческаяИнформация>&b;</КоммерческаяИнформация>';

  test.for<[string, Uint8Array, Partial<CommerceMlImport>, object]>([
    [
      'a DTD',
      utf8(bomb.replace(/ \[.*\]/, ' SYSTEM "file:///etc/passwd"')),
      {},
      { code: 'dtd_refused', line: 1 },
    ],
    ['an entity bomb', utf8(bomb), {}, { code: 'dtd_refused', line: 1 }],
    ['a truncated file', offers.subarray(0, 9_000), {}, { code: 'bad_markup', line: 206 }],
    ['an oversized file', offers, { limits: { ...READING_LIMITS, fileBytes: 9_000 } }, { code: 'too_large' }],
    [
      'a text that never ends',
      offers,
      { limits: { ...READING_LIMITS, textChars: 40 } },
      { code: 'too_large' },
    ],
    [
      'windows-1251 bytes that say UTF-8',
      windows1251(sampleText('carono-offers.xml')),
      {},
      { code: 'bad_encoding', line: 2 },
    ],
    [
      'UTF-8 bytes that say windows-1251',
      utf8(sampleText('carono-offers.xml').replace('UTF-8', 'windows-1251')),
      {},
      { code: 'bad_encoding' },
    ],
    [
      'an encoding that we do not read',
      utf8('<?xml version="1.0" encoding="koi8-r"?><a/>'),
      {},
      { code: 'bad_encoding' },
    ],
    ['a file of another sort', utf8('<rss/>'), {}, { code: 'bad_format', line: 1 }],
    ['an empty file', new Uint8Array(0), {}, { code: 'bad_format' }],
    [
      'an unknown currency',
      utf8(sampleText('carono-offers.xml').replace('RUB', 'XYZ')),
      {},
      { code: 'bad_value', line: 25 },
    ],
  ])('%s', async ([, bytes, differences, problem], { db, run }) => {
    await run({ 'orders.xml': sampleBytes('carono-orders.xml') });
    const before = await readModelOf(db);
    const outcome = await run(
      { 'import.xml': sampleBytes('carono-import-small.xml'), 'bad.xml': bytes },
      differences,
    );

    expect(problemsOf(outcome)).toContainEqual(expect.objectContaining({ file: 'bad.xml', ...problem }));
    expect(await readModelOf(db)).toBe(before);
    expect(await db.product.count()).toBe(0);
  });

  test('a file that is not there', async ({ run, tempFolder }) => {
    const outcome = await run({}, { files: [commerceMlFileAt(join(tempFolder, 'no.xml'))] });

    expect(problemsOf(outcome)).toMatchObject([{ file: 'no.xml', code: 'missing_file' }]);
  });

  test('a file that changes between the two readings', async ({ db, run }) => {
    const versions = [goods([1])['import.xml'], goods([2])['import.xml']];
    const changing = {
      name: 'import.xml',
      open: () => inChunks(versions.shift() ?? new Uint8Array(0), [1000]),
    };

    expect(problemsOf(await run({}, { files: [changing] }))).toMatchObject([{ code: 'checksum_differs' }]);
    expect(await db.product.count()).toBe(0);
  });

  test('goods that stand in it twice', async ({ db, run }) => {
    const { 'import.xml': first = new Uint8Array(0) } = goods([1, 2]);
    const outcome = await run({
      'a.xml': first,
      'b.xml': file(first.toString().replace(/<\/?Коммер[^>]*>/g, '')),
    });

    expect(problemsOf(outcome)).toMatchObject([{ code: 'duplicate' }, { code: 'duplicate' }]);
    expect(await db.product.count()).toBe(0);
  });

  test('every wrong record is named, not only the first', async ({ run }) => {
    const { 'offers.xml': bytes = new Uint8Array(0) } = goods([1, 2, 3], { price: 'дорого' });

    expect(problemsOf(await run({ 'offers.xml': bytes }))).toHaveLength(3);
  });

  test('many wrong records are counted, and the first hundred named', async ({ run }) => {
    const numbers = Array.from({ length: 120 }, (_, index) => index);
    const { 'offers.xml': bytes = new Uint8Array(0) } = goods(numbers, { price: 'дорого' });
    const outcome = await run({ 'offers.xml': bytes });

    expect(problemsOf(outcome)).toHaveLength(100);
    expect(outcome).toMatchObject({ problems: { total: 120 } });
  });

  test('what a file says begins no line of its own in a report', async ({ run }) => {
    const { 'offers.xml': bytes = new Uint8Array(0) } = goods([1], { price: '7&#10;ok: all is well' });
    const [problem] = problemsOf(await run({ 'offers.xml': bytes }));

    expect(problem?.reason).toContain('7 ok: all is well');
  });

  test('a refusal is in the log', async ({ db, run }) => {
    await run({ 'a.xml': utf8('<rss/>') });

    expect(await db.auditEvent.findMany({ select: { type: true } })).toEqual([{ type: 'import_refused' }]);
  });
});
