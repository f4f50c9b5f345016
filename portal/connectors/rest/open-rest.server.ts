/** A service with a JSON interface of its own, opened. */
import { createSourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { fieldsRead } from '../mapping/spec-paths.ts';
import { isList, isRecord } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { fillIn } from '../records/asked-source.ts';
import type { AskedSource, OutgoingOptions, SetPlace, SourceOpening } from '../records/asked-source.ts';
import { createLookUps } from '../records/look-ups.server.ts';
import { readDocumentFile } from '../records/document-file.server.ts';
import { createRecordFeed } from '../records/record-feed.server.ts';
import type { RecordSet, SetModel } from '../records/record-set.ts';
import { createRestService } from './rest-service.server.ts';
import { createRestSet } from './rest-set.server.ts';
import type { RestSetPlan } from './rest-plan.ts';

/** Rows in which a field is looked for: services leave out what is empty. */
const SAMPLE_ROWS = 20;

export function openRest(
  { address, credentials, mapping, settings, timeZone }: SourceOpening,
  outgoing: OutgoingOptions,
): AskedSource {
  const { rest, paging } = mapping;
  if (rest === undefined) throw new Error('a mapping of this dialect says how the service is asked');
  const client = createSourceClient({ ...outgoing, address, credentials });
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const own = Object.entries(mapping.headers).map(([name, text]) => [name, fillIn(text, settings)]);
  const service = createRestService({
    client,
    base,
    rest: { ...rest, query: { ...mapping.query, ...rest.query } },
    headers: { accept: 'application/json', ...Object.fromEntries(own) },
  });
  const setOf = (plan: Pick<RestSetPlan, 'set' | 'key' | 'fields' | 'own'>): RecordSet =>
    createRestSet(service, { ...plan, paging, rest, timeZone });
  const setByPlace = new Map<SetPlace, RecordSet>();
  const lookUps = createLookUps(mapping, (lookUp) => {
    const set = setOf({ ...lookUp, key: [lookUp.key], fields: [lookUp.key], own: lookUp.rest });
    setByPlace.set(lookUp, set);
    return set;
  });
  const deps = { mapping, lookUps, settings, timeZone, now: outgoing.now };
  const feeds = mapping.feeds.map((feed) => {
    const set = setOf({ ...feed, fields: fieldsRead(feed).head, own: feed.rest });
    setByPlace.set(feed, set);
    return createRecordFeed(deps, feed, set);
  });
  return {
    feeds,
    // Such services do not describe themselves: what their first rows have is all that can be said.
    describe: (place) => describe(setByPlace.get(place)),
    readDocument: (name) =>
      readDocumentFile(
        {
          mapping,
          settings,
          client,
          base,
          setOf: (feed, field) => setOf({ ...feed, fields: [field], own: feed.rest }),
        },
        name,
      ),
    requestCount: () => client.requestCount(),
    close: () => Promise.resolve(client.close()),
  };
}

async function describe(set: RecordSet | undefined): Promise<SetModel | null> {
  try {
    return modelOf((await set?.some(SAMPLE_ROWS, [])) ?? []);
  } catch (error) {
    if (error instanceof SourceFault && error.code === 'not_found') return null;
    throw error;
  }
}

function modelOf(rows: readonly SourceRecord[]): SetModel {
  return {
    fields: rows.length === 0 ? null : namesIn(rows),
    linesOf: (field) => {
      const lines = rows.flatMap((row) => {
        const list = row[field];
        return list !== undefined && isList(list) ? list.filter(isRecord) : [];
      });
      return lines.length === 0 ? null : namesIn(lines);
    },
  };
}

function namesIn(rows: readonly SourceRecord[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => Object.keys(row)));
}
