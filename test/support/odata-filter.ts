/** Reads and evaluates `$filter` as the emulators understand it; strict about each version's own literals. */
export type EmulatedValue = string | number | boolean | null;
export type EmulatedRow = { [field: string]: EmulatedValue | EmulatedRow | EmulatedRow[] };
type Test = (row: EmulatedRow) => boolean;

const TOKEN =
  /\s*(?:(guid|datetime|datetimeoffset)'([^']*)'|'((?:[^']|'')*)'|([()])|(\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)|([0-9a-f]{8}-[0-9a-f-]{27})|(-?\d+(?:\.\d+)?[LM]?)|([\p{L}_@][\p{L}\p{N}_@./]*))/uy;

type Token = { kind: 'quoted' | 'text' | 'bracket' | 'time' | 'guid' | 'number' | 'word'; text: string };

/** @throws Error with the sentence that the emulator answers with */
export function parseFilter(text: string, version: 'v2' | 'v3' | 'v4'): Test {
  const tokens = tokensOf(text, version);
  let at = 0;
  const take = (): Token => tokens[at++] ?? fail('the filter ends too early');
  const isNext = (word: string): boolean => tokens[at]?.text === word;

  const readOr = (): Test => {
    let left = readAnd();
    while (isNext('or')) {
      take();
      const [before, right] = [left, readAnd()];
      left = (row) => before(row) || right(row);
    }
    return left;
  };
  const readAnd = (): Test => {
    let left = readTerm();
    while (isNext('and')) {
      take();
      const [before, right] = [left, readTerm()];
      left = (row) => before(row) && right(row);
    }
    return left;
  };
  const readTerm = (): Test => {
    if (isNext('(')) {
      take();
      const inner = readOr();
      if (take().text !== ')') fail('a bracket is not closed');
      return inner;
    }
    const [field, operator, literal] = [take(), take(), take()];
    if (field.kind !== 'word') fail(`${field.text} is no field`);
    return comparison(field.text, operator.text, literal);
  };
  const test = readOr();
  if (at < tokens.length) fail(`${tokens[at]?.text ?? ''} was not expected`);
  return test;
}

function tokensOf(text: string, version: 'v2' | 'v3' | 'v4'): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) return fail(`"${text}" can't be read`);
    const [, prefix, quoted, string, bracket, time, guid, number, word] = match;
    if (prefix !== undefined && version === 'v4') fail(`${prefix}'…' is no literal of version 4`);
    if ((time ?? guid) !== undefined && version !== 'v4') fail('a literal without its prefix');
    if (quoted !== undefined) tokens.push({ kind: prefix === 'guid' ? 'guid' : 'time', text: quoted });
    else if (string !== undefined) tokens.push({ kind: 'text', text: string.replaceAll("''", "'") });
    else if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket });
    else if (time !== undefined) tokens.push({ kind: 'time', text: time });
    else if (guid !== undefined) tokens.push({ kind: 'guid', text: guid });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number.replace(/[LM]$/, '') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function comparison(field: string, operator: string, literal: Token): Test {
  const wanted =
    literal.kind === 'word' ? { true: true, false: false, null: null }[literal.text] : literal.text;
  if (wanted === undefined) fail(`${literal.text} is no literal`);
  return (row) => {
    const value = row[field];
    if (value === undefined) fail(`Property "${field}" does not exist`);
    if (wanted === null || value === null) {
      const isSame = (value ?? null) === wanted;
      return operator === 'eq' ? isSame : operator === 'ne' && !isSame;
    }
    const order = compare(value, wanted, literal.kind);
    return (
      { eq: order === 0, ne: order !== 0, gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[
        operator
      ] ?? fail(operator)
    );
  };
}

function compare(value: unknown, wanted: unknown, kind: Token['kind']): number {
  if (kind === 'number') return Number(value) - Number(wanted);
  if (kind === 'time') return compareTexts(timeKey(String(value)), timeKey(String(wanted)));
  return compareTexts(String(value), String(wanted));
}

/** Times as they are stored, with all their digits. */
export function timeKey(text: string): string {
  const [clock = '', fraction = ''] = text.replace(/Z$/, '').split('.');
  return `${clock.length === 10 ? `${clock}T00:00:00` : clock}.${fraction.padEnd(9, '0')}`;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
