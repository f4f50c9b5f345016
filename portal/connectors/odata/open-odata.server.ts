/** An OData service, opened. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { FeedMapping } from '../mapping/mapping.ts';
import type { AskedSource, OutgoingOptions, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import type { ODataVersion } from './dialect.ts';
import { createODataSet, fieldsIn } from './odata-set.server.ts';
import { createODataService } from './service.server.ts';

export function openOData(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  version: ODataVersion,
  outgoing: OutgoingOptions,
): AskedSource {
  const client = createSourceClient({ ...outgoing, address, credentials });
  const service = createODataService({ client, address, mapping, version, settings });
  const lookUps = createLookUps(mapping, (lookUp) =>
    createODataSet(service, mapping, { ...lookUp, key: [lookUp.key], expand: [], compared: [lookUp.key] }),
  );
  const setOf = (feed: FeedMapping) =>
    createODataSet(service, mapping, { ...feed, compared: comparedFields(feed) });
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const files = { mapping, settings, client, base, setOf };
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  return {
    feeds: mapping.feeds.map((feed) => createRecordFeed(deps, feed, setOf(feed))),
    describe: async ({ service: name, set }) => {
      const model = await service.model(name ?? null);
      const fields = fieldsIn(model, set);
      if (fields === null) return null;
      const linesOf = (field: string): ReadonlySet<string> | null => {
        const lines = model.types.get(fields.get(field)?.type ?? '');
        return lines === undefined ? null : new Set(lines.keys());
      };
      return { fields: new Set(fields.keys()), linesOf };
    },
    readDocument: (name) => readDocumentFile(files, name),
    requestCount: () => client.requestCount(),
    close: () => Promise.resolve(client.close()),
  };
}

function comparedFields({ key, filter, cursor }: FeedMapping): string[] {
  const own = cursor.by === 'modified' ? [cursor.field, cursor.createdField] : [];
  const window = cursor.by === 'version' ? [cursor.window?.field] : [];
  const named = [...own, ...window].filter((field) => field !== undefined);
  return [...key, ...filter.map(({ field }) => field), ...named];
}
