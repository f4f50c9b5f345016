/** Records of ours in a set of an OData source: made, and found again by our key, which stands in a field of their own. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { readJson } from '../mapping/read-json.ts';
import { isRecord, textAt } from '../mapping/source-record.ts';
import { writeJson } from '../mapping/write-json.ts';
import type { SentFields } from '../mapping/write-json.ts';
import { onlyOwn } from '../outgoing/found-order.ts';
import type { ODataOrderMapping } from '../outgoing/order-mapping.ts';
import type { WriterOpening, WrittenOrder } from '../outgoing/outgoing-order.ts';
import { fillIn } from '../records/asked-source.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { literalOf, readPage } from './dialect.ts';
import { ASK_ALL, urlOf } from './question.ts';

type KeyedSet = Pick<
  ODataOrderMapping,
  'dialect' | 'service' | 'set' | 'keyField' | 'id' | 'number' | 'headers' | 'query'
>;

export type KeyedRecords = {
  /** @throws SourceFault when that can't be known */
  find: (key: string) => Promise<WrittenOrder | null>;
  /** Null where the source does not name what it has made. @throws SourceFault */
  make: (fields: SentFields) => Promise<WrittenOrder | null>;
  close: () => Promise<void>;
};

const JSON_TYPE = 'application/json; charset=utf-8';
/** One is enough; a second one would show that the key is not only ours. */
const ROWS_ASKED = 2;

export function openKeyedRecords(
  { address, credentials, mapping, settings }: Omit<WriterOpening<KeyedSet>, 'timeZone'>,
  outgoing: OutgoingOptions,
): KeyedRecords {
  const client = createSourceClient({ ...outgoing, address, credentials });
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const own = Object.entries(mapping.headers).map(([name, text]) => [name, fillIn(text, settings)]);
  const headers = { ...Object.fromEntries(own), accept: 'application/json' };
  const set = { service: mapping.service ?? null, set: mapping.set };
  const asked = { version: mapping.dialect, query: mapping.query };
  return {
    find: async (key) => {
      const filter = [`${mapping.keyField} eq ${literalOf(mapping.dialect, 'Edm.String', key)}`];
      const select = [
        mapping.id,
        mapping.keyField,
        ...(mapping.number === undefined ? [] : [mapping.number]),
      ];
      const url = urlOf(base, set, { ...asked, question: { ...ASK_ALL, filter, select, top: ROWS_ASKED } });
      const { text } = await client.get(url, headers);
      const { rows } = readPage(mapping.dialect, readJson(text), (said) => client.repeatable(said));
      return onlyOwn(rows, { key, keyPaths: [mapping.keyField], id: mapping.id, number: mapping.number });
    },
    make: async (fields) => {
      const url = urlOf(base, set, { ...asked, question: ASK_ALL });
      const { text } = await client.write(url, writeJson(fields), { ...headers, 'content-type': JSON_TYPE });
      return writtenIn(text, mapping, client);
    },
    close: () => Promise.resolve(client.close()),
  };
}

/**
 * What the source says of what it has made. Null where it says nothing: then it is looked for.
 * @throws SourceFault `not_understood` for an error inside a good answer, and for a page
 */
function writtenIn(text: string, { id, number }: KeyedSet, client: SourceClient): WrittenOrder | null {
  if (text.trim() === '') return null;
  const answer = readJson(text);
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no record');
  for (const place of ['odata.error', 'error']) {
    if (!Object.hasOwn(answer, place)) continue;
    const said = textAt(answer, `${place}/message/value`) ?? textAt(answer, `${place}/message`) ?? '';
    throw new SourceFault('not_understood', `the source says: ${client.repeatable(said)}`);
  }
  const externalId = textAt(answer, id);
  if (externalId === null) return null;
  return { externalId, number: number === undefined ? null : textAt(answer, number) };
}
