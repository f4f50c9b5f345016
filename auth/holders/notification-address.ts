/** The address to which the portal writes what must not depend on the portal itself (REG-25): `Holder.email`. */

/** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
export const LONGEST_ADDRESS = 254;

/** One address and nothing that a mail program reads as two, as a name, as a comment or as a line of its own. */
const ADDRESS =
  /^[^\s@<>()[\]\\,;:"\p{C}\p{Z}]+@[^\s@<>()[\]\\,;:"\p{C}\p{Z}.]+(\.[^\s@<>()[\]\\,;:"\p{C}\p{Z}.]+)+$/u;

/** Only what surely is no address is refused: whether it is one shows when a letter arrives. */
export function isNotificationAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && ADDRESS.test(text);
}

/** `a…@w…s.example` of an address: enough to know one's own, too little to learn a stranger's. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '…';
  const [domain = '', ...rest] = address.slice(at + 1).split('.');
  return `${firstOf(address)}…@${[`${firstOf(domain)}…`, ...rest].join('.')}`;
}

/** Two addresses of one box, as far as anybody but its provider can tell. */
export function isSameAddress(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

function firstOf(text: string): string {
  return Array.from(text)[0] ?? '';
}
