/** A stream of bytes as lines of text: UTF-8, ended by LF or CRLF. */

export interface LineFault {
  line: number;
  code: 'not_utf8' | 'too_large' | 'bad_format';
  reason: string;
}

export type Line = { ok: true; line: number; text: string } | ({ ok: false } & LineFault);

const LINE_BYTES = 262_144;
const LF = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/** @returns the lines, counted from 1, without their ends; after a fault it ends */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest: Uint8Array = new Uint8Array();
  let line = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      line += 1;
      const read = toLine(line, joined(rest, chunk.subarray(start, end)));
      yield read;
      if (!read.ok) return;
      rest = new Uint8Array();
      start = end + 1;
    }
    rest = joined(rest, chunk.subarray(start));
    if (rest.byteLength > LINE_BYTES) return yield tooLong(line + 1);
  }
  if (rest.byteLength > 0) yield toLine(line + 1, rest);
}

function joined(rest: Uint8Array, more: Uint8Array): Uint8Array {
  return rest.byteLength === 0 ? more : Buffer.concat([rest, more]);
}

function toLine(line: number, bytes: Uint8Array): Line {
  if (bytes.byteLength > LINE_BYTES) return tooLong(line);
  const decoded = decode(bytes);
  if (decoded === null) return { ok: false, line, code: 'not_utf8', reason: 'is not UTF-8' };
  const text = line === 1 && decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  const content = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (!content.includes('\r')) return { ok: true, line, text: content };
  return { ok: false, line, code: 'bad_format', reason: 'holds a carriage return that ends no line' };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return UTF_8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function tooLong(line: number): Line {
  return { ok: false, line, code: 'too_large', reason: `is longer than ${LINE_BYTES} bytes` };
}
