/** Writes drafts of orders into a service with a JSON interface of its own, as its mapping says, and finds them again. */
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import { SourceFault } from '../http/source-fault.ts';
import { readJson } from '../mapping/read-json.ts';
import { isList, isRecord, textAt, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';
import { writeJson } from '../mapping/write-json.ts';
import { onlyOwn } from '../outgoing/found-order.ts';
import { fieldsOf } from '../outgoing/order-fields.ts';
import type { RestOrderMapping } from '../outgoing/order-mapping.ts';
import type { OrderWriter, WriterOpening, WrittenOrder } from '../outgoing/outgoing-order.ts';
import { fillIn } from '../records/asked-source.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { pathOf } from './rest-question.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const NOT_FOUND = 404;

export function openRestOrders(
  opening: WriterOpening<RestOrderMapping>,
  outgoing: OutgoingOptions,
): OrderWriter {
  const { address, credentials, mapping, settings } = opening;
  const { find, keyField, keyPaths = [keyField], id, number } = mapping;
  const client = createSourceClient({
    ...outgoing,
    address,
    credentials,
    // A page that is not there says nothing of orders: the service itself must say that there is none.
    isAnswer: ({ status, text }) =>
      status === NOT_FOUND && find.emptySays !== undefined && text.includes(find.emptySays),
  });
  const base = new URL(address.pathname.endsWith('/') ? address : `${address.href}/`);
  const own = Object.entries(mapping.headers).map(([name, text]) => [name, fillIn(text, settings)]);
  const headers = { ...Object.fromEntries(own), accept: 'application/json' };
  const url = new URL(pathOf(mapping.set), base);
  return {
    find: async (key) => {
      const { status, text } = await client.get(questionFor(url, find.query, key), headers);
      if (status === NOT_FOUND) return null;
      const rows = rowsIn(checked(readJson(text), mapping, client), find.rows);
      return onlyOwn(rows, { key, keyPaths, id, number });
    },
    write: async (order) => {
      const body = writeJson(fieldsOf(order, mapping, opening));
      const { status, text } = await client.write(url, body, { ...headers, ...JSON_TYPE });
      if (status === NOT_FOUND) throw new SourceFault('not_found', 'the source takes no orders here');
      return text.trim() === '' ? null : madeIn(checked(readJson(text), mapping, client), mapping);
    },
    close: () => Promise.resolve(client.close()),
  };
}

/** @throws SourceFault `refused` for a key that could end the text that it stands in */
function questionFor(url: URL, query: Readonly<Record<string, string>>, key: string): URL {
  if (!/^[\w-]{1,100}$/.test(key))
    throw new SourceFault('refused', 'the key can’t be written into a question');
  const asked = new URL(url);
  asked.search = Object.entries(query)
    .map(([name, text]) => [name, text.replaceAll('{key}', key)].map(encodeURIComponent).join('='))
    .join('&');
  return asked;
}

/** @throws SourceFault `not_understood` for an error inside a good answer */
function checked(
  answer: SourceValue,
  { error: at }: Pick<RestOrderMapping, 'error'>,
  client: SourceClient,
): SourceValue {
  const error = at === undefined || !isRecord(answer) ? null : valueAt(answer, at);
  if (error === null || error === false) return answer;
  const said = toText(error) ?? (isRecord(error) ? textAt(error, 'message') : null) ?? 'an error';
  throw new SourceFault('not_understood', `the source says: ${client.repeatable(said)}`);
}

function rowsIn(answer: SourceValue, at: string | undefined): SourceRecord[] {
  const rows = at === undefined ? answer : isRecord(answer) ? valueAt(answer, at) : null;
  if (!isList(rows)) throw new SourceFault('not_understood', 'the answer has no rows in it');
  return rows.filter(isRecord);
}

/** The order, or its id alone; null where the answer names none, and it is looked for. */
function madeIn(
  answer: SourceValue,
  { made, id, number }: Pick<RestOrderMapping, 'made' | 'id' | 'number'>,
): WrittenOrder | null {
  const found = made === undefined || !isRecord(answer) ? answer : valueAt(answer, made);
  if (!isRecord(found)) {
    const externalId = toText(found);
    return externalId === null ? null : { externalId, number: null };
  }
  const externalId = textAt(found, id);
  if (externalId === null) return null;
  return { externalId, number: number === undefined ? null : textAt(found, number) };
}
