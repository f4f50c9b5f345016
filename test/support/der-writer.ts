/** Writes the DER that test certificates are made of. @see X.690 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function derElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag, ...derLength(content.byteLength)), content]);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

export const derSequence = (...members: readonly Uint8Array[]) => derElement(TAG.sequence, ...members);
export const derSet = (...members: readonly Uint8Array[]) => derElement(TAG.set, ...members);
export const derOctetString = (bytes: Uint8Array) => derElement(TAG.octetString, bytes);
export const derBitString = (bytes: Uint8Array, unusedBits = 0) =>
  derElement(TAG.bitString, Uint8Array.of(unusedBits), bytes);
export const derBoolean = (value: boolean) => derElement(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const derNull = () => derElement(TAG.null);
export const derUtf8 = (text: string) => derElement(TAG.utf8, Buffer.from(text, 'utf8'));
export const derPrintable = (text: string) => derElement(TAG.printable, Buffer.from(text, 'latin1'));

/** A number that is not negative, big-endian. */
export function derInteger(bytes: Uint8Array): Uint8Array {
  const needsSignByte = (bytes[0] ?? 0) >= 0x80;
  return derElement(TAG.integer, ...(needsSignByte ? [Uint8Array.of(0), bytes] : [bytes]));
}

/** `YYYYMMDDHHMMSSZ`. */
export function derTime(instant: Date): Uint8Array {
  const text = `${instant.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return derElement(TAG.generalizedTime, Buffer.from(text, 'latin1'));
}

export function derOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return derElement(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
