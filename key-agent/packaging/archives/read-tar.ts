const BLOCK = 512;

/**
 * The files of a tar archive by their paths, for archives that npm made: plain files, no links.
 * @see POSIX.1-2008, pax, "ustar Interchange Format"
 */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= archive.byteLength;) {
    const header = Buffer.from(archive.buffer, archive.byteOffset + at, BLOCK);
    const text = (from: number, length: number) =>
      header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break; // two empty blocks end the archive
    const size = Number.parseInt(text(124, 12), 8);
    const [from, head] = [at + BLOCK, text(345, 155)];
    if (['', '0'].includes(text(156, 1)))
      files.set(head === '' ? name : `${head}/${name}`, archive.subarray(from, from + size));
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
