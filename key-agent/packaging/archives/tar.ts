import { BUILT_AT } from '../entry.ts';
import type { Entry } from '../entry.ts';

const BLOCK = 512;
const PROGRAM_MODE = 0o755;
const FILE_MODE = 0o644;
const LINK_MODE = 0o777;

type Header = { name: string; mode: number; size: number; kind: '0' | '2' | '5'; linkTo: string };

/**
 * A tar archive (POSIX ustar): all files are root's, sorted, of one time, and every folder stands before what lies in it.
 * @throws Error where a path is too long for the format
 * @see POSIX.1-2008, pax, "ustar Interchange Format"
 */
export function writeTar(entries: readonly Entry[], prefix = ''): Uint8Array {
  const sorted = entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const folders = sorted.flatMap(({ path }) => foldersAbove(`${prefix}${path}`));
  const parts = [
    ...[...new Set(folders)].map((name) =>
      header({ name, mode: PROGRAM_MODE, size: 0, kind: '5', linkTo: '' }),
    ),
    ...sorted.flatMap((entry) => writeEntry(entry, prefix)),
    new Uint8Array(2 * BLOCK),
  ];
  return Buffer.concat(parts);
}

function writeEntry(entry: Entry, prefix: string): Uint8Array[] {
  const name = `${prefix}${entry.path}`;
  if ('linkTo' in entry) return [header({ name, mode: LINK_MODE, size: 0, kind: '2', linkTo: entry.linkTo })];
  const size = entry.bytes.byteLength;
  const mode = entry.isProgram ? PROGRAM_MODE : FILE_MODE;
  const padding = new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
  return [header({ name, mode, size, kind: '0', linkTo: '' }), entry.bytes, padding];
}

function header({ name, mode, size, kind, linkTo }: Header): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const { head, tail } = splitName(name);
  const put = (text: string, at: number) => block.write(text, at, 'utf8');
  const number = (value: number, at: number, width: number) =>
    put(`${value.toString(8).padStart(width - 1, '0')}\0`, at);
  put(tail, 0);
  number(mode, 100, 8);
  number(0, 108, 8); // the owner: root
  number(0, 116, 8); // and its group
  number(size, 124, 12);
  number(BUILT_AT.getTime() / 1_000, 136, 12);
  put(' '.repeat(8), 148); // the checksum counts as blanks while it is made
  put(kind, 156);
  put(linkTo, 157);
  put('ustar\x0000', 257);
  put('root', 265);
  put('root', 297);
  put(head, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A name of more than 100 bytes is cut at a slash; up to 155 bytes of folders stand in a field of their own. */
function splitName(name: string): { head: string; tail: string } {
  if (Buffer.byteLength(name) <= 100) return { head: '', tail: name };
  const slash = name.indexOf('/', name.length - 101);
  const [head, tail] = [name.slice(0, slash), name.slice(slash + 1)];
  if (slash < 0 || Buffer.byteLength(head) > 155 || Buffer.byteLength(tail) > 100)
    throw new Error(`${name} is too long for a tar archive`);
  return { head, tail };
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`).filter((name) => name !== './');
}
