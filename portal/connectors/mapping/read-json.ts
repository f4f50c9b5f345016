import { SourceFault } from '../http/source-fault.ts';
import type { SourceValue } from './source-record.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
/** RFC 8259, section 6. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON without making floats of its numbers: 9335.42 comes as the text `9335.42`, and an id of twenty digits
 * keeps them all. Each number is put into quotes, then Node's own parser does the rest. Linear in the text's length.
 * @throws SourceFault `not_understood`
 */
export function readJson(text: string): SourceValue {
  try {
    // Without a reviver JSON.parse makes strings, booleans, nulls, arrays and plain objects, and no number is left.
    return JSON.parse(quoteNumbers(text)) as SourceValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SourceFault(
      'not_understood',
      `the answer is not JSON${beginsAsPage(text) ? ', but a page' : ''}`,
    );
  }
}

function beginsAsPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}

function quoteNumbers(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    const end = code === MINUS || isDigit(code) ? endOfNumber(text, at) : null;
    if (end === null) {
      at += 1;
    } else {
      pieces.push(text.slice(from, at), '"', text.slice(at, end), '"');
      from = end;
      at = end;
    }
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Behind the closing quote, or the end of a text that has none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (backslashesBefore(text, at) % 2 === 0) return at + 1;
  }
  return text.length;
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text.charCodeAt(at - 1 - count) === BACKSLASH) count += 1;
  return count;
}

/** Null for what is no number: it is left as it is, for the parser to refuse. */
function endOfNumber(text: string, start: number): number | null {
  NUMBER.lastIndex = start;
  return NUMBER.test(text) ? NUMBER.lastIndex : null;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
