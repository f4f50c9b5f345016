/** Writes CBOR in CTAP2 canonical form. @see CTAP 2.1 section 8 */

export type CborInput = number | string | boolean | null | Uint8Array | readonly CborInput[] | CborInputMap;
export interface CborInputMap extends ReadonlyMap<number | string, CborInput> {}

export function encodeCbor(value: CborInput): Uint8Array {
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return withHead(3, Buffer.from(value, 'utf8'));
  return encodeObject(value);
}

function encodeObject(value: Uint8Array | readonly CborInput[] | CborInputMap): Uint8Array {
  if (value instanceof Uint8Array) return withHead(2, value);
  if (value instanceof Map) return encodeMap(value);
  const items = [...value].map((item) => encodeCbor(item));
  return Buffer.concat([head(4, items.length), ...items]);
}

function encodeMap(map: CborInputMap): Uint8Array {
  const pairs = [...map].map(([key, value]) => [encodeCbor(key), encodeCbor(value)] as const);
  pairs.sort(([one], [other]) => Buffer.compare(one, other));
  return Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
}

function withHead(majorType: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([head(majorType, content.byteLength), content]);
}

function head(majorType: number, argument: number): Uint8Array {
  const type = majorType << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 0x100) return Uint8Array.of(type | 24, argument);
  const bytes = Buffer.alloc(9);
  if (argument < 0x1_0000) {
    bytes.writeUInt16BE(argument, 1);
    bytes[0] = type | 25;
    return bytes.subarray(0, 3);
  }
  if (argument < 0x1_0000_0000) {
    bytes.writeUInt32BE(argument, 1);
    bytes[0] = type | 26;
    return bytes.subarray(0, 5);
  }
  bytes.writeBigUInt64BE(BigInt(argument), 1);
  bytes[0] = type | 27;
  return bytes;
}
