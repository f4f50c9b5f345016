/** A document that its source keeps: how its file is asked for, waited for and tried again. */

/** What a customer is told of it. */
export type CopyState =
  | { is: 'here'; sizeBytes: number }
  /** Being fetched, for the first time. */
  | { is: 'coming'; askedAt: Date }
  /** It could not be had and is tried again by itself. */
  | { is: 'late'; why: CopyProblem; nextAt: Date }
  /** It could not be had for a day; tried again when somebody asks. */
  | { is: 'given-up'; why: CopyProblem };

/** The source does not answer, or it answered and has no file that could be shown. */
export type CopyProblem = 'no-answer' | 'no-file';

/** What went wrong, where the source has answered. */
const NO_FILE: ReadonlySet<string> = new Set([
  'not_found',
  'forbidden',
  'refused',
  'not_a_document',
  'not_understood',
  'too_large',
]);

export function problemOf(fault: string): CopyProblem {
  return NO_FILE.has(fault) ? 'no-file' : 'no-answer';
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 2 * 60 * 60_000;
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;

/**
 * When a document that could not be had is tried again: after a pause that doubles, of which the last half is left to
 * chance, so that documents don't come back together. Null a day after it was asked for.
 * @param attempts so far, this one included
 * @param random from 0 to 1
 */
export function nextTry(
  { attempts, askedAt }: { attempts: number; askedAt: Date },
  { now, random }: { now: Date; random: number },
): Date | null {
  if (now.getTime() - askedAt.getTime() >= GIVEN_UP_AFTER_MS) return null;
  const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 16));
  return new Date(now.getTime() + Math.round((bound * (1 + random)) / 2));
}

/** The page on which somebody waits for a document, to look at it or to take it home. */
export function waitingPath(documentId: string, isView: boolean): string {
  return `/documents/${encodeURIComponent(documentId)}/copy${isView ? '?view=1' : ''}`;
}
