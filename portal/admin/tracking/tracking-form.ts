/** The forms that open a way for carriers' reports. */
import { parseNetwork } from '#auth/networks/network.ts';

export const TRACKING_PATH = '/admin/sources/tracking';

export const INBOX_FIELDS = ['name', 'carriers', 'networks'] as const;
export const CDEK_FIELDS = ['name', 'address', 'account'] as const;
export type TrackingField = (typeof INBOX_FIELDS)[number] | (typeof CDEK_FIELDS)[number] | 'password';
export type TrackingFault = 'missing' | 'too_long' | 'bad_name' | 'not_networks' | 'not_address';
export type TrackingFaults = Partial<Record<TrackingField, TrackingFault>>;
export type TrackingTexts = Partial<Record<TrackingField, string>>;

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u;
const LONGEST_TEXT = 200;
const MOST_NETWORKS = 20;
const MOST_CARRIERS = 20;

export type InboxParsed =
  { ok: true; name: string; carriers: string[]; networks: string[] } | { ok: false; faults: TrackingFaults };

export function parseInboxTexts({
  name,
  carriers,
  networks,
}: Record<(typeof INBOX_FIELDS)[number], string>): InboxParsed {
  const faults: TrackingFaults = nameFault(name);
  const names = partsOf(carriers, /[\n,;]+/);
  if (names.length === 0) faults.carriers = 'missing';
  if (names.length > MOST_CARRIERS || names.some((one) => one.length > LONGEST_TEXT))
    faults.carriers = 'too_long';
  const given = partsOf(networks, /[\s,;]+/);
  const isGood = given.length <= MOST_NETWORKS && given.every((text) => parseNetwork(text) !== null);
  if (!isGood) faults.networks = 'not_networks';
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, name, carriers: names, networks: given };
}

export type CdekParsed =
  { ok: true; name: string; address: URL; account: string } | { ok: false; faults: TrackingFaults };

/** @param isAddress the connector's word on what is an address of a service */
export function parseCdekTexts(
  { name, address, account }: Record<(typeof CDEK_FIELDS)[number], string>,
  { password, isAddress }: { password: string; isAddress: (text: string) => boolean },
): CdekParsed {
  const faults: TrackingFaults = { ...nameFault(name), ...keyFaults({ account, password }) };
  if (!isAddress(address)) faults.address = 'not_address';
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, name, address: new URL(address), account };
}

/** What CDEK asks for: an account and its password. */
export function keyFaults(keys: { account: string; password: string }): TrackingFaults {
  const faults: TrackingFaults = {};
  for (const field of ['account', 'password'] as const) {
    if (keys[field] === '') faults[field] = 'missing';
    if (keys[field].length > LONGEST_TEXT) faults[field] = 'too_long';
  }
  return faults;
}

function nameFault(name: string): TrackingFaults {
  if (name === '') return { name: 'missing' };
  return NAME.test(name) ? {} : { name: 'bad_name' };
}

function partsOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
