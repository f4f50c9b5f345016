/**
 * Where the portal may be sent. An administrator types the address of a source, and a name can be made to point
 * anywhere: so a name is resolved once, every address it has is judged, and the connection is made to the address
 * that was judged, not to the name again. Private networks are where ERPs live and are allowed; what belongs to the
 * machine or to its cloud is not.
 */
import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { SourceFault } from './source-fault.ts';

export type AddressRules = {
  /** A demo asks a source on its own machine and no other; production must not reach its own back doors. */
  isDemo: boolean;
};

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** This network, link-local with the clouds' metadata services, multicast and reserved. IPv4 as such and inside IPv6. */
const NEVER = blockList([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['ff00::', 8],
  ['64:ff9b::', 104],
  ['64:ff9b::a9fe:0', 112],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]);
const LOOPBACK = blockList([
  ['127.0.0.0', 8],
  ['::1', 128],
  ['64:ff9b::7f00:0', 104],
]);
const PRIVATE = blockList([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['::1', 128],
]);

/**
 * The one address to connect to.
 * @throws SourceFault `address_refused` when any address of the name is out of bounds, `unreachable` when it has none
 */
export async function resolveAllowed(
  url: URL,
  rules: AddressRules,
  resolve: Resolve = resolveName,
): Promise<LookupAddress> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(hostname);
  const addresses = family === 0 ? await findAddresses(hostname, resolve) : [{ address: hostname, family }];
  for (const { address } of addresses) {
    const reason = whyRefused(address, url.protocol, rules);
    if (reason !== null) throw new SourceFault('address_refused', `${url.host} is ${address}: ${reason}`);
  }
  const [first] = addresses;
  if (first === undefined) throw new SourceFault('unreachable', `${url.host} has no address`);
  return first;
}

/** @returns why nobody may be sent to the address in this way, or null */
export function whyRefused(address: string, protocol: string, rules: AddressRules): string | null {
  const family = isIP(address);
  if (family === 0) return 'not an address';
  const isIn = (list: BlockList): boolean => list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  if (isIn(NEVER)) return 'a link-local, metadata or reserved address';
  if (isIn(LOOPBACK) !== rules.isDemo)
    return rules.isDemo ? 'not this machine, and a demo asks no other' : 'the portal’s own machine';
  if (protocol === 'http:' && !isIn(PRIVATE)) return 'outside the own network, where only https is safe';
  return null;
}

async function findAddresses(hostname: string, resolve: Resolve): Promise<LookupAddress[]> {
  try {
    return await resolve(hostname);
  } catch (error) {
    throw new SourceFault('unreachable', `${hostname} has no address (${codeOf(error)})`);
  }
}

function resolveName(hostname: string): Promise<LookupAddress[]> {
  return lookup(hostname, { all: true });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
