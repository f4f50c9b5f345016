/**
 * The file of one document from its source, by whatever way the mapping says. What comes is bytes of which nothing is
 * believed: portal/documents looks at what they are.
 */
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { Content } from '../mapping/content.ts';
import type { FeedMapping, Mapping } from '../mapping/mapping.ts';
import { readJson } from '../mapping/read-json.ts';
import { isRecord, textAt, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';
import { fillIn } from './asked-source.ts';
import type { DocumentName } from './asked-source.ts';
import type { RecordSet } from './record-set.ts';

export type DocumentFileDeps = {
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  client: SourceClient;
  /** Address of the service; ends with a slash. */
  base: URL;
  /** The set of the documents, of which only this field is read. */
  setOf: (feed: FeedMapping, field: string) => RecordSet;
  /** What a report of the source prints of this record; only Tryton has such. */
  print?: (report: string, name: { model: string; id: string }) => Promise<SourceValue>;
};

/** @throws SourceFault `not_found` where the source has no such document, or no file of it */
export async function readDocumentFile(deps: DocumentFileDeps, name: DocumentName): Promise<Uint8Array> {
  const feed = deps.mapping.feeds.find(({ kind }) => kind === 'document');
  if (feed?.content === undefined) throw new SourceFault('not_found', 'the mapping has no documents');
  const keys = keysOf(deps, feed, name);
  const { content } = feed;
  switch (content.by) {
    case 'field':
      return readField(deps.setOf(feed, content.field), { feed, keys, field: content.field });
    case 'report': {
      if (deps.print === undefined) throw new SourceFault('refused', 'the source has no such reports');
      return fromBase64(await deps.print(content.report, { model: feed.set, id: keys[0] ?? '' }));
    }
    case 'address':
      return readAddress(deps, content, { key: keys.join('/'), number: name.number ?? '' });
  }
}

/** What the id was made of. A single key may have slashes of its own. */
function keysOf(
  { mapping, settings }: DocumentFileDeps,
  { key }: FeedMapping,
  { externalId }: DocumentName,
): string[] {
  const prefix = fillIn(mapping.idPrefix, settings);
  const own = externalId.startsWith(prefix) ? externalId.slice(prefix.length) : '';
  const parts = key.length === 1 ? [own] : own.split('/');
  if (parts.length !== key.length || parts.includes('')) {
    throw new SourceFault('not_found', 'the document has no key of this source');
  }
  return parts;
}

async function readField(
  set: RecordSet,
  { feed, keys, field }: { feed: FeedMapping; keys: readonly string[]; field: string },
): Promise<Uint8Array> {
  const name: SourceRecord = Object.fromEntries(feed.key.map((path, index) => [path, keys[index] ?? '']));
  for await (const rows of set.read([name], [field])) {
    // A source that leaves the condition out would give the file of another record.
    const row = rows.find((found) => feed.key.every((path, index) => textAt(found, path) === keys[index]));
    if (row !== undefined) return fromBase64(valueAt(row, field));
  }
  throw new SourceFault('not_found', 'the source does not have this document any more');
}

async function readAddress(
  { client, base, mapping, settings }: DocumentFileDeps,
  { path, query, in: at }: Extract<Content, { by: 'address' }>,
  said: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  if (/^\.{0,2}$/.test(said['key'] ?? '')) throw new SourceFault('not_found', 'the document has no key');
  const escaped = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
  const url = new URL(fillIn(path, escaped), base);
  for (const [name, text] of Object.entries(query)) url.searchParams.set(name, fillIn(text, said));
  const own = Object.entries(mapping.headers).map(([name, text]) => [name, fillIn(text, settings)]);
  const answer = await client.get(url, {
    ...Object.fromEntries(own),
    accept: at === undefined ? '*/*' : 'application/json',
  });
  if (at === undefined) return answer.bytes;
  const body = readJson(answer.text);
  return fromBase64(isRecord(body) ? valueAt(body, at) : null);
}

/** Node leaves out whatever is no base64; what remains of a text that is none, is no document. */
function fromBase64(value: SourceValue): Uint8Array {
  const text = toText(value);
  if (text === null) throw new SourceFault('not_found', 'the source has no file of this document');
  return Buffer.from(text, 'base64');
}
