import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { CommerceMlFault } from './commerceml-fault.ts';
import type { CommerceMlFile } from './survey-set.ts';

/** What the operating system says of a path that can't be read as a file. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['ENOENT', 'EISDIR', 'EACCES', 'EPERM', 'ENOTDIR']);

/** A file of the operator's disk, as a member of a set. It is read where it lies, twice, and never changed. */
export function commerceMlFileAt(path: string): CommerceMlFile {
  return { name: basename(path), open: () => readFileAt(path) };
}

async function* readFileAt(path: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Buffer> = createReadStream(path);
  try {
    yield* stream;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !UNREADABLE.has(error.code)) throw error;
    throw new CommerceMlFault('file_missing', `the file can't be read (${String(error.code)})`);
  }
}
