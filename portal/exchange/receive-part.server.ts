/**
 * Files come in parts: the same name again is what follows. A part is written beside the others under a name of its own
 * and counts only when its row is stored, so that a line that breaks, a process that dies or two requests at once leave
 * no half of it.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '#prisma/client.ts';
import { folderOf } from './exchange-session.server.ts';

export type RunLimits = {
  /** Of one file, zipped or not; what the reader of the files takes (portal/connectors/commerceml). */
  fileBytes: number;
  /** Of all files of a run together, unpacked ones included. */
  runBytes: number;
  /** Of one run. 1C cuts a catalogue into some dozens. */
  files: number;
};

export const RUN_LIMITS: RunLimits = { fileBytes: 512 * 1024 * 1024, runBytes: 1_500_000_000, files: 1_000 };

export type ReceiveOutcome =
  | { ok: true }
  | { ok: false; reason: 'empty' | 'part_too_large' | 'file_too_large' | 'run_too_large' | 'too_many_files' }
  /** The file was taken in already, or another request wrote at the same place. */
  | { ok: false; reason: 'out_of_turn' };

export type ReceivePart = {
  dataDir: string;
  sessionId: string;
  name: string;
  body: Readable;
  /** Bytes that a part may have at most. */
  most: number;
  at: Date;
};

/** Appends what the body brings to a file of the run. A body that breaks off throws, and nothing of it counts. */
export async function receivePart(db: Db, part: ReceivePart): Promise<ReceiveOutcome> {
  const { sessionId, name, at } = part;
  const written = await writeBody(part);
  if (!written.ok) return written;
  const { partId, path, byteCount } = written;
  const outcome = await db.$transaction(async (tx): Promise<ReceiveOutcome> => {
    const files = await tx.exchangeFile.count({ where: { sessionId, name: { not: name } } });
    if (files >= RUN_LIMITS.files) return { ok: false, reason: 'too_many_files' };
    const file = await tx.exchangeFile.upsert({
      where: { sessionId_name: { sessionId, name } },
      update: {},
      create: { sessionId, name, createdAt: at },
      select: { id: true, byteCount: true, state: true },
    });
    if (file.state !== 'received') return { ok: false, reason: 'out_of_turn' };
    if (file.byteCount + byteCount > RUN_LIMITS.fileBytes) return { ok: false, reason: 'file_too_large' };
    const run = await tx.exchangeSession.updateMany({
      where: { id: sessionId, endedAt: null, byteCount: { lte: RUN_LIMITS.runBytes - byteCount } },
      data: { byteCount: { increment: byteCount } },
    });
    if (run.count === 0) return { ok: false, reason: 'run_too_large' };
    await tx.exchangeFile.update({
      where: { id: file.id },
      data: { byteCount: { increment: byteCount } },
      select: { id: true },
    });
    await tx.exchangePart.create({
      data: { id: partId, fileId: file.id, offset: file.byteCount, byteCount },
      select: { id: true },
    });
    return { ok: true };
  });
  if (!outcome.ok) await rm(path, { force: true });
  return outcome;
}

type Written =
  | { ok: true; partId: string; path: string; byteCount: number }
  | { ok: false; reason: 'empty' | 'part_too_large' };

async function writeBody({ dataDir, sessionId, body, most }: ReceivePart): Promise<Written> {
  const folder = folderOf(dataDir, sessionId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partId = randomUUID();
  const path = join(folder, partId);
  const written = await writeAtMost(body, { path, most });
  if (written !== null && written > 0) return { ok: true, partId, path, byteCount: written };
  await rm(path, { force: true });
  return { ok: false, reason: written === null ? 'part_too_large' : 'empty' };
}

/**
 * Writes a new file and stops as soon as it would be too long.
 * @returns its length; null when it was too long. What was written then is the caller's to delete
 */
export async function writeAtMost(
  source: AsyncIterable<Uint8Array>,
  { path, most }: { path: string; most: number },
): Promise<number | null> {
  let byteCount = 0;
  async function* upTo(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      byteCount += chunk.byteLength;
      if (byteCount > most) return;
      yield chunk;
    }
  }
  try {
    await pipeline(upTo(), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return byteCount > most ? null : byteCount;
}

export type StoredPart = { id: string; byteCount: number };

/** The bytes of a file, part after part. @throws Error when the disk has lost some of them */
export async function* readParts(folder: string, parts: readonly StoredPart[]): AsyncGenerator<Uint8Array> {
  for (const { id, byteCount } of parts) {
    let read = 0;
    for await (const chunk of createReadStream(join(folder, id)) as AsyncIterable<Buffer>) {
      read += chunk.byteLength;
      yield chunk;
    }
    if (read !== byteCount) throw new Error(`part ${id} of an exchange has ${read} bytes of ${byteCount}`);
  }
}
