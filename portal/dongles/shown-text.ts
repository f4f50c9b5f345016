const LONGEST = 120;

/** A name as an agent's window takes it: one short line without direction marks or control characters. */
export function toShownText(name: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return Array.from(plain).slice(0, LONGEST).join('').slice(0, LONGEST).trim() || 'Brelok';
}
