/** An Odoo, opened. The administrator says its database, and for whom a label is: a language, where it is not ours. */
import { fieldsRead } from '../mapping/spec-paths.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import { connectOdoo } from './connect-odoo.server.ts';
import { createOdooSet, describeModel } from './odoo-set.server.ts';

export function openOdoo(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  outgoing: OutgoingOptions,
): AskedSource {
  const { client, base, rpc } = connectOdoo({ address, credentials, settings }, outgoing);
  const call = rpc.ask;
  const context = contextOf(settings['language']);
  const setOf = (model: string, fields: readonly string[]) =>
    createOdooSet(call, { model, fields, pageSize: mapping.paging.size, context });
  const lookUps = createLookUps(mapping, ({ set, key }) => setOf(set, [key]));
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createRecordFeed(deps, feed, setOf(feed.set, fieldsRead(feed).head))),
    describe: async ({ set }) => {
      const types = await describeModel(call, { model: set, context });
      return types === null ? null : { fields: new Set(types.keys()), linesOf: () => null };
    },
    readDocument: (name) =>
      readDocumentFile(
        { mapping, settings, client, base, setOf: ({ set }, field) => setOf(set, [field]) },
        name,
      ),
    requestCount: () => client.requestCount(),
    close: () => Promise.resolve(client.close()),
  };
}

/** Archived rows are rows, too: their mark is their tombstone. Times come in UTC, whatever the user's own zone. */
function contextOf(language: string | undefined): Readonly<Record<string, unknown>> {
  const lang = language === undefined || language === '' ? {} : { lang: language };
  return { active_test: false, tz: 'UTC', ...lang };
}
