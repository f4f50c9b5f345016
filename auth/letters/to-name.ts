import { toSafeText } from '../audit/safe-text.ts';

const LONGEST = 200;

/** A name as it may stand in a letter: no line ends, nothing that turns the writing direction, no longer than a line. */
export function toName(text: string): string {
  return toSafeText(text, LONGEST);
}
