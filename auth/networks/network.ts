/**
 * Addresses and networks of both families as numbers, so that they are compared by value and never as text. Pure, for
 * forms too: without node's own parser, which no browser has.
 */

export type Address = { version: 4 | 6; value: bigint };

/** All addresses that share the first `prefix` bits. `value` has zeros behind them. */
export type Network = Address & { prefix: number };

const BITS = { 4: 32, 6: 128 } as const;
/** RFC 4291, section 2.5.5.2: an IPv4 address as an IPv6 socket shows it. */
const MAPPED_IPV4_START = 0xffffn;
const IPV4_BITS = 32n;
const IPV4_MASK = 0xffff_ffffn;

const IPV4_PART = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const IPV4 = new RegExp(`^${IPV4_PART}(?:\\.${IPV4_PART}){3}$`);
const IPV6_GROUP = /^[0-9a-f]{1,4}$/i;
const IPV6_GROUPS = 8;

/** An address in any of its spellings; an IPv4 address is the same in IPv6's clothes. Null for what is none. */
export function parseAddress(text: string): Address | null {
  if (IPV4.test(text)) return { version: 4, value: ipv4Value(text) };
  const value = ipv6Value(text.replace(/%[^%/]*$/, ''));
  if (value === null) return null;
  return value >> IPV4_BITS === MAPPED_IPV4_START
    ? { version: 4, value: value & IPV4_MASK }
    : { version: 6, value };
}

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 section 2.3). One address alone is the network of itself.
 * Null when it is none, and when an address inside is named in place of the network: `192.0.2.7/24` is a mistake.
 */
export function parseNetwork(text: string): Network | null {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (address === null || rest.length > 0) return null;
  if (prefixText === undefined) return { ...address, prefix: BITS[address.version] };
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText)) return null;
  const prefix = Number(prefixText);
  if (prefix > BITS[address.version]) return null;
  const network = networkOf(address, prefix);
  return network.value === address.value ? network : null;
}

/** The network of an address by its first bits. */
export function networkOf({ version, value }: Address, prefix: number): Network {
  const hostBits = BigInt(BITS[version] - prefix);
  return { version, value: (value >> hostBits) << hostBits, prefix };
}

export function isWithin(address: Address, network: Network): boolean {
  if (address.version !== network.version) return false;
  return networkOf(address, network.prefix).value === network.value;
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** RFC 4291, section 2.2: eight groups, of which `::` leaves out one or more that are zero. */
function ipv6Value(text: string): bigint | null {
  const [head = '', tail, ...rest] = text.split('::');
  const before = groupsOf(head, tail === undefined);
  const after = tail === undefined ? [] : groupsOf(tail, true);
  if (before === null || after === null || rest.length > 0) return null;
  const missing = IPV6_GROUPS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => 0n), ...after];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** What stands last in an address may be an IPv4 address, which is two groups. */
function groupsOf(text: string, isEnd: boolean): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (IPV6_GROUP.test(part)) groups.push(BigInt(`0x${part}`));
    else if (isEnd && index === parts.length - 1 && IPV4.test(part)) {
      const value = ipv4Value(part);
      groups.push(value >> 16n, value & 0xffffn);
    } else return null;
  }
  return groups;
}
