import { mkdir, open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { readCheckpointLine } from './checkpoint.ts';
import type { CheckpointLine } from './checkpoint.ts';

/** One line a checkpoint, oldest first. */
const FILE_NAME = 'audit-checkpoints.ndjson';

/** Adds a line that is on the disk when this returns. */
export async function appendCheckpointLine(folder: string, line: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, FILE_NAME), 'a', 0o600);
  try {
    await file.write(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** All lines, each checked against the signing key. No file means no checkpoint yet. */
export async function readCheckpoints(folder: string, publicKey: KeyObject): Promise<CheckpointLine[]> {
  const text = await readIfThere(join(folder, FILE_NAME));
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => readCheckpointLine(line, publicKey));
}

/** More than two lines are long, so that the last one is whole in it. */
const TAIL_BYTES = 2_048;

/** The newest line, without reading those before it; null when there is none yet. */
export async function readLastCheckpoint(
  folder: string,
  publicKey: KeyObject,
): Promise<CheckpointLine | null> {
  const tail = await readTailIfThere(join(folder, FILE_NAME));
  const last = tail
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
  return last === undefined ? null : readCheckpointLine(last, publicKey);
}

async function readTailIfThere(path: string): Promise<string> {
  const file = await openIfThere(path);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
