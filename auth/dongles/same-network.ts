import { labelOf } from '../places/place-label.ts';
import type { Policy } from '../policy/policy.ts';
import { shortenAddress } from '../sessions/shorten-address.ts';

/** This machine itself, which a browser and a program may reach by either family. */
const LOOPBACK: readonly string[] = [shortenAddress('127.0.0.1'), shortenAddress('::1')];

/**
 * Whether an agent reports from the network in which the session's browser was when it signed in (3.4, relay): the same label of the
 * administrator's, otherwise the same /24 or /48. A company whose programs go out by another line than its browsers gives
 * both networks one name.
 * @param place of the session, as it was stored when it began
 */
export function isSameNetwork(place: string, address: string, { places }: Pick<Policy, 'places'>): boolean {
  const short = shortenAddress(address);
  if (LOOPBACK.includes(place) && LOOPBACK.includes(short)) return true;
  return place === short || place === labelOf(address, places);
}
