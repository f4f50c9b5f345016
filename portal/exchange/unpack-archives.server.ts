/**
 * Archives of a run become the files that are in them. Names are as strict as those that 1C sends one by one, lengths are
 * counted while unpacking, whatever the archive says of itself, and an archive is taken as a whole or not at all.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Db } from '#prisma/client.ts';
import { readFileName } from './exchange-call.ts';
import { folderOf } from './exchange-session.server.ts';
import { RUN_LIMITS, readParts, writeAtMost } from './receive-part.server.ts';
import type { RunLimits, StoredPart } from './receive-part.server.ts';

/** Pictures included, which are passed over. */
const MOST_ENTRIES = 20_000;

type Archive = { id: string; name: string; parts: StoredPart[] };
type Unpacked = { name: string; partId: string; byteCount: number };
type Unpacking = { ok: true; files: Unpacked[] } | { ok: false; message: string };

export type UnpackArchives = { dataDir: string; sessionId: string; at: Date; limits?: RunLimits };

/** Unpacks what has not been unpacked yet. An archive with a fault is marked as refused, with what is wrong with it. */
export async function unpackArchives(
  db: Db,
  { dataDir, sessionId, at, limits = RUN_LIMITS }: UnpackArchives,
): Promise<void> {
  const files = await db.exchangeFile.findMany({
    where: { sessionId, state: 'received' },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      parts: { orderBy: { offset: 'asc' }, select: { id: true, byteCount: true } },
    },
  });
  for (const archive of files.filter(({ name }) => readFileName(name)?.is === 'archive')) {
    const folder = folderOf(dataDir, sessionId);
    const unpacking = await unpack(folder, { archive, limits });
    await settle(db, { sessionId, archive, unpacking, limits, at });
  }
}

async function unpack(
  folder: string,
  { archive, limits }: { archive: Archive; limits: RunLimits },
): Promise<Unpacking> {
  const path = join(folder, `${archive.id}.zip`);
  await rm(path, { force: true }); // of a process that died over it
  await pipeline(readParts(folder, archive.parts), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  try {
    return await unpackFile({ folder, path, limits });
  } finally {
    await rm(path, { force: true });
  }
}

type UnpackFile = { folder: string; path: string; limits: RunLimits };

async function unpackFile({ folder, path, limits }: UnpackFile): Promise<Unpacking> {
  const zip = await openArchive(path);
  if (zip === null) return { ok: false, message: 'это не архив ZIP или он передан не целиком' };
  const files: Unpacked[] = [];
  try {
    if (zip.entryCount > MOST_ENTRIES)
      return { ok: false, message: `в архиве больше ${MOST_ENTRIES} файлов` };
    for await (const entry of zip.eachEntry()) {
      const result = await unpackEntry({ folder, zip, entry, files, limits });
      if (!result.ok) return result;
      if (result.file !== null) files.push(result.file);
    }
    return { ok: true, files };
  } catch (error) {
    if (!isFaultOfArchive(error)) throw error;
    return { ok: false, message: 'архив повреждён' };
  } finally {
    zip.close();
  }
}

type Entering = {
  folder: string;
  zip: ZipFile;
  entry: Entry;
  files: readonly Unpacked[];
  limits: RunLimits;
};
type EntryResult = { ok: true; file: Unpacked | null } | { ok: false; message: string };

async function unpackEntry({ folder, zip, entry, files, limits }: Entering): Promise<EntryResult> {
  if (entry.fileName.endsWith('/')) return { ok: true, file: null };
  const file = readFileName(entry.fileName);
  if (file === null || file.is === 'archive')
    return { ok: false, message: 'в архиве файл с недопустимым именем' };
  if (file.is === 'picture') return { ok: true, file: null };
  const { name } = file;
  if (files.length >= limits.files)
    return { ok: false, message: `в архиве больше ${limits.files} файлов XML` };
  if (files.some((other) => other.name === name)) return { ok: false, message: `в архиве два файла ${name}` };
  if (!entry.canDecodeFileData())
    return { ok: false, message: `файл ${name} зашифрован или сжат неизвестным способом` };
  const partId = randomUUID();
  const left = limits.runBytes - files.reduce((sum, { byteCount }) => sum + byteCount, 0);
  const byteCount = await writeAtMost(await zip.openReadStreamPromise(entry), {
    path: join(folder, partId),
    most: Math.min(limits.fileBytes, left),
  });
  return byteCount === null
    ? { ok: false, message: `файл ${name} слишком большой` }
    : { ok: true, file: { name, partId, byteCount } };
}

async function openArchive(path: string): Promise<ZipFile | null> {
  try {
    return await openPromise(path, { strictFileNames: true });
  } catch (error) {
    if (isFaultOfArchive(error)) return null;
    throw error;
  }
}

/** The reader of archives throws plain errors without a code, zlib such with a code that begins with Z. */
function isFaultOfArchive(error: unknown): boolean {
  if (!(error instanceof Error) || error.constructor !== Error) return false;
  return !('code' in error) || (typeof error.code === 'string' && error.code.startsWith('Z'));
}

type Settle = { sessionId: string; archive: Archive; unpacking: Unpacking; limits: RunLimits; at: Date };

/** What was unpacked is deleted with the run's folder when it does not count. */
async function settle(db: Db, { sessionId, archive, unpacking, limits, at }: Settle): Promise<void> {
  const files = unpacking.ok ? unpacking.files : [];
  const total = files.reduce((sum, { byteCount }) => sum + byteCount, 0);
  const refuse = (message: string) =>
    db.exchangeFile.updateMany({
      where: { id: archive.id, state: 'received' },
      data: { state: 'refused', message: `${archive.name}: ${message}` },
    });
  if (!unpacking.ok) return void (await refuse(unpacking.message));
  const isTaken = await db.$transaction(async (tx) => {
    const names = files.map(({ name }) => name);
    if ((await tx.exchangeFile.count({ where: { sessionId, name: { in: names } } })) > 0) return false;
    const run = await tx.exchangeSession.updateMany({
      where: { id: sessionId, byteCount: { lte: limits.runBytes - total } },
      data: { byteCount: { increment: total } },
    });
    if (run.count === 0) return false;
    await tx.exchangeFile.update({
      where: { id: archive.id },
      data: { state: 'unpacked' },
      select: { id: true },
    });
    for (const { name, partId, byteCount } of files) {
      const part = { id: partId, offset: 0, byteCount };
      await tx.exchangeFile.create({
        data: { sessionId, name, byteCount, createdAt: at, parts: { create: part } },
        select: { id: true },
      });
    }
    return true;
  });
  if (!isTaken) await refuse('его файлы уже получены или вместе слишком велики');
}
