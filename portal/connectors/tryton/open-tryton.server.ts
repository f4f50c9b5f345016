/** A Tryton server, opened: the database that the administrator names, in a session of its own. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { isRecord } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { pathsRead } from '../mapping/spec-paths.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import { createTrytonRpc, printReport, sessionOf } from './tryton-rpc.server.ts';
import type { CallTryton } from './tryton-rpc.server.ts';
import { createTrytonSet, describeModel } from './tryton-set.server.ts';
import type { TrytonSetPlan } from './tryton-set.server.ts';

export function openTryton(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  outgoing: OutgoingOptions,
): AskedSource {
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const url = new URL(`${encodeURIComponent(settings['database'] ?? '')}/`, base);
  const client = createSourceClient({
    ...outgoing,
    address,
    credentials,
    authorizationOf: ({ send, now }) => sessionOf(credentials, { url, send, now }),
  });
  const rpc = createTrytonRpc(client, url);
  const context = createContext(rpc, settings['language']);
  const setOf = (model: string, paths: readonly string[]) =>
    createTrytonSet(rpc, { model, paths, pageSize: mapping.paging.size, context });
  const lookUps = createLookUps(mapping, ({ set, key }) => setOf(set, [key]));
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createRecordFeed(deps, feed, setOf(feed.set, pathsRead(feed)))),
    describe: async ({ set }) => {
      const types = await describeModel(rpc, { model: set, context });
      return types === null ? null : { fields: new Set(types.keys()), linesOf: () => null };
    },
    readDocument: (name) =>
      readDocumentFile(
        {
          mapping,
          settings,
          client,
          base,
          setOf: ({ set }, field) => setOf(set, [field]),
          print: async (report, record) => printReport(rpc, { report, ...record, context: await context() }),
        },
        name,
      ),
    requestCount: () => client.requestCount(),
    close: async () => {
      await logOut(client, rpc);
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
