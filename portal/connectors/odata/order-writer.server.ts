/** Writes drafts of orders into an OData source, and finds them again by our key. */
import { clockText } from '../clock-text.ts';
import { createSourceClient } from '../http/source-client.server.ts';
import type { SourceClient } from '../http/source-client.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import { SourceFault } from '../http/source-fault.ts';
import { readJson } from '../mapping/read-json.ts';
import { isRecord, textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { writeJson } from '../mapping/write-json.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import type { LineValue, OrderMapping, OrderValue } from '../outgoing/order-mapping.ts';
import type { OrderWriter, OutgoingLine, OutgoingOrder, WrittenOrder } from '../outgoing/outgoing-order.ts';
import { fillIn } from '../records/asked-source.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { literalOf, readPage } from './dialect.ts';
import { ASK_ALL, urlOf } from './question.ts';

export type OpenOrderWriter = {
  address: URL;
  credentials: SourceCredentials;
  mapping: OrderMapping;
  settings: Readonly<Record<string, string>>;
  /** Of times that the source keeps without a zone. */
  timeZone: string;
};

const JSON_TYPE = 'application/json; charset=utf-8';
/** One is enough; a second one would show that the key is not only ours. */
const ROWS_ASKED = 2;

export function openODataOrders(open: OpenOrderWriter, outgoing: OutgoingOptions): OrderWriter {
  const { address, credentials, mapping, settings } = open;
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
      return foundAmong(rows, key, mapping);
    },
    write: async (order) => {
      const url = urlOf(base, set, { ...asked, question: ASK_ALL });
      const body = writeJson(fieldsOf(order, open));
      const { text } = await client.write(url, body, { ...headers, 'content-type': JSON_TYPE });
      return writtenIn(text, mapping, client);
    },
    close: () => client.close(),
  };
}

/**
 * A source that leaves our filter out answers with whatever orders it has: then nobody knows whether ours is there.
 * @throws SourceFault `ignored`
 */
function foundAmong(
  rows: readonly SourceRecord[],
  key: string,
  { id, number, keyField }: OrderMapping,
): WrittenOrder | null {
  const [row] = rows.filter((candidate) => textAt(candidate, keyField) === key);
  const externalId = row === undefined ? null : textAt(row, id);
  if (row === undefined && rows.length > 0) {
    throw new SourceFault('ignored', `the source does not look for orders by ${keyField}`);
  }
  if (row === undefined || externalId === null) return null;
  return { externalId, number: number === undefined ? null : textAt(row, number) };
}

/**
 * What the source says of the order that it has made. Null where it says nothing: then it is looked for.
 * @throws SourceFault `not_understood` for an error inside a good answer, and for a page
 */
function writtenIn(text: string, { id, number }: OrderMapping, client: SourceClient): WrittenOrder | null {
  if (text.trim() === '') return null;
  const answer = readJson(text);
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no order');
  for (const place of ['odata.error', 'error']) {
    if (!Object.hasOwn(answer, place)) continue;
    const said = textAt(answer, `${place}/message/value`) ?? textAt(answer, `${place}/message`) ?? '';
    throw new SourceFault('not_understood', `the source says: ${client.repeatable(said)}`);
  }
  const externalId = textAt(answer, id);
  if (externalId === null) return null;
  return { externalId, number: number === undefined ? null : textAt(answer, number) };
}

function fieldsOf(order: OutgoingOrder, { mapping, timeZone }: OpenOrderWriter): SentFields {
  const head = Object.entries(mapping.fields).flatMap(([field, spec]) =>
    sent(field, 'value' in spec ? constant(spec.value) : orderValue(order, spec.from, timeZone)),
  );
  const { lines } = mapping;
  const rows = order.lines.map((line) => ({
    fields: Object.fromEntries(
      Object.entries(lines.fields).flatMap(([field, spec]) => {
        if ('value' in spec) return sent(field, constant(spec.value));
        const text = lineValue(line, spec.from);
        return sent(field, text !== null && spec.as === 'number' ? { decimal: text } : text);
      }),
    ),
  }));
  return { ...Object.fromEntries(head), [lines.in]: rows };
}

/** What there is nothing of is left out: the source has its own default. */
function sent(field: string, value: SentValue | null): [string, SentValue][] {
  return value === null || value === '' ? [] : [[field, value]];
}

function constant(value: string | boolean | number): SentValue {
  return typeof value === 'number' ? { decimal: String(value) } : value;
}

function orderValue(order: OutgoingOrder, from: OrderValue, timeZone: string): string | null {
  switch (from) {
    case 'key':
    case 'currency':
    case 'note':
      return order[from];
    case 'reference':
      return order.customerReference;
    case 'counterparty':
      return order.counterparty.ref;
    case 'askedOn':
      return clockText(order.askedAt, timeZone).slice(0, 10);
    case 'askedAt':
      return clockText(order.askedAt, timeZone);
  }
}

function lineValue(line: OutgoingLine, from: LineValue): string | null {
  switch (from) {
    case 'product':
      return line.productRef;
    case 'lineNo':
      return String(line.lineNo);
    case 'sku':
    case 'name':
    case 'quantity':
    case 'unitPrice':
      return line[from];
  }
}
