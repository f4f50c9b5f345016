/** Files that somebody else wrote: only regular ones, never through a symbolic link, never without a limit. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 262_144;

export type FileSize = { ok: true; bytes: number } | { ok: false; reason: 'missing' | 'not a regular file' };

/** @returns the size of a regular file; a link is not one, wherever it leads */
export async function sizeOfFile(path: string): Promise<FileSize> {
  try {
    const found = await lstat(path);
    return found.isFile() ? { ok: true, bytes: found.size } : { ok: false, reason: 'not a regular file' };
  } catch (error) {
    if (isMissing(error)) return { ok: false, reason: 'missing' };
    throw error;
  }
}

/** Whether there is a folder of that name; a link to one is not one. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Reads piece by piece; the file is closed when the reader has enough. */
export async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(CHUNK_BYTES) });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** SHA-256 in lower-case hex. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readBytes(path)) hash.update(chunk);
  return hash.digest('hex');
}

function openFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
