/**
 * The little of DER that attestation certificates need: definite, shortest lengths and one-byte tags.
 * Anything else throws `DerFault`, which whoever reads a whole certificate turns into an outcome.
 * @see X.690 section 10
 */

export type DerElement = { tag: number; content: Uint8Array };

export class DerFault extends Error {}

export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  /** Context-specific, constructed: [0] and [3] of a certificate. */
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const;

const HIGH_TAG_NUMBER = 0x1f;
const LONG_LENGTH = 0x80;

/** All elements of a byte string, one after the other. */
export function readDerElements(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let rest = bytes; rest.byteLength > 0;) {
    const { tag, headerLength, contentLength } = readHeader(rest);
    const end = headerLength + contentLength;
    if (end > rest.byteLength) throw new DerFault('an element is longer than the bytes');
    elements.push({ tag, content: rest.subarray(headerLength, end) });
    rest = rest.subarray(end);
  }
  return elements;
}

/** Content of the one element with this tag that fills `bytes`. */
export function readDer(bytes: Uint8Array, tag: number): Uint8Array {
  const elements = readDerElements(bytes);
  if (elements.length !== 1) throw new DerFault(`${elements.length} elements in place of one`);
  return contentOf(elements[0], tag);
}

/** The members of the one SEQUENCE that fills `bytes`. */
export function readDerSequence(bytes: Uint8Array): DerElement[] {
  return readDerElements(readDer(bytes, DER_TAG.sequence));
}

/** Content of an element that must be there and have this tag. */
export function contentOf(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new DerFault(`tag ${element?.tag} in place of ${tag}`);
  return element.content;
}

/** An OID by the hex of its content: two are equal exactly when these are. */
export function oidOf(element: DerElement | undefined): string {
  return Buffer.from(contentOf(element, DER_TAG.oid)).toString('hex');
}

function readHeader(bytes: Uint8Array): { tag: number; headerLength: number; contentLength: number } {
  // A missing length fails like an indefinite one.
  const [tag = 0, first = LONG_LENGTH] = bytes;
  if ((tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER) throw new DerFault('a tag of several bytes');
  if (first < LONG_LENGTH) return { tag, headerLength: 2, contentLength: first };

  const width = first - LONG_LENGTH;
  const lengthBytes = bytes.subarray(2, 2 + width);
  const contentLength = lengthBytes.reduce((length, byte) => length * 256 + byte, 0);
  // Also refuses the indefinite length, which has no length bytes, and a length that is cut short.
  if (contentLength < LONG_LENGTH || contentLength < 256 ** (width - 1))
    throw new DerFault('a length not in its shortest form');
  return { tag, headerLength: 2 + width, contentLength };
}
