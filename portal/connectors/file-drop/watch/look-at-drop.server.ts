/** Whether a drop in a watched folder may be taken: whole, left alone for a while, and nothing in it but plain files. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENTS_FOLDER, MANIFEST_FILE } from '../manifest.ts';

/**
 * Nothing in the drop may have changed for so long, by the time of the file system's own record, which no copying tool
 * sets: the time that a file is given may lie in the future. Whoever writes slower still is found out by sizes and checksums of the manifest.
 */
const QUIET_MS = 60_000;
/** The manifest is written last; a drop that has none for so long will not get one. */
const WITHOUT_MANIFEST_MS = 24 * 60 * 60 * 1_000;
const ENTRIES_MAX = 200_000;

export type DropLook =
  | { state: 'ready' }
  /** Somebody may still be writing. */
  | { state: 'growing' }
  | { state: 'wrong'; reason: string };

export async function lookAtDrop(path: string, now: Date): Promise<DropLook> {
  const seen = await survey(path).catch(ignoreGone);
  if (seen === null) return { state: 'growing' };
  if (seen.fault !== null) return { state: 'wrong', reason: seen.fault };
  const quietMs = now.getTime() - seen.changedMs;
  if (quietMs < QUIET_MS) return { state: 'growing' };
  if (seen.hasManifest) return { state: 'ready' };
  if (quietMs < WITHOUT_MANIFEST_MS) return { state: 'growing' };
  return { state: 'wrong', reason: `it has had no ${MANIFEST_FILE} for a day` };
}

type Survey = { changedMs: number; hasManifest: boolean; fault: string | null };

/** The folder and the one that may be in it; links are told, never followed. */
async function survey(path: string): Promise<Survey> {
  const found: Survey = { changedMs: (await lstat(path)).ctimeMs, hasManifest: false, fault: null };
  let entries = 0;
  for (const folder of [path, join(path, DOCUMENTS_FOLDER)]) {
    for (const name of await namesIn(folder)) {
      const entry = await lstat(join(folder, name));
      const isDocuments = folder === path && name === DOCUMENTS_FOLDER && entry.isDirectory();
      if (!entry.isFile() && !isDocuments) return { ...found, fault: `${name} is not a plain file` };
      entries += 1;
      if (entries > ENTRIES_MAX) return { ...found, fault: `it has more than ${ENTRIES_MAX} files` };
      found.changedMs = Math.max(found.changedMs, entry.ctimeMs);
      if (folder === path && name === MANIFEST_FILE) found.hasManifest = true;
    }
  }
  return found;
}

/** What is renamed or taken while it is looked at is not at rest. */
function ignoreGone(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
