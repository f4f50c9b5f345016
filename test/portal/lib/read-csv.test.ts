import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv, RECORD_CHARS } from '#portal/lib/read-csv.ts';
import type { CsvRecord } from '#portal/lib/read-csv.ts';

test('whatever can be written as CSV is read back as it was, in pieces of any size', async () => {
  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const value = fc.string({
    unit: fc.constantFrom('a', 'ж', '€', '😀', ' ', '"', ';', ',', '\n', "'", '\t'),
    maxLength: 12,
  });
  const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
    fc.record({
      header: fc.array(name, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 8 }),
    }),
  );
  const style = fc.record({
    separator: fc.constantFrom(';', ','),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    byteOrderMark: fc.constantFrom('', '\uFEFF'),
    hasLastLineEnd: fc.boolean(),
    chunkBytes: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      table,
      style,
      async ({ header, rows }, { separator, lineEnd, byteOrderMark, hasLastLineEnd, chunkBytes }) => {
        const lines = [header, ...rows].map((values) =>
          values.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator),
        );
        const text = byteOrderMark + lines.join(lineEnd) + (hasLastLineEnd ? lineEnd : '');

        expect(valuesOf(await read(text, chunkBytes))).toEqual([header, ...rows]);
      },
    ),
  );
});

test('values without quotes are taken as they stand, and empty lines are passed over', async () => {
  expect(valuesOf(await read('id;name\n\n1; Bolt \n2;\n'))).toEqual([
    ['id', 'name'],
    ['1', ' Bolt '],
    ['2', ''],
  ]);
});

test('a decimal comma stands in a file of semicolons, or between quotes', async () => {
  expect(valuesOf(await read('id;price\n1;12,5\n'))).toEqual([
    ['id', 'price'],
    ['1', '12,5'],
  ]);
  expect(valuesOf(await read('id,price\n1,"12,5"\n'))).toEqual([
    ['id', 'price'],
    ['1', '12,5'],
  ]);
});

test('a record knows the line it begins in', async () => {
  const records = await read('id;note\n1;"two\r\nlines"\n2;x\n');

  expect(records.map(({ line }) => line)).toEqual([1, 2, 4]);
  expect(valuesOf(records)[1]).toEqual(['1', 'two\nlines']);
});

test.each([
  ['a quote that is never closed', 'id;name\n1;"Bolt\n2;Nut\n', 2, 'bad_format'],
  ['a quote inside a plain value', 'id;name\n1;3/4" pipe\n', 2, 'bad_format'],
  ['text after a closing quote', 'id;name\n1;"Bolt"x\n', 2, 'bad_format'],
  ['a carriage return alone', 'id;name\r1;Bolt\r', 1, 'bad_format'],
  ['a record too long to be one', `id;name\n1;${'x'.repeat(RECORD_CHARS)}\n`, 2, 'too_large'],
  ['a line without an end', `id;name\n${'x'.repeat(300_000)}`, 2, 'too_large'],
])('%s ends the reading with the line it stands in', async (_, text, line, code) => {
  expect((await read(text, 65_536)).at(-1)).toMatchObject({ ok: false, line, code });
});

test('a quoted value does not grow beyond the limit by running over many lines', async () => {
  const text = `id;name\n1;"${'x\n'.repeat(RECORD_CHARS)}`;

  expect((await read(text, 65_536)).at(-1)).toMatchObject({ ok: false, line: 2, code: 'too_large' });
});

test('another encoding is refused with the line in which it shows', async () => {
  const windows1251 = Buffer.from([0x69, 0x64, 0x3b, 0x6e, 0x0a, 0x31, 0x3b, 0xc1, 0xee, 0xeb, 0xf2, 0x0a]);
  const utf16 = Buffer.from('\uFEFFid;n\n', 'utf16le');

  expect((await read(windows1251)).at(-1)).toMatchObject({ ok: false, line: 2, code: 'not_utf8' });
  expect((await read(utf16)).at(-1)).toMatchObject({ ok: false, line: 1, code: 'not_utf8' });
});

async function read(content: string | Uint8Array, chunkBytes = 16): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readCsv(chunksOf(Buffer.from(content), chunkBytes))) records.push(record);
  return records;
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

function valuesOf(records: readonly CsvRecord[]): string[][] {
  return records.map((record) => (record.ok ? record.values : [record.reason]));
}
