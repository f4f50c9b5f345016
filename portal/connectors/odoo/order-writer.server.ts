/**
 * Writes quotations into Odoo (a `sale.order` in the state `draft`), and finds them by our key in `client_order_ref`,
 * which is where Odoo keeps the customer's own number of an order. People there confirm it.
 */
import { SourceFault } from '../http/source-fault.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { SentFields, SentValue } from '../mapping/write-json.ts';
import { onlyOwn } from '../outgoing/found-order.ts';
import { htmlText } from '../outgoing/html-text.ts';
import { constantsOf } from '../outgoing/order-fields.ts';
import type { OdooOrderMapping } from '../outgoing/order-mapping.ts';
import type { OrderWriter, OutgoingLine, OutgoingOrder, WriterOpening } from '../outgoing/outgoing-order.ts';
import { toId } from '../records/by-id.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';
import { connectOdoo } from './connect-odoo.server.ts';
import { plainRecord } from './odoo-record.ts';
import type { OdooTypes } from './odoo-record.ts';
import { rowsIn } from './odoo-rpc.server.ts';
import type { CallOdoo } from './odoo-rpc.server.ts';

const KEY_FIELD = 'client_order_ref';
/** One is enough; a second one would show that the key is not only ours. */
const ROWS_ASKED = 2;
/** An order that was archived is there all the same. */
const ALL_ROWS = { active_test: false };
const TYPES: OdooTypes = new Map([['property_product_pricelist', 'many2one']]);

export function openOdooOrders(
  opening: WriterOpening<OdooOrderMapping>,
  outgoing: OutgoingOptions,
): OrderWriter {
  const { client, rpc } = connectOdoo(opening, outgoing);
  return {
    find: async (key) => {
      const rows = await search(rpc.ask, {
        model: 'sale.order',
        domain: [[KEY_FIELD, '=', key]],
        fields: [KEY_FIELD, 'name'],
      });
      return onlyOwn(rows, { key, keyPaths: [KEY_FIELD], id: 'id', number: 'name' });
    },
    write: async (order) => {
      await checkCurrency(rpc.ask, order);
      await rpc.create('sale.order', fieldsOf(order, opening.mapping));
      // The answer has no number in it: the order is looked for.
      return null;
    },
    close: () => Promise.resolve(client.close()),
  };
}

type Search = { model: string; domain: readonly unknown[]; fields: readonly string[] };

async function search(ask: CallOdoo, { model, domain, fields }: Search): Promise<SourceRecord[]> {
  const named = { domain, fields, limit: ROWS_ASKED, context: ALL_ROWS };
  const rows = rowsIn(await ask(model, 'search_read', named));
  return rows.map((row) => plainRecord(row, TYPES));
}

/**
 * A quotation is in the currency of its customer's price list, and prices are numbers in it: of another currency they
 * would be other prices. A customer without a price list has the company's, which people there see.
 * @throws SourceFault `refused` where currencies differ, and where there is no such customer
 */
async function checkCurrency(ask: CallOdoo, { counterparty, currency }: OutgoingOrder): Promise<void> {
  const [partner] = await search(ask, {
    model: 'res.partner',
    domain: [['id', '=', toId(counterparty.ref)]],
    fields: ['property_product_pricelist'],
  });
  if (partner === undefined) throw new SourceFault('refused', 'the source does not show the customer');
  const list = textAt(partner, 'property_product_pricelist/id');
  if (list === null) return;
  const [fitting] = await search(ask, {
    model: 'product.pricelist',
    domain: [
      ['id', '=', toId(list)],
      ['currency_id.name', '=', currency],
    ],
    fields: ['name'],
  });
  if (fitting !== undefined) return;
  throw new SourceFault('refused', `the customer’s price list at the source is not in ${currency}`);
}

function fieldsOf(order: OutgoingOrder, { constants }: OdooOrderMapping): SentFields {
  const { key, counterparty, note, lines } = order;
  return {
    ...constantsOf(constants),
    state: 'draft',
    partner_id: number(counterparty.ref),
    [KEY_FIELD]: key,
    ...(note === '' ? {} : { note: htmlText(note) }),
    // "Make this line, and hang it here."
    order_line: lines.map((line) => [{ decimal: '0' }, { decimal: '0' }, { fields: lineOf(line) }]),
  };
}

/** Without a price, Odoo takes its own; with one, it must not give a discount on top. */
function lineOf({ productRef, name, quantity, unitPrice }: OutgoingLine): SentFields {
  return {
    product_id: number(productRef),
    product_uom_qty: { decimal: quantity },
    ...(name === '' ? {} : { name }),
    ...(unitPrice === null ? {} : { price_unit: { decimal: unitPrice }, discount: { decimal: '0' } }),
  };
}

function number(ref: string): SentValue {
  return { decimal: String(toId(ref)) };
}
