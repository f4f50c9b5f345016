/** The way to one Tryton: a session of our own, the calls in it, and what the user works with. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { isRecord } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createTrytonRpc, sessionOf } from './tryton-rpc.server.ts';
import type { CallTryton, TrytonRpc } from './tryton-rpc.server.ts';
import type { TrytonSetPlan } from './tryton-set.server.ts';

export type ConnectedTryton = {
  client: SourceClient;
  /** Of the server, its database not in it. */
  base: URL;
  rpc: TrytonRpc;
  context: TrytonSetPlan['context'];
  close: () => Promise<void>;
};

export function connectTryton(
  { address, credentials, settings }: Pick<SourceOpening, 'address' | 'credentials' | 'settings'>,
  outgoing: OutgoingOptions,
): ConnectedTryton {
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const url = new URL(`${encodeURIComponent(settings['database'] ?? '')}/`, base);
  const client = createSourceClient({
    ...outgoing,
    address,
    credentials,
    authorizationOf: ({ send, now }) => sessionOf(credentials, { url, send, now }),
  });
  const rpc = createTrytonRpc(client, url);
  return {
    client,
    base,
    rpc,
    context: createContext(rpc.ask, settings['language']),
    close: async () => {
      await logOut(client, rpc.ask);
      client.close();
    },
  };
}

/** What the user works with: the company above all, on which prices and terms depend. Archived rows are rows, too. */
function createContext(rpc: CallTryton, language: string | undefined): TrytonSetPlan['context'] {
  let context: Promise<Readonly<Record<string, unknown>>> | null = null;
  const ask = async (): Promise<Readonly<Record<string, unknown>>> => {
    const preferences = await rpc('model.res.user.get_preferences', [true, {}]);
    const own = isRecord(preferences) ? numbersAgain(preferences) : {};
    const labels = language === undefined || language === '' ? {} : { language };
    return { ...own, ...labels, active_test: false };
  };
  return () => {
    context ??= ask();
    return context;
  };
}

/** The company is a number there, and answers are read as texts. What is neither text nor number is not sent back. */
function numbersAgain(preferences: SourceRecord): Record<string, unknown> {
  const entries = Object.entries(preferences).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value !== 'string') return [];
    return [[name, /^\d{1,15}$/.test(value) ? Number(value) : value]];
  });
  return Object.fromEntries(entries);
}

/** A session that is not ended stays until its time is over. */
async function logOut(client: SourceClient, rpc: CallTryton): Promise<void> {
  if (client.requestCount() === 0) return;
  try {
    await rpc('common.db.logout', []);
  } catch (error) {
    // Whatever went wrong before has been told already, and this changes nothing about it.
    if (!(error instanceof SourceFault)) throw error;
  }
}
