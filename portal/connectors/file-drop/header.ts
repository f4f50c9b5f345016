import type { Problem } from '../port.ts';
import type { Column, FileFormat } from './columns/column.ts';

export type Header = { ok: true; columns: readonly Column[] } | { ok: false; problems: Problem[] };

/** @returns the columns in the order of the file, or each name that is unknown, missing or there twice */
export function readHeader(format: FileFormat, names: readonly string[]): Header {
  const known = new Map<string, Column>(format.columns.map((column) => [column.name, column]));
  const trimmed = names.map((name) => name.trim());
  const problems = [
    ...trimmed.filter((name) => !known.has(name)).map((name) => unknown(format, name)),
    ...trimmed.filter((name, index) => trimmed.indexOf(name) !== index).map((name) => repeated(format, name)),
    ...format.columns
      .filter(({ name, isRequired }) => isRequired && !trimmed.includes(name))
      .map(({ name }) => missing(format, name)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, columns: trimmed.flatMap((name) => known.get(name) ?? []) };
}

function unknown(format: FileFormat, name: string): Problem {
  return inHeader(format, name, 'unknown_column', `there is no column ${JSON.stringify(name)} in this file`);
}

function repeated(format: FileFormat, name: string): Problem {
  return inHeader(format, name, 'duplicate', `the column ${JSON.stringify(name)} stands here twice`);
}

function missing(format: FileFormat, name: string): Problem {
  return inHeader(format, name, 'missing_column', `the column ${JSON.stringify(name)} is missing`);
}

function inHeader({ fileName }: FileFormat, column: string, code: Problem['code'], reason: string): Problem {
  return { file: fileName, line: 1, column, code, reason };
}
