/**
 * A customer of the seller with everything that a source can say of one. Each text names its kind and its party, as in
 * `ORDERLINE-QUARTZ-1`, so that any answer tells what has got into it and whose it is.
 */
import { createHash } from 'node:crypto';
import { DOCUMENT_DATA_CLASS, DOCUMENT_KINDS } from '#portal/documents/document.ts';
import type { DocumentKind } from '#portal/documents/document.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import { addDays } from '#portal/lib/dates.ts';
import type { CsvRow, RowsByKind } from '#test/support/file-drop.ts';
import { idOf } from '#test/support/sync.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';
import { amountsOf, canariesOf, canaryWord, OPEN_LIST_PRICE } from './canaries.ts';
import type { Amounts, Canary } from './canaries.ts';

export type Party = {
  word: string;
  amounts: Amounts;
  canaries: readonly Canary[];
};

/** @param first the digit that all its amounts begin with */
export function aParty(word: string, first: number): Party {
  const amounts = amountsOf(first);
  return { word, amounts, canaries: canariesOf(word, amounts) };
}

/** `ORDERLINE-QUARTZ`: stands in every text of the party's rows of this kind, and nowhere else. */
export function markOf(party: Party, kind: EntityKind | 'person' | 'account' | 'key'): string {
  return `${kind.replaceAll('-', '')}-${party.word}`.toUpperCase();
}

/** Says whether anything of the party stands in a text. */
export function isNamedIn(party: Party, text: string): boolean {
  return text.toLowerCase().includes(party.word);
}

/** Orders by what they are here for. The last ones fill more than one page. */
export const ORDERS = ['open', 'waiting', 'done', 'draft', 'quoted'] as const;
const FILLERS = Array.from({ length: 22 }, (_, index) => `filler-${index}`);
/** Not orders yet: shown to nobody, their own customer included. */
export const HIDDEN_WORD = 'hiddenorder';

export function externalId(party: Party, name: string): string {
  return `${party.word}-${name}`;
}

export function orderId(party: Party, name: string): string {
  return idOf('order', externalId(party, name));
}

export function orderNumber(party: Party, name: string): string {
  const isHidden = name === 'draft' || name === 'quoted';
  return `${isHidden ? HIDDEN_WORD.toUpperCase() : 'ORDER'}-${party.word.toUpperCase()}-${name}`;
}

export function shipmentId(party: Party): string {
  return idOf('shipment', externalId(party, 'shipment'));
}

export function documentId(party: Party, kind: DocumentKind): string {
  return idOf('document', externalId(party, kind));
}

/** What they asked for in the portal. */
export function requestId(party: Party): string {
  return externalId(party, 'request');
}

/** What they said in the portal is wrong with their open order. */
export function claimId(party: Party): string {
  return externalId(party, 'claim');
}

/** Goods that everybody can order: with list and contract price and a discount, at the contract's price alone, at the list's. */
export const GOODS = ['discounted', 'agreed', 'listed'] as const;
export const GOODS_IDS = GOODS.map((name) => idOf('product', name));

/** The catalogue, which is nobody's. */
export function sharedRows(): RowsByKind {
  return {
    product: GOODS.map((id) => ({
      id,
      sku: `SKU-${id}`,
      name: `Bearing ${id}`,
      unit: 'pcs',
      group: 'Bearings',
    })),
    stock: GOODS.map((id) => ({ id, product: id, warehouse: 'Main', quantity: '25' })),
    'price-list': [
      { id: 'open', name: 'Open list', kind: 'list', currency: 'RUB', is_tax_included: 'false' },
    ],
    'price-entry': ['discounted', 'listed'].map((product) => ({
      id: `open-${product}`,
      price_list: 'open',
      product,
      price: OPEN_LIST_PRICE,
    })),
  };
}

/** Everything of a party, documents apart. */
export function rowsOf(party: Party): RowsByKind {
  return { ...agreementRows(party), ...orderRows(party), ...shipmentRows(party), ...moneyRows(party) };
}

function agreementRows(party: Party): RowsByKind {
  const { ownPrice, percent, money } = party.amounts;
  const id = (name: string) => externalId(party, name);
  const text = (kind: EntityKind) => markOf(party, kind);
  const contract = id('contract');
  const priced = (name: string, product: string, price: string, more: CsvRow = {}): CsvRow => {
    return { id: id(name), price_list: contract, product, price, ...more };
  };
  const owner = { counterparty: party.word };
  return {
    'account-manager': [
      {
        id: id('manager'),
        name: text('account-manager'),
        phone: '+7 000',
        email: `${party.word}@seller.example`,
      },
    ],
    counterparty: [
      {
        id: party.word,
        name: text('counterparty'),
        legal_name: `${text('counterparty')} LLC`,
        tax_id: `77${createHash('sha256').update(party.word).digest().readUInt32BE(0)}`,
        manager: id('manager'),
        price_list: contract,
      },
    ],
    contact: [{ id: id('contact'), ...owner, name: text('contact'), email: `contact@${party.word}.example` }],
    terms: [
      {
        id: id('terms'),
        ...owner,
        payment_text: text('terms'),
        credit_limit: money.creditLimit,
        currency: 'RUB',
      },
    ],
    'price-list': [
      {
        id: contract,
        name: `${text('price-list')} ${canaryWord('own-price', party.word)}`,
        kind: 'contract',
        currency: 'RUB',
        is_tax_included: 'false',
      },
    ],
    'price-entry': [
      priced('price-1', 'discounted', ownPrice.contract),
      priced('price-2', 'discounted', ownPrice.contractFromTen, { min_quantity: '10' }),
      priced('price-3', 'agreed', ownPrice.contractAlone),
    ],
    'source-discount': [
      { id: id('discount'), ...owner, name: text('source-discount'), percent, sku: 'SKU-discounted' },
    ],
  };
}

function orderRows(party: Party): RowsByKind {
  const { ownPrice, listPrice, percent } = party.amounts;
  const id = (name: string) => externalId(party, name);
  const order = (name: string, status: string, daysAgo: number, more: CsvRow = {}): CsvRow => ({
    id: id(name),
    counterparty: party.word,
    number: orderNumber(party, name),
    customer_reference: `${markOf(party, 'order')}-PO-${name}`,
    ordered_on: addDays(TODAY_ON, -daysAgo),
    status,
    currency: 'RUB',
    net: ownPrice.orderNet,
    tax: ownPrice.orderTax,
    gross: ownPrice.orderGross,
    delivery_address: `${markOf(party, 'order')} ${canaryWord('goods', party.word)}`,
    ...more,
  });
  const line = (name: string, ofOrder: string, product: string, more: CsvRow = {}): CsvRow => ({
    id: id(name),
    order: id(ofOrder),
    line_no: '1',
    product,
    sku: `SKU-${markOf(party, 'order-line')}`,
    name: `${markOf(party, 'order-line')} ${canaryWord('goods', party.word)}`,
    quantity: '40',
    unit: 'pcs',
    list_price: listPrice.line,
    discount_percent: percent,
    unit_price: ownPrice.lineUnit,
    currency: 'RUB',
    net: ownPrice.lineNet,
    tax: ownPrice.lineTax,
    ...more,
  });
  return {
    order: [
      order('open', 'partially_shipped', 5, {
        promised_on: addDays(TODAY_ON, -2),
        stage: markOf(party, 'order'),
      }),
      order('waiting', 'in_progress', 9, { promised_on: addDays(TODAY_ON, 5) }),
      order('done', 'completed', 30),
      order('draft', 'draft', 1),
      order('quoted', 'quoted', 1),
      ...FILLERS.map((name, index) => order(name, 'completed', 60 + index)),
    ],
    'order-line': [
      line('open/1', 'open', 'discounted', { shipped_quantity: '15', promised_on: addDays(TODAY_ON, 3) }),
      line('open/2', 'open', 'agreed', { line_no: '2' }),
      line('waiting/1', 'waiting', 'listed'),
      line('done/1', 'done', 'discounted', { shipped_quantity: '40' }),
    ],
  };
}

function shipmentRows(party: Party): RowsByKind {
  const id = (name: string) => externalId(party, name);
  const goods = (kind: EntityKind) => ({
    sku: `SKU-${markOf(party, kind)}`,
    name: `${markOf(party, kind)} ${canaryWord('goods', party.word)}`,
    quantity: '15',
  });
  const event = (name: string, status: string, day: number): CsvRow => ({
    id: id(name),
    shipment: id('shipment'),
    carrier: 'Demo carrier',
    tracking_number: trackingNumber(party),
    occurred_at: `${addDays(TODAY_ON, -day)}T08:00:00Z`,
    status,
    city: markOf(party, 'tracking-event'),
  });
  return {
    shipment: [
      {
        id: id('shipment'),
        counterparty: party.word,
        number: `${markOf(party, 'shipment')}-1`,
        status: 'shipped',
        carrier: 'Demo carrier',
        tracking_number: trackingNumber(party),
        shipped_on: addDays(TODAY_ON, -3),
      },
    ],
    'shipment-line': [
      {
        id: id('shipment/1'),
        shipment: id('shipment'),
        order: id('open'),
        order_line: id('open/1'),
        ...goods('shipment-line'),
      },
    ],
    'tracking-event': [event('event-1', 'in_transit', 2), event('event-2', 'ready_for_pickup', 1)],
    'goods-return': [
      {
        id: id('return'),
        counterparty: party.word,
        number: `${markOf(party, 'goods-return')}-1`,
        order: id('open'),
        order_line: id('open/1'),
        returned_on: addDays(TODAY_ON, -1),
        status: 'received',
        ...goods('goods-return'),
      },
    ],
  };
}

export function trackingNumber(party: Party): string {
  return `${markOf(party, 'shipment')}-TRACK`;
}

export function invoiceNumber(party: Party): string {
  return `${markOf(party, 'invoice')}-1`;
}

function moneyRows(party: Party): RowsByKind {
  const { money } = party.amounts;
  const row = (name: string): CsvRow => ({
    id: externalId(party, name),
    counterparty: party.word,
    currency: 'RUB',
  });
  const say = (kind: EntityKind) => `${markOf(party, kind)} ${canaryWord('money', party.word)}`;
  return {
    invoice: [
      {
        ...row('invoice'),
        number: invoiceNumber(party),
        order: externalId(party, 'open'),
        issued_on: addDays(TODAY_ON, -20),
        due_on: addDays(TODAY_ON, -3),
        total: money.invoiceTotal,
        tax: money.invoiceTax,
        residual: money.invoiceResidual,
        status: 'partly_paid',
      },
    ],
    payment: [
      {
        ...row('payment'),
        number: say('payment'),
        invoice: externalId(party, 'invoice'),
        received_on: addDays(TODAY_ON, -4),
        amount: money.payment,
      },
    ],
    'credit-note': [
      {
        ...row('credit-note'),
        number: say('credit-note'),
        issued_on: addDays(TODAY_ON, -4),
        total: money.creditNote,
      },
    ],
    'ledger-entry': [
      {
        ...row('ledger'),
        posted_on: addDays(TODAY_ON, -4),
        kind: 'invoice',
        document_number: say('ledger-entry'),
        debit: money.debit,
        credit: money.credit,
      },
    ],
    'opening-balance': [{ ...row('opening'), as_of: '2026-01-01', amount: money.opening }],
  };
}

export function documentTitle(party: Party, kind: DocumentKind): string {
  return `${markOf(party, 'document')} ${kind} ${canaryWord(DOCUMENT_DATA_CLASS[kind], party.word)}`;
}

export function documentNumber(party: Party, kind: DocumentKind): string {
  return `${markOf(party, 'document')}-${kind}`;
}

/** One document of each kind, on the open order, with these bytes. */
export function documentRows(party: Party, bytesOf: (kind: DocumentKind) => Uint8Array): CsvRow[] {
  return DOCUMENT_KINDS.map((kind) => {
    const bytes = bytesOf(kind);
    return {
      id: externalId(party, kind),
      counterparty: party.word,
      kind,
      title: documentTitle(party, kind),
      number: documentNumber(party, kind),
      issued_on: addDays(TODAY_ON, -2),
      order: externalId(party, 'open'),
      media_type: 'application/pdf',
      size: String(bytes.byteLength),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file: documentFile(party, kind),
    };
  });
}

export function documentFile(party: Party, kind: DocumentKind): string {
  return `${documentNumber(party, kind)}.pdf`;
}
