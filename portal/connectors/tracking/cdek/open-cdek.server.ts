/** CDEK's interface v2: an OAuth2 token for the account, and one question for each parcel. */
import type { Breaker } from '../../http/breaker.ts';
import type { SourceCredentials } from '../../http/credentials.ts';
import type { AddressRules } from '../../http/outgoing-address.server.ts';
import { createSourceClient } from '../../http/source-client.server.ts';
import type { AskedCarrier } from '../carrier-report.ts';
import { cdekNumberOf, readCdekOrder, saysUnknownOrder } from './read-cdek-order.ts';

export const CDEK_ADDRESS = 'https://api.cdek.ru/';

/** An order is a few kilobytes; nobody waits for it, but the next parcel does. */
const LIMITS = { connectMs: 10_000, headersMs: 20_000, bodyMs: 20_000, bodyBytes: 1024 * 1024 };

export type OpenCdek = {
  address: URL;
  credentials: SourceCredentials;
  rules: AddressRules;
  breaker: Breaker;
  now: () => Date;
  sleep?: (ms: number) => Promise<void>;
};

/** @returns what CDEK's keys are, for a token from the address itself */
export function cdekCredentials(
  address: URL,
  { account, password }: { account: string; password: string },
): SourceCredentials {
  const tokenUrl = new URL('v2/oauth/token', address).href;
  return {
    kind: 'client-credentials',
    tokenUrl,
    clientId: account,
    clientSecret: password,
    clientIn: 'body',
  };
}

export function openCdek({ address, ...options }: OpenCdek): AskedCarrier {
  const client = createSourceClient({
    ...options,
    address,
    limits: LIMITS,
    isAnswer: ({ status, text }) => status === 400 && saysUnknownOrder(text),
  });
  return {
    report: async (trackingNumber) => {
      const asked = cdekNumberOf(trackingNumber);
      const url = new URL('v2/orders', address);
      url.searchParams.set(asked.by, asked.number);
      const { text } = await client.get(url, { accept: 'application/json' });
      return readCdekOrder(text, asked);
    },
    close: () => client.close(),
  };
}
