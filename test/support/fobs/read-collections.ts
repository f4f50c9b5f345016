const SIZES = [0, 1, 2, 4] as const;
const USAGE_PAGE = 0x04;
const USAGE = 0x08;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;
const LONG_ITEM = 0xfe;

/**
 * The top-level collections of a report descriptor, as a system tells them to programs.
 * @see USB Device Class Definition for HID 1.11, section 6.2.2
 */
export function readCollections(descriptor: Uint8Array): { usagePage: number; usage: number }[] {
  const found: { usagePage: number; usage: number }[] = [];
  let [usagePage, usage, depth] = [0, 0, 0];
  for (let at = 0; at < descriptor.byteLength;) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) throw new Error('long items are not used by any device here');
    const size = SIZES[(prefix & 0x03) as 0 | 1 | 2 | 3];
    const value = Buffer.from(descriptor).subarray(at + 1, at + 1 + size);
    const number = size === 0 ? 0 : value.readUIntLE(0, size);
    const item = prefix & 0xfc;
    if (item === USAGE_PAGE) usagePage = number;
    if (item === USAGE) usage = number;
    if (item === COLLECTION) {
      if (depth === 0) found.push({ usagePage, usage });
      depth += 1;
    }
    if (item === END_COLLECTION) depth -= 1;
    at += 1 + size;
  }
  return found;
}
