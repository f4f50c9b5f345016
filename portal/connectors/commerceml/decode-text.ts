import { isUtf8 } from 'node:buffer';
import { CommerceMlFault } from './commerceml-fault.ts';

type Encoding = 'utf-8' | 'windows-1251';

const UTF8_BOM = [0xef, 0xbb, 0xbf];
/** Byte order marks of UTF-16 and UTF-32; both begin with one of these pairs. */
const OTHER_BOMS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0x00, 0x00],
];
/** The declaration and the root tag fit in here, so the encoding is settled before the first character. */
const HEAD_BYTES = 2048;
const PIECE_BYTES = 64 * 1024;
const ENCODING_NAMES: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'windows-1251': 'windows-1251',
  'cp-1251': 'windows-1251',
  cp1251: 'windows-1251',
  'win-1251': 'windows-1251',
  'x-cp1251': 'windows-1251',
};

/**
 * Turns the bytes of an XML file into text, piece by piece, whatever the size of the pieces that come in.
 * A byte order mark outweighs the declaration (RFC 7303, section 3.2); without either the file is UTF-8.
 * Bytes that are not in the encoding end the reading right behind the last good character: nothing is guessed.
 * @throws CommerceMlFault `file_empty`, `file_too_large`, `encoding_unsupported`, `encoding_contradicted`,
 * `bytes_not_in_encoding`
 * @see XML 1.0, appendix F
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  { maxBytes }: { maxBytes: number },
): AsyncGenerator<string> {
  let decoder: StreamDecoder | null = null;
  for await (const piece of piecesBehindHead(bytes, maxBytes)) {
    decoder ??= new StreamDecoder(encodingOf(piece));
    yield* decoder.decode(piece);
  }
  if (!decoder) throw new CommerceMlFault('file_empty', 'the file has no bytes');
  yield* decoder.end();
}

/** The first piece holds the whole head (or the whole file); none is longer than PIECE_BYTES. */
async function* piecesBehindHead(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of bytes) {
    total += chunk.byteLength;
    if (total > maxBytes)
      throw new CommerceMlFault('file_too_large', `the file is larger than ${maxBytes} bytes`);
    const held: Uint8Array = head ? Buffer.concat([head, chunk]) : chunk;
    if (head && held.byteLength < HEAD_BYTES) {
      head = held;
      continue;
    }
    head = null;
    yield* piecesOf(held);
  }
  if (head && head.byteLength > 0) yield head;
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES)
    yield bytes.subarray(start, start + PIECE_BYTES);
}

function encodingOf(head: Uint8Array): Encoding {
  if (OTHER_BOMS.some((mark) => beginsWith(head, mark))) {
    throw new CommerceMlFault(
      'encoding_unsupported',
      'the file is UTF-16 or UTF-32; save it as UTF-8 or windows-1251',
    );
  }
  if (beginsWith(head, UTF8_BOM)) return 'utf-8';
  const declared = declaredEncoding(head);
  if (declared === 'windows-1251' && readsAsUtf8(head)) {
    throw new CommerceMlFault(
      'encoding_contradicted',
      'the file says windows-1251 but its bytes are UTF-8; somebody converted it without changing its first line',
    );
  }
  return declared;
}

/** The declaration is ASCII in every encoding that we read. */
function declaredEncoding(head: Uint8Array): Encoding {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const name = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1];
  if (name === undefined) return 'utf-8';
  const encoding = ENCODING_NAMES[name.trim().toLowerCase()];
  if (encoding) return encoding;
  throw new CommerceMlFault(
    'encoding_unsupported',
    `the file says it is in "${name}"; UTF-8 and windows-1251 are read`,
  );
}

/** Cyrillic words in windows-1251 are never valid UTF-8, so a valid head with letters beyond ASCII settles it. */
function readsAsUtf8(head: Uint8Array): boolean {
  return head.some((byte) => byte > 0x7f) && isUtf8Beginning(head);
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** True if nothing in it is wrong so far; it may end inside a character. */
function isUtf8Beginning(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, wholeCharacters(bytes)));
}

/** Keeps the bytes of a character that a piece cut in two, so that a fault can be placed exactly. */
class StreamDecoder {
  readonly #encoding: Encoding;
  readonly #decoder: TextDecoder;
  #undecoded: Uint8Array = new Uint8Array(0);
  #isFirst = true;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  }

  *decode(piece: Uint8Array): Generator<string> {
    const bytes = this.#undecoded.byteLength > 0 ? Buffer.concat([this.#undecoded, piece]) : piece;
    const whole = this.#encoding === 'utf-8' ? wholeCharacters(bytes) : bytes.byteLength;
    this.#undecoded = bytes.slice(whole);
    yield* this.#decodeWhole(bytes.subarray(0, whole));
  }

  *end(): Generator<string> {
    yield* this.#decodeWhole(this.#undecoded);
  }

  *#decodeWhole(bytes: Uint8Array): Generator<string> {
    const good = this.#encoding === 'utf-8' ? goodLength(bytes) : bytes.byteLength;
    const text = this.#decoder.decode(bytes.subarray(0, good));
    yield this.#isFirst && text.startsWith('\ufeff') ? text.slice(1) : text;
    this.#isFirst = false;
    if (good < bytes.byteLength) {
      throw new CommerceMlFault(
        'bytes_not_in_encoding',
        'the file says it is UTF-8, but the next byte is not',
      );
    }
  }
}

/** How many bytes are left when a character that the end cuts in two is put aside. */
function wholeCharacters(bytes: Uint8Array): number {
  const end = bytes.byteLength;
  for (let back = 1; back <= 3 && back <= end; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? end - back : end;
    if (byte < 0x80) return end;
  }
  return end;
}

function sequenceLength(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}

/** The length of the longest beginning that is valid UTF-8; looked for only when something is wrong. */
function goodLength(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return bytes.byteLength;
  let good = 0;
  let bad = bytes.byteLength;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUtf8Beginning(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return wholeCharacters(bytes.subarray(0, good));
}
