/**
 * Reads CSV as RFC 4180 has it, without ever holding more than a record. What is not exactly right is reported, not
 * guessed: a guess would move a price into the wrong column.
 */
import { readLines } from './read-lines.ts';
import type { LineFault } from './read-lines.ts';

export const RECORD_CHARS = 65_536;

export type CsvRecord =
  /** `line` is where the record begins, counted from 1. */
  { ok: true; line: number; values: string[] } | ({ ok: false } & LineFault);

type Separator = ';' | ',';

/** @returns the records, the header first; after a fault in the structure of the file it ends */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  let separator: Separator | null = null;
  let pending: { line: number; text: string } | null = null;
  for await (const next of readLines(bytes)) {
    if (!next.ok) return yield next;
    if (pending === null && next.text === '') continue;
    const line: number = pending?.line ?? next.line;
    const text: string = pending === null ? next.text : `${pending.text}\n${next.text}`;
    if (text.length > RECORD_CHARS) {
      return yield fault(line, 'too_large', `is longer than ${RECORD_CHARS} characters`);
    }
    separator ??= separatorOf(text);
    const split = splitRecord(text, separator);
    if (split === 'open_quote') {
      pending = { line, text };
      continue;
    }
    pending = null;
    if (typeof split === 'string') return yield fault(line, 'bad_format', SPLIT_FAULT_REASON[split]);
    yield { ok: true, line, values: split };
  }
  if (pending !== null) yield fault(pending.line, 'bad_format', SPLIT_FAULT_REASON.open_quote);
}

/** The names of columns hold neither. */
function separatorOf(header: string): Separator {
  return header.includes(';') ? ';' : ',';
}

type SplitFault = 'open_quote' | 'stray_quote' | 'text_after_quote';

const SPLIT_FAULT_REASON: Readonly<Record<SplitFault, string>> = {
  open_quote: 'a quote is opened and never closed',
  stray_quote: 'a quote stands inside a value that is not quoted',
  text_after_quote: 'text follows a closing quote',
};

/** @returns the values; `open_quote` when a quoted value may go on in the next line */
function splitRecord(text: string, separator: Separator): string[] | SplitFault {
  if (!text.includes('"')) return text.split(separator);
  const values: string[] = [];
  let position = 0;
  for (;;) {
    const isQuoted = text[position] === '"';
    const end = isQuoted ? endOfQuoted(text, position) : endOfBare(text, position, separator);
    if (end === -1) return 'open_quote';
    const value = text.slice(position, end);
    if (!isQuoted && value.includes('"')) return 'stray_quote';
    values.push(isQuoted ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === text.length) return values;
    if (text[end] !== separator) return 'text_after_quote';
    position = end + 1;
  }
}

/** @returns the position after the closing quote, or -1 */
function endOfQuoted(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote === -1 ? -1 : quote + 1;
}

function endOfBare(text: string, start: number, separator: string): number {
  const end = text.indexOf(separator, start);
  return end === -1 ? text.length : end;
}

function fault(line: number, code: LineFault['code'], reason: string): CsvRecord {
  return { ok: false, line, code, reason };
}
