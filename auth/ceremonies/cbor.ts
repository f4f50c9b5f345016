/**
 * Strict decoder for the CBOR that authenticators write: CTAP2 canonical form and nothing else.
 * One byte string has exactly one meaning here, so nothing can hide in a second spelling:
 * shortest numbers, definite lengths, ascending unique map keys, no tags, no floats, at most four levels deep.
 * @see CTAP 2.1 section 8, "Message Encoding"
 */

export type CborValue = number | string | boolean | null | Uint8Array | CborArray | CborMap;
export interface CborArray extends ReadonlyArray<CborValue> {}
export interface CborMap extends ReadonlyMap<number | string, CborValue> {}

export type CborFault =
  | 'truncated'
  | 'trailing_bytes'
  | 'not_shortest_form'
  | 'number_too_large'
  | 'type_not_allowed'
  | 'text_not_utf8'
  | 'map_keys_not_ascending'
  | 'nested_too_deep';

type Item = { ok: true; value: CborValue; byteLength: number };
/** `byteLength` is where reading stopped. */
type Fault = { ok: false; fault: CborFault; value?: never; byteLength: number };
type Head = { majorType: number; argument: number };
type Cursor = { readonly bytes: Uint8Array; offset: number };

/** CTAP 2.1 section 8: "the maximum nesting depth is 4". */
const MAXIMUM_DEPTH = 4;

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, simple: 7 } as const;
const SIMPLE = { false: 20, true: 21, null: 22 } as const;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The one item that fills `bytes` from first to last. */
export function decodeCbor(bytes: Uint8Array): Item | Fault {
  const item = decodeCborPrefix(bytes);
  if (!item.ok) return item;
  if (item.byteLength !== bytes.byteLength)
    return { ok: false, fault: 'trailing_bytes', byteLength: item.byteLength };
  return item;
}

/** The item at the start of `bytes`, and how many bytes it takes; what follows is not looked at. */
export function decodeCborPrefix(bytes: Uint8Array): Item | Fault {
  const cursor: Cursor = { bytes, offset: 0 };
  try {
    const value = readItem(cursor, 0);
    return { ok: true, value, byteLength: cursor.offset };
  } catch (error) {
    if (error instanceof CborRefusal) return { ok: false, fault: error.fault, byteLength: cursor.offset };
    throw error;
  }
}

/** Ends the recursion at the first fault; never leaves this module. */
class CborRefusal extends Error {
  readonly fault: CborFault;
  constructor(fault: CborFault) {
    super(fault);
    this.fault = fault;
  }
}

function readItem(cursor: Cursor, depth: number): CborValue {
  const { majorType, argument } = readHead(cursor);
  switch (majorType) {
    case MAJOR.unsigned:
      return argument;
    case MAJOR.negative:
      return -1 - argument;
    case MAJOR.bytes:
      return new Uint8Array(take(cursor, argument));
    case MAJOR.text:
      return readText(take(cursor, argument));
    case MAJOR.array:
      return readArray(cursor, argument, deeper(depth));
    case MAJOR.map:
      return readMap(cursor, argument, deeper(depth));
    case MAJOR.simple:
      return readSimple(argument);
    default:
      throw new CborRefusal('type_not_allowed');
  }
}

function deeper(depth: number): number {
  if (depth === MAXIMUM_DEPTH) throw new CborRefusal('nested_too_deep');
  return depth + 1;
}

function readHead(cursor: Cursor): Head {
  const initialByte = readUnsigned(cursor, 1);
  const majorType = initialByte >> 5;
  const shortArgument = initialByte & 0x1f;
  if (shortArgument < 24) return { majorType, argument: shortArgument };
  // Above 27 are reserved values and indefinite lengths; a simple value with a longer argument is a float or unassigned.
  if (shortArgument > 27 || majorType === MAJOR.simple) throw new CborRefusal('type_not_allowed');
  return { majorType, argument: readLongArgument(cursor, 1 << (shortArgument - 24)) };
}

function readLongArgument(cursor: Cursor, width: number): number {
  const argument = readUnsigned(cursor, width);
  const fitsShorterForm = width === 1 ? argument < 24 : argument < 2 ** (4 * width);
  if (fitsShorterForm) throw new CborRefusal('not_shortest_form');
  if (argument >= Number.MAX_SAFE_INTEGER) throw new CborRefusal('number_too_large');
  return argument;
}

function readUnsigned(cursor: Cursor, width: number): number {
  return take(cursor, width).reduce((number, byte) => number * 256 + byte, 0);
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.offset + length;
  if (end > cursor.bytes.byteLength) throw new CborRefusal('truncated');
  const taken = cursor.bytes.subarray(cursor.offset, end);
  cursor.offset = end;
  return taken;
}

function readText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new CborRefusal('text_not_utf8');
  }
}

function readArray(cursor: Cursor, length: number, depth: number): CborArray {
  const items: CborValue[] = [];
  for (let index = 0; index < length; index += 1) items.push(readItem(cursor, depth));
  return items;
}

function readMap(cursor: Cursor, length: number, depth: number): CborMap {
  const entries = new Map<number | string, CborValue>();
  let previousKey: Uint8Array | null = null;
  for (let index = 0; index < length; index += 1) {
    const start = cursor.offset;
    const key = readKey(cursor, depth);
    const keyBytes = cursor.bytes.subarray(start, cursor.offset);
    // For shortest-form keys CTAP2's order (type, then length, then bytes) is plain byte order. Equal keys fail too.
    if (previousKey && Buffer.compare(previousKey, keyBytes) >= 0)
      throw new CborRefusal('map_keys_not_ascending');
    entries.set(key, readItem(cursor, depth));
    previousKey = keyBytes;
  }
  return entries;
}

function readKey(cursor: Cursor, depth: number): number | string {
  const key = readItem(cursor, depth);
  if (typeof key !== 'number' && typeof key !== 'string') throw new CborRefusal('type_not_allowed');
  return key;
}

function readSimple(simpleValue: number): boolean | null {
  switch (simpleValue) {
    case SIMPLE.false:
      return false;
    case SIMPLE.true:
      return true;
    case SIMPLE.null:
      return null;
    default:
      throw new CborRefusal('type_not_allowed');
  }
}
