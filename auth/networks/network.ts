/** Addresses and networks of both families as numbers, so that they are compared by value and never as text. */
import { isIPv4, isIPv6 } from 'node:net';

export type Address = { version: 4 | 6; value: bigint };

/** All addresses that share the first `prefix` bits. `value` has zeros behind them. */
export type Network = Address & { prefix: number };

const BITS = { 4: 32, 6: 128 } as const;
/** RFC 4291, section 2.5.5.2: an IPv4 address as an IPv6 socket shows it. */
const MAPPED_IPV4_START = 0xffffn;
const IPV4_BITS = 32n;
const IPV4_MASK = 0xffff_ffffn;

/** An address in any of its spellings; an IPv4 address is the same in IPv6's clothes. Null for what is none. */
export function parseAddress(text: string): Address | null {
  if (isIPv4(text)) return { version: 4, value: ipv4Value(text) };
  const [withoutZone = ''] = text.split('%');
  if (!isIPv6(withoutZone)) return null;
  const value = ipv6Value(withoutZone);
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

function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) | group, 0n);
}

/** The last group may be an IPv4 address, which is two groups. */
function groupsOf(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const value = ipv4Value(group);
    return [value >> 16n, value & 0xffffn];
  });
}
