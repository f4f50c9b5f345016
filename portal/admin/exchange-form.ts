/** The form that opens the exchange with 1C: which base it is, and from where it may come. */
import { parseNetwork } from '#auth/networks/network.ts';

export const EXCHANGE_FIELDS = ['sourceName', 'networks'] as const;
export type ExchangeTexts = Record<(typeof EXCHANGE_FIELDS)[number], string>;
export type ExchangeFault = 'missing' | 'too_long' | 'not_networks';
export type ExchangeFaults = Partial<Record<keyof ExchangeTexts, ExchangeFault>>;

const LONGEST_NAME = 60;
const MOST_NETWORKS = 20;

export type ExchangeParsed =
  { ok: true; sourceName: string; networks: string[] } | { ok: false; faults: ExchangeFaults };

export function parseExchangeTexts({ sourceName, networks }: ExchangeTexts): ExchangeParsed {
  const faults: ExchangeFaults = {};
  if (sourceName === '') faults.sourceName = 'missing';
  if (sourceName.length > LONGEST_NAME) faults.sourceName = 'too_long';
  const given = networks.split(/[\s,;]+/).filter((text) => text !== '');
  const isGood = given.length <= MOST_NETWORKS && given.every((text) => parseNetwork(text) !== null);
  if (!isGood) faults.networks = 'not_networks';
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, sourceName, networks: given };
}
