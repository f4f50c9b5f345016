const LONGEST = 60;

/** What its holder calls a computer: one short line, without direction marks and control characters; may be empty. */
export function toComputerName(typed: string): string {
  const plain = typed
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return Array.from(plain).slice(0, LONGEST).join('').trim();
}
