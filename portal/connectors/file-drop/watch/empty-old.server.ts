/**
 * Erases drops that have lain in `done` and `failed` for long. Goal: nothing is erased but a drop that we have put there,
 * whatever its writer, who may be another user, does to it meanwhile. What goes is moved to a folder of our own first: of
 * the way to each of its files nobody else can then put a link in place, and a link that is a file itself is not followed.
 */
import { randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { DOCUMENTS_FOLDER, MANIFEST_FILE } from '../manifest.ts';
import { isFolder } from '../regular-file.server.ts';
import { foldersIn, ownFolder } from './in-hand.server.ts';
import { DONE_FOLDER, EMPTYING_FOLDER, FAILED_FOLDER, judgeName, REASON_FILE } from './watched-place.ts';

/** Since they were put there. Who has to look into a failed one may be on leave. */
const KEPT_DAYS = { [DONE_FOLDER]: 30, [FAILED_FOLDER]: 90 };
/** What every drop has in it that we have put there. */
const MARK = { [DONE_FOLDER]: MANIFEST_FILE, [FAILED_FOLDER]: REASON_FILE };
const DAY_MS = 86_400_000;

type EmptyDeps = {
  /** The folder with a folder for each source in it. */
  folder: string;
  now: () => Date;
  log: Pick<Logger, 'error'>;
};

/**
 * A source whose drops can't be erased is in the log and holds up no other.
 * @returns how many drops it erased
 */
export async function emptyOld({ folder, now, log }: EmptyDeps): Promise<number> {
  let erased = 0;
  for (const source of await foldersIn(folder)) {
    if (judgeName(source) !== 'strict') continue;
    try {
      erased += await emptySource(join(folder, source), now());
    } catch (error) {
      if (isGone(error)) continue; // another process was faster
      log.error({ source, error }, 'old drops of a watched folder can’t be erased');
    }
  }
  return erased;
}

async function emptySource(place: string, now: Date): Promise<number> {
  let erased = 0;
  for (const name of [DONE_FOLDER, FAILED_FOLDER] as const) {
    const before = now.getTime() - KEPT_DAYS[name] * DAY_MS;
    for (const drop of await foldersIn(join(place, name))) {
      const path = join(place, name, drop);
      // The record that no copying tool sets: a restored or changed folder counts from then on.
      if ((await lstat(path)).ctimeMs > before || !(await isDrop(path, MARK[name]))) continue;
      await rename(path, join(await ownFolder(place, EMPTYING_FOLDER), randomUUID()));
      erased += 1;
    }
  }
  await erase(join(place, EMPTYING_FOLDER));
  return erased;
}

/** Nothing but files, and files in `documents`; what else lies there is an operator's. */
async function isDrop(path: string, mark: string): Promise<boolean> {
  const names = await readdir(path);
  const inside = await foldersIn(path);
  if (!names.includes(mark) || inside.some((folder) => folder !== DOCUMENTS_FOLDER)) return false;
  return (await foldersIn(join(path, DOCUMENTS_FOLDER))).length === 0;
}

/** Also what a process that died had not come to. */
async function erase(emptying: string): Promise<void> {
  for (const drop of await foldersIn(emptying)) {
    const documents = join(emptying, drop, DOCUMENTS_FOLDER);
    if (await isFolder(documents)) await rename(documents, join(emptying, randomUUID()));
  }
  for (const name of await foldersIn(emptying)) {
    const folder = join(emptying, name);
    for (const file of await readdir(folder)) await unlink(join(folder, file));
    await rmdir(folder);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
