/**
 * What lies where in a watched folder, one for each source:
 * `SOURCE/DROP` waits, `SOURCE/.taking/DROP` is in hand, `SOURCE/done/DROP` is in, `SOURCE/failed/DROP` is not, and says why.
 */

/** Below the data folder. */
export const INCOMING_FOLDER = 'incoming';
export const TAKING_FOLDER = '.taking';
/** On its way out. */
export const EMPTYING_FOLDER = '.emptying';
export const DONE_FOLDER = 'done';
export const FAILED_FOLDER = 'failed';
/** In a drop that was not taken in. */
export const REASON_FILE = 'REASON.txt';

/** Of whoever still writes: a drop gets its own name when it is complete. */
const UNFINISHED = /^\.|\.(part|partial|tmp|filepart|crdownload)$/iu;
/** A name that is a folder's name on every system, leads nowhere else and is no line of its own in a log. */
const STRICT_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,98}[\p{L}\p{N}_-])?$/u;

export type PlaceName = 'strict' | 'unfinished' | 'own' | 'wrong';

export function judgeName(name: string): PlaceName {
  if (name === DONE_FOLDER || name === FAILED_FOLDER) return 'own';
  if (UNFINISHED.test(name)) return 'unfinished';
  return STRICT_NAME.test(name) ? 'strict' : 'wrong';
}
