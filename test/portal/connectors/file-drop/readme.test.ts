import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { FILE_FORMATS } from '#portal/connectors/file-drop/columns.ts';
import { ROW_COLUMNS } from '#portal/connectors/file-drop/columns/column.ts';
import type { Column, FileFormat } from '#portal/connectors/file-drop/columns/column.ts';
import { ENTITY_KINDS, ENTITY_SCHEMAS } from '#portal/connectors/port.ts';

const README = fileURLToPath(new URL('../../../../portal/connectors/file-drop/README.md', import.meta.url));
const COLUMNS_SECTION = /(<!-- columns: .* -->\n)[^]*(<!-- end of columns -->)/;

test('the README describes every file and every column that the reader knows', async () => {
  const readme = await readFile(README, 'utf8');

  const expected = readme.replace(COLUMNS_SECTION, (_, start, end) => `${start}\n${allFiles()}\n${end}`);

  await expect(await format(expected, { parser: 'markdown', printWidth: 110 })).toMatchFileSnapshot(README);
});

test.each(ENTITY_KINDS)('the file of kind %s fills every field that the port knows', (kind) => {
  const fields = FILE_FORMATS[kind].columns.map((column) => column.field).filter((field) => field !== null);

  // What a source says beyond the model has no columns: a CSV file has the columns that we name. Nor has the time at which
  // all rows of a document were said: a drop has its own, in the manifest.
  const known = Object.keys(ENTITY_SCHEMAS[kind].shape).filter(
    (field) => !['details', 'saidAt'].includes(field),
  );
  expect(fields.toSorted()).toEqual(known.toSorted());
});

test.each(ENTITY_KINDS)('no two columns of the file of kind %s share a name', (kind) => {
  const names = FILE_FORMATS[kind].columns.map((column) => column.name);

  expect(new Set(names).size).toBe(names.length);
});

test('every amount names a currency column of its own file', () => {
  for (const { columns } of Object.values(FILE_FORMATS)) {
    const names = columns.map((column) => column.name);
    for (const column of columns.filter(({ type }) => type === 'amount')) {
      expect(names).toContain(column.currencyColumn);
    }
  }
});

function allFiles(): string {
  const files = ENTITY_KINDS.map((kind) => oneFile(FILE_FORMATS[kind]));
  return [`Every file has these:\n\n${tableOf(ROW_COLUMNS)}`, ...files].join('\n');
}

function oneFile({ fileName, meaning, columns }: FileFormat): string {
  const own = columns.filter((column) => !ROW_COLUMNS.some((common) => common.name === column.name));
  return `### ${fileName}\n\n${meaning}\n\n${tableOf(own)}`;
}

function tableOf(columns: readonly Column[]): string {
  const rows = columns.map(
    (column) =>
      `| \`${column.name}\` | ${column.type} | ${column.isRequired ? 'yes' : ''} | ${meaningOf(column)} |`,
  );
  return `| column | type | required | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function meaningOf({ meaning, refersTo, choices, currencyColumn }: Column): string {
  const notes = [
    refersTo && `\`id\` in ${FILE_FORMATS[refersTo].fileName}`,
    choices?.map((choice) => `\`${choice}\``).join(', '),
    currencyColumn && `in the currency of \`${currencyColumn}\``,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? meaning : `${meaning} (${notes.join('; ')})`;
}
