/**
 * Writes sales into Tryton (`sale.sale`, a draft), and finds them by our key in `reference`. What Tryton’s own form fills
 * in when a customer and an article are chosen (addresses, terms, unit, taxes, a price where we have none) is asked of
 * Tryton itself, as its form does.
 */
import { SourceFault } from '../http/source-fault.ts';
import { isList, isRecord, textAt, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import { onlyOwn } from '../outgoing/found-order.ts';
import { constantsOf } from '../outgoing/order-fields.ts';
import type { TrytonOrderMapping } from '../outgoing/order-mapping.ts';
import type { OrderWriter, OutgoingLine, OutgoingOrder, WriterOpening } from '../outgoing/outgoing-order.ts';
import { toId } from '../records/by-id.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { connectTryton } from './connect-tryton.server.ts';
import type { CallTryton } from './tryton-rpc.server.ts';

const SALE = 'sale.sale';
const KEY_FIELD = 'reference';
/** One is enough; a second one would show that the key is not only ours. */
const ROWS_ASKED = 2;

export function openTrytonOrders(
  opening: WriterOpening<TrytonOrderMapping>,
  outgoing: OutgoingOptions,
): OrderWriter {
  const { rpc, context, close } = connectTryton(opening, outgoing);
  return {
    find: async (key) => {
      const domain = [[KEY_FIELD, '=', key]];
      const params = [domain, 0, ROWS_ASKED, null, [KEY_FIELD, 'number'], await context()];
      const rows = rowsIn(await rpc.ask(`model.${SALE}.search_read`, params));
      return onlyOwn(rows, { key, keyPaths: [KEY_FIELD], id: 'id', number: 'number' });
    },
    write: async (order) => {
      const asking: Asking = { ask: rpc.ask, context: await context() };
      const values = await valuesOf(asking, order);
      const sent = { ...constantsOf(opening.mapping.constants), ...values };
      const externalId = await rpc.create(SALE, sent, sentContext(asking.context));
      // A draft has no number yet.
      return { externalId, number: null };
    },
    close,
  };
}

type Asking = { ask: CallTryton; context: Readonly<Record<string, unknown>> };

async function valuesOf(asking: Asking, order: OutgoingOrder): Promise<SentFields> {
  const { key, counterparty, note } = order;
  const party = toId(counterparty.ref);
  const currency = await findCurrency(asking, order.currency);
  const filled = await changed(asking, `model.${SALE}.on_change_party`, { party });
  const ofParty = ['invoice_address', 'shipment_address', 'payment_term'].flatMap((name) => {
    const id = textAt(filled, name);
    return id === null ? [] : [[name, number(id)] as const];
  });
  const lines: SentValue[] = [];
  for (const line of order.lines) {
    lines.push({ fields: await lineOf(asking, line, { party, currency }) });
  }
  return {
    ...Object.fromEntries(ofParty),
    party: number(counterparty.ref),
    currency: number(String(currency)),
    [KEY_FIELD]: key,
    ...(note === '' ? {} : { comment: note }),
    lines: [['create', lines]],
  };
}

/** @throws SourceFault `refused` where the source has no such currency: prices would be numbers in another one */
async function findCurrency({ ask, context }: Asking, code: string): Promise<number> {
  const params = [[['code', '=', code]], 0, ROWS_ASKED, null, ['code'], context];
  const rows = rowsIn(await ask('model.currency.currency.search_read', params));
  const id = rows.map((row) => (textAt(row, 'code') === code ? textAt(row, 'id') : null)).find(Boolean);
  if (!id) throw new SourceFault('refused', `the source has no currency ${code}`);
  return toId(id);
}

async function lineOf(
  asking: Asking,
  { productRef, quantity, unitPrice }: OutgoingLine,
  { party, currency }: { party: number; currency: number },
): Promise<SentFields> {
  const product = toId(productRef);
  const filled = await changed(asking, 'model.sale.line.on_change_product', {
    product,
    quantity: Number(quantity),
    '_parent_sale.party': party,
    '_parent_sale.currency': currency,
    '_parent_sale.sale_date': null,
  });
  const price = unitPrice ?? textAt(filled, 'unit_price/decimal');
  if (price === null) throw new SourceFault('refused', `the source makes no price for article ${productRef}`);
  const unit = textAt(filled, 'unit');
  const taxes = idsAdded(valueAt(filled, 'taxes'));
  return {
    type: 'line',
    product: number(productRef),
    quantity: { decimal: quantity },
    unit_price: { fields: { __class__: 'Decimal', decimal: price } },
    ...(unit === null ? {} : { unit: number(unit) }),
    ...(taxes.length === 0 ? {} : { taxes: [['add', taxes]] }),
  };
}

/** What Tryton’s form would fill in. */
async function changed({ ask, context }: Asking, method: string, values: object): Promise<SourceRecord> {
  const answer = await ask(method, [values, context]);
  if (!isRecord(answer)) throw new SourceFault('not_understood', `${method}: the answer is no record`);
  return answer;
}

/** Rows that a form puts into a list of a new record: ids, or what is added where, by version. */
function idsAdded(value: SourceValue): SentValue[] {
  const added = isRecord(value) ? valueAt(value, 'add') : value;
  if (!isList(added)) return [];
  return added.flatMap((one) => {
    const id = isList(one) && isRecord(one[1]) ? textAt(one[1], 'id') : toText(one);
    return id === null ? [] : [number(id)];
  });
}

function number(ref: string): SentValue {
  return { decimal: String(toId(ref)) };
}

function sentContext(context: Readonly<Record<string, unknown>>): SentFields {
  const entries = Object.entries(context).flatMap(([name, value]): [string, SentValue][] => {
    if (typeof value === 'number') return [[name, { decimal: String(value) }]];
    return typeof value === 'string' || typeof value === 'boolean' ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

function rowsIn(answer: SourceValue): SourceRecord[] {
  if (!isList(answer)) throw new SourceFault('not_understood', 'the answer has no rows in it');
  return answer.filter(isRecord);
}
