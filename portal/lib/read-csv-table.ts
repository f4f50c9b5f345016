import { readCsv } from './read-csv.ts';

export type TableRow<Column extends string> = { at: number; texts: Record<Column, string> };

export type TableFault<Column extends string> =
  | { kind: 'too_large' }
  | { kind: 'too_many' }
  | { kind: 'empty' }
  /** Columns that the head must name and does not. */
  | { kind: 'missing_columns'; columns: Column[] }
  /** Columns that no list has; what stands in a column of another name would be lost without a word. */
  | { kind: 'unknown_columns'; names: string[] }
  /** These lines are not as CSV demands. */
  | { kind: 'bad_lines'; lines: number[] };

export type TableShape<Column extends string> = {
  columns: readonly Column[];
  /** How the heads of columns may be written, in small letters. */
  names: Readonly<Record<string, Column>>;
  required: readonly Column[];
  bytesMax: number;
  rowsMax: number;
};

type Read<Column extends string> =
  { ok: true; rows: TableRow<Column>[] } | { ok: false; fault: TableFault<Column> };

/**
 * The rows of a CSV file with a head: comma or semicolon, quoted cells, with or without a byte order mark. Lines that
 * are no CSV, or have more or fewer cells than the head, are all named.
 */
export async function readCsvTable<Column extends string>(
  bytes: Uint8Array,
  shape: TableShape<Column>,
): Promise<Read<Column>> {
  if (bytes.byteLength > shape.bytesMax) return { ok: false, fault: { kind: 'too_large' } };
  const rows: TableRow<Column>[] = [];
  const badLines: number[] = [];
  let columns: readonly (Column | null)[] | null = null;
  for await (const record of readCsv(inOnePiece(bytes))) {
    if (!record.ok) {
      badLines.push(record.line);
      continue;
    }
    if (columns === null) {
      const head = readHead(record.values, shape);
      if (!head.ok) return head;
      columns = head.columns;
    } else if (record.values.every((value) => value.trim() === '')) {
      continue; // spreadsheets write empty rows at the end
    } else if (record.values.length === columns.length) {
      rows.push({ at: record.line, texts: toTexts(shape.columns, columns, record.values) });
    } else {
      badLines.push(record.line);
    }
  }
  if (badLines.length > 0) return { ok: false, fault: { kind: 'bad_lines', lines: badLines } };
  if (rows.length === 0) return { ok: false, fault: { kind: 'empty' } };
  if (rows.length > shape.rowsMax) return { ok: false, fault: { kind: 'too_many' } };
  return { ok: true, rows };
}

type Head<Column extends string> =
  { ok: true; columns: (Column | null)[] } | { ok: false; fault: TableFault<Column> };

function readHead<Column extends string>(
  heads: readonly string[],
  { names, required }: TableShape<Column>,
): Head<Column> {
  const known = heads.map((name) => {
    const plain = name
      .toLowerCase()
      .replaceAll(/[\s_]+/g, ' ')
      .trim();
    return { name, isEmpty: plain === '', column: Object.hasOwn(names, plain) ? names[plain] : undefined };
  });
  const unknown = known.filter(({ column, isEmpty }) => column === undefined && !isEmpty);
  const columns = known.map(({ column }) => column ?? null);
  const named = columns.filter((column) => column !== null);
  const missing = required.filter((column) => !named.includes(column));
  if (missing.length > 0) return { ok: false, fault: { kind: 'missing_columns', columns: missing } };
  if (unknown.length > 0 || new Set(named).size < named.length) {
    return { ok: false, fault: { kind: 'unknown_columns', names: unknown.map(({ name }) => name) } };
  }
  return { ok: true, columns };
}

function toTexts<Column extends string>(
  all: readonly Column[],
  columns: readonly (Column | null)[],
  values: readonly string[],
): Record<Column, string> {
  const cells = all.map((column) => {
    const place = columns.indexOf(column);
    return [column, place === -1 ? '' : (values[place] ?? '')] as const;
  });
  return Object.fromEntries(cells) as Record<Column, string>; // one cell a column
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
