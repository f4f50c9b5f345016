import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Entry } from '../entry.ts';

/** A zip tells the time of day without a zone, so it is made of the builder's own. */
const BUILT_ON = new Date(2026, 0, 1);

/** A zip archive; links have no place in it. */
export async function writeZip(entries: readonly Entry[]): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const entry of entries.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    if (!('bytes' in entry)) throw new Error(`${entry.path}: a zip for Windows has no links`);
    const options = { mtime: BUILT_ON, forceDosTimestamp: true, compressionLevel: 9 };
    zip.addBuffer(Buffer.from(entry.bytes), entry.path, options);
  }
  zip.end();
  return buffer(zip.outputStream);
}
