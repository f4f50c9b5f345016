/**
 * Takes in the drops of the watched folders. Goal: a drop is read when it is whole, by one process only, and then lies
 * where an operator sees what became of it. A process that dies with a drop in hand leaves it to the next look.
 */
import { lstat, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportOutcome } from '../../import-outcome.ts';
import type { SyncDeps } from '../../sync-deps.ts';
import { importFileDrop } from '../import-file-drop.server.ts';
import { isFolder } from '../regular-file.server.ts';
import { lookAtDrop } from './look-at-drop.server.ts';
import { reasonText } from './reason-text.ts';
import { DONE_FOLDER, FAILED_FOLDER, judgeName, REASON_FILE, TAKING_FOLDER } from './watched-place.ts';

export type WatchDeps = SyncDeps & {
  /** The folder with a folder for each source in it. */
  folder: string;
  acceptsDemoData: boolean;
};

export type TakenDrop = {
  source: string;
  drop: string;
  /** `again`: it lies where it lay, and is taken at the next look. */
  became: 'done' | 'failed' | 'again';
  /** It would have removed more than the guard lets pass; a person has to say whether that is right. */
  wouldRemove: boolean;
};

/** A first drop may take hours: whoever has it in hand says so from time to time. */
const BEAT_MS = 30_000;
const FORSAKEN_MS = 5 * 60_000;

/** @throws Error of the database or the disk; the drop in hand is taken again */
export async function takeInDrops(deps: WatchDeps): Promise<TakenDrop[]> {
  const taken: TakenDrop[] = [];
  for (const source of await foldersIn(deps.folder)) {
    if (judgeName(source) !== 'strict') continue;
    const place = join(deps.folder, source);
    await putBackForsaken(place, deps.now());
    for (const drop of await foldersIn(place)) {
      const one = await takeIn(deps, { source, place, drop });
      if (one !== null) taken.push(one);
    }
  }
  return taken;
}

type Waiting = { source: string; place: string; drop: string };

async function takeIn(deps: WatchDeps, waiting: Waiting): Promise<TakenDrop | null> {
  const { source, place, drop } = waiting;
  const name = judgeName(drop);
  if (name === 'own' || name === 'unfinished') return null;
  const path = join(place, drop);
  const look = await lookAtDrop(path, deps.now());
  if (look.state === 'growing') return null;
  const inHand = await claim(waiting, { path, now: deps.now() });
  if (inHand === null) return null;
  if (name === 'wrong') {
    const reason = 'its name is not made of letters, digits, space, point, hyphen and underscore';
    return setAside(waiting, { from: inHand, reason });
  }
  if (look.state === 'wrong') return setAside(waiting, { from: inHand, reason: look.reason });
  const outcome = await importInHand(deps, { ...waiting, inHand });
  if (outcome.ok) {
    await move(inHand, { to: join(place, DONE_FOLDER), name: drop });
    return { source, drop, became: 'done', wouldRemove: false };
  }
  if (outcome.reason === 'overtaken' || outcome.reason === 'changed_while_read') {
    await rename(inHand, path);
    return { source, drop, became: 'again', wouldRemove: false };
  }
  const failed = await setAside(waiting, { from: inHand, reason: reasonText(outcome) });
  return { ...failed, wouldRemove: outcome.reason === 'would_remove_too_much' };
}

async function importInHand(
  deps: WatchDeps,
  { source, place, drop, inHand }: Waiting & { inHand: string },
): Promise<ImportOutcome> {
  const touch = () => utimes(inHand, deps.now(), deps.now());
  // A lost beat is made good by the next.
  const beat = setInterval(() => void touch().catch(() => null), BEAT_MS);
  try {
    const { acceptsDemoData } = deps;
    const request = { startedById: null, isDryRun: false, allowRemoval: false, acceptsDemoData };
    return await importFileDrop(deps, { ...request, dir: inHand, sourceName: source });
  } catch (error) {
    await rename(inHand, join(place, drop));
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** One of several processes gets it. @returns where it now lies, or null when it was not there any more */
async function claim(
  { place, drop }: Waiting,
  { path, now }: { path: string; now: Date },
): Promise<string | null> {
  const folder = join(place, TAKING_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const inHand = join(folder, drop);
  try {
    // Fresh when it comes there, so that nobody takes it for forsaken.
    await utimes(path, now, now);
    await rename(path, inHand);
    return inHand;
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) return null;
    throw error;
  }
}

/** Of a process that died with them in hand. */
async function putBackForsaken(place: string, now: Date): Promise<void> {
  const folder = join(place, TAKING_FOLDER);
  for (const drop of await foldersIn(folder)) {
    const { mtimeMs } = await lstat(join(folder, drop));
    if (now.getTime() - mtimeMs >= FORSAKEN_MS) await rename(join(folder, drop), join(place, drop));
  }
}

async function setAside(
  { source, place, drop }: Waiting,
  { from, reason }: { from: string; reason: string },
): Promise<TakenDrop> {
  // Of an earlier try, or a link to another place: it is replaced, not written to.
  await rm(join(from, REASON_FILE), { recursive: true, force: true });
  await writeFile(join(from, REASON_FILE), `${reason}\n`, { flag: 'wx', mode: 0o640 });
  await move(from, { to: join(place, FAILED_FOLDER), name: drop });
  return { source, drop, became: 'failed', wouldRemove: false };
}

/** Beside one of the same name that was there before. */
async function move(from: string, { to, name }: { to: string; name: string }): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o750 });
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name} ${number}`;
    try {
      if (await isFolder(join(to, free))) continue;
      return await rename(from, join(to, free));
    } catch (error) {
      if (!isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw error;
    }
  }
}

/** Real folders, by name; a link to one is not one. A folder that is not there has none. */
async function foldersIn(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
