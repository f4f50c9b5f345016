/**
 * Characters that can forge a line of a log, drive a terminal, or make text read differently from what it is:
 * controls (with newline and the escape that begins ANSI sequences), invisible format characters (with those that
 * turn the writing direction), line and paragraph separators, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text from outside as it may stand in a log (ADM-09): unsafe characters become visible escapes such as `\u{1b}`,
 * and of a text longer than `maxLength` UTF-16 units the rest is cut off and marked with `…`.
 */
export function toSafeText(text: string, maxLength: number): string {
  const kept = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  return kept.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** The same for a text of several lines: those stay, whatever would move a cursor or turn the direction does not. */
export function toSafeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => toSafeText(line, Number.MAX_SAFE_INTEGER))
    .join('\n');
}
