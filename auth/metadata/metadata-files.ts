import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The root that BLOBs of this installation must end at. Never one of the TLS store: those vouch for everybody. */
const ROOT_FILE = 'root.pem';
const BLOB_FILE = /^blob-(\d+)\.jwt$/;

/** Keeps a BLOB; the database says which one counts. */
export function keepBlob(folder: string, number: number, text: string): Promise<void> {
  return replaceFile(folder, blobName(number), text);
}

/** Whether the BLOB is kept, byte for byte. */
export async function isBlobKept(
  folder: string,
  { number, sha256 }: { number: number; sha256: string },
): Promise<boolean> {
  const text = await readIfThere(join(folder, blobName(number)));
  return text !== null && sha256Of(text) === sha256;
}

/** Removes the BLOBs of lower numbers. */
export async function dropOlderBlobs(folder: string, number: number): Promise<void> {
  const names = await readdir(folder);
  const older = names.filter((name) => Number(BLOB_FILE.exec(name)?.[1] ?? number) < number);
  for (const name of older) await rm(join(folder, name), { force: true });
}

export function keepRoot(folder: string, pem: string): Promise<void> {
  return replaceFile(folder, ROOT_FILE, pem);
}

/** PEM; null before the first import. */
export function readKeptRoot(folder: string): Promise<string | null> {
  return readIfThere(join(folder, ROOT_FILE));
}

/** Lower-case hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function blobName(number: number): string {
  return `blob-${number}.jwt`;
}

/** Written beside its place and moved there: a file is the one of before or the new one, never half of it. */
async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomUUID()}.part`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
