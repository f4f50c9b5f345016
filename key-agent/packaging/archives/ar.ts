import { BUILT_AT } from '../entry.ts';

/** An ar archive, the outer form of a Debian package. @see deb(5); ar(5), common format */
export function writeAr(members: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const parts = members.flatMap(({ name, bytes }) => [
    Buffer.from(memberHeader(name, bytes.byteLength)),
    bytes,
    Buffer.from(bytes.byteLength % 2 === 0 ? '' : '\n'),
  ]);
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

function memberHeader(name: string, size: number): string {
  const field = (value: string | number, width: number) => String(value).padEnd(width);
  const builtAt = field(BUILT_AT.getTime() / 1_000, 12);
  return `${field(name, 16)}${builtAt}${field(0, 6)}${field(0, 6)}${field('100644', 8)}${field(size, 10)}\`\n`;
}
