/**
 * Drops on their way through a watched folder: into the hand of one process, and out of it again. Whoever has one in
 * hand says so in a file of our own beside it, since the drop may belong to another user, who alone may set its times.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolder } from '../regular-file.server.ts';
import { DONE_FOLDER, FAILED_FOLDER, REASON_FILE, TAKING_FOLDER } from './watched-place.ts';

/** A drop of a source whose folder is `place`. */
export type Waiting = { place: string; drop: string };

/** Nobody has said for so long that it is in their hand: they died. A beat comes every 30 seconds. */
const FORSAKEN_MS = 5 * 60_000;
const BEAT_ENDING = '.beat';
const NEWER_CAME = 'A newer drop of this name came while this one was in hand; that one was taken instead.';

/** One of several processes gets it. @returns where it now lies, or null when it was not there any more */
export async function claim(waiting: Waiting, now: Date): Promise<string | null> {
  const { place, drop } = waiting;
  // All three before anything is read: a drop that is in must have somewhere to go.
  for (const name of [TAKING_FOLDER, DONE_FOLDER, FAILED_FOLDER]) await ownFolder(place, name);
  const inHand = pathInHand(waiting);
  try {
    // Before it comes there, so that nobody takes it for forsaken.
    await beat(waiting, now);
    await rename(join(place, drop), inHand);
    return inHand;
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) return null;
    throw error;
  }
}

/** Says that the drop is still in hand. */
export async function beat(waiting: Waiting, now: Date): Promise<void> {
  const { O_CREAT, O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(pathOfBeat(waiting), O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o640);
  try {
    await file.utimes(now, now);
  } finally {
    await file.close();
  }
}

/** Puts back what a process had in hand when it died. */
export async function putBackForsaken(place: string, now: Date): Promise<void> {
  const folder = join(place, TAKING_FOLDER);
  const before = now.getTime() - FORSAKEN_MS;
  const drops = await foldersIn(folder);
  for (const drop of drops) {
    const waiting = { place, drop };
    const [beatAt, cameAt] = [await timesOf(pathOfBeat(waiting)), await timesOf(pathInHand(waiting))];
    const lastSign = Math.max(beatAt?.mtimeMs ?? 0, cameAt?.ctimeMs ?? 0);
    if (lastSign <= before) await putBack(waiting);
  }
  await removeOldBeats(folder, before);
}

/** Of a drop that lay in no hand any more when its last beat came. */
async function removeOldBeats(folder: string, before: number): Promise<void> {
  if (!(await isFolder(folder))) return;
  for (const name of await readdir(folder)) {
    if (!name.endsWith(BEAT_ENDING)) continue;
    const times = await timesOf(join(folder, name));
    if (times?.isFile === true && times.mtimeMs <= before) await rm(join(folder, name), { force: true });
  }
}

/**
 * From the hand to where it lay. Where a newer drop of its name lies by now, that one counts, and this one is set aside.
 * @returns `gone`: somebody else has put it back
 */
export async function putBack(waiting: Waiting): Promise<'back' | 'aside' | 'gone'> {
  const lay = join(waiting.place, waiting.drop);
  try {
    // Not left to the rename: it would take the place of an empty folder, into which somebody is about to write.
    if ((await timesOf(lay)) !== null) return await putAside(waiting);
    await rename(pathInHand(waiting), lay);
    await rm(pathOfBeat(waiting), { force: true });
    return 'back';
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 'gone';
    if (isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) return putAside(waiting);
    throw error;
  }
}

async function putAside(waiting: Waiting): Promise<'aside'> {
  await setAside(waiting, NEWER_CAME);
  return 'aside';
}

/** From the hand to the folder of those that are in. */
export async function putDone(waiting: Waiting): Promise<void> {
  await moveOn(waiting, DONE_FOLDER);
}

/** From the hand to the folder of those that are not in, with the reason in a file. */
export async function setAside(waiting: Waiting, reason: string): Promise<void> {
  const file = join(pathInHand(waiting), REASON_FILE);
  // Of an earlier try, or a link to another place: it is replaced, not written to.
  await rm(file, { recursive: true, force: true });
  await writeFile(file, `${reason}\n`, { flag: 'wx', mode: 0o640 });
  await moveOn(waiting, FAILED_FOLDER);
}

/** Beside one of the same name that was there before. */
async function moveOn(waiting: Waiting, toName: string): Promise<void> {
  const to = await ownFolder(waiting.place, toName);
  for (let number = 1; ; number += 1) {
    const free = join(to, number === 1 ? waiting.drop : `${waiting.drop} ${number}`);
    if ((await timesOf(free)) !== null) continue;
    try {
      await rename(pathInHand(waiting), free);
      return await rm(pathOfBeat(waiting), { force: true });
    } catch (error) {
      if (!isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw error;
    }
  }
}

/** Real folders, by name; a link to one is not one. A folder that is not there has none. */
export async function foldersIn(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** @throws Error where a link, or anything else, stands in its place: no drop leaves the watched folder by it */
export async function ownFolder(place: string, name: string): Promise<string> {
  const folder = join(place, name);
  try {
    await mkdir(folder, { mode: 0o750 });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  if (!(await isFolder(folder))) throw new Error(`${name} of a watched folder is not a folder`);
  return folder;
}

function pathInHand({ place, drop }: Waiting): string {
  return join(place, TAKING_FOLDER, drop);
}

/** By a hash: a name that is just short enough for a drop is too long with an ending. */
function pathOfBeat({ place, drop }: Waiting): string {
  const name = createHash('sha256').update(drop).digest('hex');
  return join(place, TAKING_FOLDER, `${name}${BEAT_ENDING}`);
}

async function timesOf(path: string): Promise<{ mtimeMs: number; ctimeMs: number; isFile: boolean } | null> {
  try {
    const found = await lstat(path);
    return { mtimeMs: found.mtimeMs, ctimeMs: found.ctimeMs, isFile: found.isFile() };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
