import { parseEntity } from '../port.ts';
import type { EntityKind, Place, Problem, SourceRow } from '../port.ts';
import { readCell } from './cell.ts';
import type { Column, FileFormat } from './columns/column.ts';
import { DOCUMENT_FILE_NAME } from './manifest.ts';

/** The values of a record -> an entity, or everything that is wrong with them, by the names of the columns. */
export function readRecord<Kind extends EntityKind>(
  format: FileFormat<Kind>,
  columns: readonly Column[],
  { values, place }: { values: readonly string[]; place: Place },
): SourceRow<Kind> {
  if (values.length !== columns.length) {
    const reason = `has ${values.length} values where the first line names ${columns.length}`;
    return { ok: false, problems: [{ ...place, column: null, code: 'bad_format', reason }] };
  }
  const texts = new Map(columns.map(({ name }, index) => [name, values[index]?.trim() ?? '']));
  const fields: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const column of columns) {
    const text = texts.get(column.name) ?? '';
    const cell = readColumn(column, text, texts.get(column.currencyColumn ?? '') ?? '');
    if (cell === null) continue;
    if (!cell.ok) problems.push({ ...place, column: column.name, code: cell.code, reason: cell.reason });
    else if (column.field !== null) fields[column.field] = cell.value;
  }
  const row = parseEntity(format.kind, fields, place);
  if (row.ok && problems.length === 0) return row;
  return {
    ok: false,
    problems: [...problems, ...(row.ok ? [] : ofOtherColumns(format, problems, row.problems))],
  };
}

type ColumnValue =
  | { ok: true; value: unknown }
  | { ok: false; code: 'missing_value' | 'bad_value' | 'bad_file_name'; reason: string };

/** @returns null for an empty value that may be empty */
function readColumn(column: Column, text: string, currency: string): ColumnValue | null {
  if (text === '') {
    return column.isRequired ? { ok: false, code: 'missing_value', reason: 'a value is required' } : null;
  }
  if (column.field === 'fileName' && !DOCUMENT_FILE_NAME.test(text)) {
    return {
      ok: false,
      code: 'bad_file_name',
      reason: `${JSON.stringify(text)} is not a name for a document`,
    };
  }
  const cell = readCell(column.type, text, currency);
  return cell.ok ? cell : { ...cell, code: 'bad_value' };
}

/** The schema can't know that a field is missing because its value could not be read. */
function ofOtherColumns(
  format: FileFormat,
  told: readonly Problem[],
  problems: readonly Problem[],
): Problem[] {
  return problems
    .map((problem) => ({ ...problem, column: columnOf(format, problem.column) }))
    .filter(({ column }) => column === null || !told.some((other) => other.column === column));
}

function columnOf(format: FileFormat, field: string | null): string | null {
  return format.columns.find((column) => column.field === field)?.name ?? field;
}
