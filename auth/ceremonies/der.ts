/**
 * The little of DER that attestation certificates need: definite, shortest lengths and one-byte tags.
 * @see X.690 section 10
 */

export type DerElement = { tag: number; content: Uint8Array };

export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed: [0] and [3] of a certificate. */
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const;

const HIGH_TAG_NUMBER = 0x1f;
const LONG_LENGTH = 0x80;
const MAXIMUM_LENGTH_BYTES = 3;

/** All elements of a byte string, one after the other. Null when it does not divide into whole elements. */
export function readDerElements(bytes: Uint8Array): DerElement[] | null {
  const elements: DerElement[] = [];
  let rest = bytes;
  while (rest.byteLength > 0) {
    const header = readHeader(rest);
    if (!header) return null;
    const end = header.byteLength + header.contentLength;
    if (end > rest.byteLength) return null;
    elements.push({ tag: header.tag, content: rest.subarray(header.byteLength, end) });
    rest = rest.subarray(end);
  }
  return elements;
}

/** The content of the one element with this tag that fills `bytes`. */
export function readDer(bytes: Uint8Array, tag: number): Uint8Array | null {
  const elements = readDerElements(bytes);
  const element = elements?.[0];
  return elements?.length === 1 && element?.tag === tag ? element.content : null;
}

/** The members of the one SEQUENCE that fills `bytes`. */
export function readDerSequence(bytes: Uint8Array): DerElement[] | null {
  const content = readDer(bytes, DER_TAG.sequence);
  return content && readDerElements(content);
}

/** Content bytes of an OID as hex: two OIDs are equal exactly when these are. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function readHeader(bytes: Uint8Array): { tag: number; byteLength: number; contentLength: number } | null {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return null;
  if ((tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER) return null;
  if (first < LONG_LENGTH) return { tag, byteLength: 2, contentLength: first };

  const width = first - LONG_LENGTH;
  const lengthBytes = bytes.subarray(2, 2 + width);
  if (width === 0 || width > MAXIMUM_LENGTH_BYTES || lengthBytes.byteLength !== width) return null;
  const contentLength = lengthBytes.reduce((length, byte) => length * 256 + byte, 0);
  const isShortest = lengthBytes[0] !== 0 && contentLength >= LONG_LENGTH;
  return isShortest ? { tag, byteLength: 2 + width, contentLength } : null;
}
