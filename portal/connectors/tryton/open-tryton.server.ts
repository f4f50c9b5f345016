/** A Tryton server, opened: the database that the administrator names, in a session of its own. */
import { pathsRead } from '../mapping/spec-paths.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import { connectTryton } from './connect-tryton.server.ts';
import { printReport } from './tryton-rpc.server.ts';
import { createTrytonSet, describeModel } from './tryton-set.server.ts';

export function openTryton(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  outgoing: OutgoingOptions,
): AskedSource {
  const { client, base, rpc, context, close } = connectTryton({ address, credentials, settings }, outgoing);
  const call = rpc.ask;
  const setOf = (model: string, paths: readonly string[]) =>
    createTrytonSet(call, { model, paths, pageSize: mapping.paging.size, context });
  const lookUps = createLookUps(mapping, ({ set, key }) => setOf(set, [key]));
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createRecordFeed(deps, feed, setOf(feed.set, pathsRead(feed)))),
    describe: async ({ set }) => {
      const types = await describeModel(call, { model: set, context });
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
          print: async (report, record) => printReport(call, { report, ...record, context: await context() }),
        },
        name,
      ),
    requestCount: () => client.requestCount(),
    close,
  };
}
