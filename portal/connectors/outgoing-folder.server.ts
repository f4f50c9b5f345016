/** Files that an ERP reads: where they lie, and how they get there whole. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Below the data folder, with a folder for each source. */
export const OUTGOING_FOLDER = 'outgoing';

/** A name that is a folder's name on every system and can't lead out of its parent. */
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u;
const LONGEST_FOLDER_BYTES = 200;

/** The folder of a source: its name where that is plain, else its id. */
export function folderOfSource({ id, name }: { id: string; name: string }): string {
  return PLAIN_NAME.test(name) && Buffer.byteLength(name) <= LONGEST_FOLDER_BYTES ? name : id;
}

/**
 * Replaces a file in one step, and only when it would be different: a reader sees the one of before or the one of now,
 * never half of one, and doing it twice does no harm.
 */
export async function replaceOutgoingFile(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  if ((await readIfThere(path)) === text) return;
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const draft = join(folder, `.${randomUUID()}.part`);
  const file = await open(draft, 'wx', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
