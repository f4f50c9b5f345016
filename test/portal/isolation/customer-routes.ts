/**
 * Every address that is not the staff's, with all the ways in which somebody can ask it about a customer: by ids in the
 * path, by numbers in a search, by cursors, by forms. The tests walk this table, and one of them compares it with the
 * route table: a new route without an entry fails.
 */
import { DOCUMENT_KINDS } from '#portal/documents/document.ts';
import { addDays } from '#portal/lib/dates.ts';
import { encodeCursor } from '#portal/lib/paging.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';
import { canaryWord } from './canaries.ts';
import {
  claimId,
  documentId,
  documentNumber,
  documentTitle,
  GOODS_IDS,
  invoiceNumber,
  markOf,
  orderId,
  orderNumber,
  ORDERS,
  requestId,
  shipmentId,
  trackingNumber,
} from './party.ts';
import type { Party } from './party.ts';

/** A party and the ids that only a running portal gives. */
export type Asked = Party & { accountId: string; sessionId: string; keyId: string };

export type CustomerRoute = {
  /** Everybody's, without a key; or a customer's, with one. */
  openTo: 'everybody' | 'customers';
  /** Shows facts of the account; the others lead elsewhere. */
  showsFacts?: boolean;
  /** Addresses that ask about the party. */
  reads: (party: Asked) => string[];
  /** What its form says about the party; absent: it has none. */
  form?: (party: Asked) => Record<string, string>;
};

/** A day on which no order was made and no document issued, so that a cursor there cuts the same for every id. */
const BETWEEN = addDays(TODAY_ON, -4);

export const CUSTOMER_ROUTES: Readonly<Record<string, CustomerRoute>> = {
  '/': { openTo: 'customers', reads: () => ['/'] },
  '/preferences': { openTo: 'everybody', reads: () => ['/preferences'], form: () => ({ locale: 'en' }) },
  '/agent': { openTo: 'everybody', reads: () => ['/agent'] },
  '/agent/download/:name': {
    openTo: 'everybody',
    reads: () => ['/agent/download/SHA256SUMS', '/agent/download/nothing.zip'],
  },
  '/company/logo': { openTo: 'everybody', reads: () => ['/company/logo'] },
  '/sign-in': {
    openTo: 'everybody',
    reads: (party) => [`/sign-in?return=${encodeURIComponent(`/orders/${orderId(party, 'open')}`)}`],
  },
  '/sign-in/number': { openTo: 'everybody', reads: () => ['/sign-in/number'] },
  '/sign-in/dongle': { openTo: 'everybody', reads: () => ['/sign-in/dongle'] },
  '/enrol/computer': { openTo: 'everybody', reads: () => ['/enrol/computer'] },
  '/enrol/dongle': { openTo: 'everybody', reads: () => ['/enrol/dongle'] },
  '/sign-in/no-answer': { openTo: 'everybody', reads: () => ['/sign-in/no-answer'] },
  '/sign-in/unsupported': { openTo: 'everybody', reads: () => ['/sign-in/unsupported'] },
  '/enrol': {
    openTo: 'everybody',
    reads: () => ['/enrol'],
    form: ({ word }) => ({ token: word, code: word }),
  },
  '/stop': {
    openTo: 'everybody',
    reads: () => ['/stop', '/stop?done=yes'],
    form: ({ word }) => ({ code: word }),
  },
  '/enrol/key': { openTo: 'everybody', reads: () => ['/enrol/key'] },
  '/sign-out': { openTo: 'everybody', reads: () => ['/sign-out'], form: () => ({}) },
  '/lock': { openTo: 'everybody', reads: () => ['/lock'], form: () => ({}) },
  '/locked': {
    openTo: 'everybody',
    reads: () => ['/locked', '/locked?form=/people'],
    form: ({ word }) => ({ word }),
  },
  '/my-key': { openTo: 'customers', showsFacts: true, reads: () => ['/my-key', '/my-key?done=one'] },
  '/my-key/pin': { openTo: 'customers', reads: () => ['/my-key/pin'] },
  '/my-key/address': {
    openTo: 'customers',
    reads: () => ['/my-key/address'],
    form: () => ({ address: 'somebody@demo.example' }),
  },
  '/my-key/computers/new': {
    openTo: 'customers',
    reads: () => ['/my-key/computers/new'],
    form: ({ word }) => ({ key: word, pin: word }),
  },
  '/my-key/computers/:agentId/remove': {
    openTo: 'customers',
    reads: () => ['/my-key/computers/x/remove'],
    form: () => ({}),
  },
  '/my-key/watch': { openTo: 'customers', reads: () => ['/my-key/watch?asked=yes'] },
  '/my-key/sessions/end-others': {
    openTo: 'customers',
    reads: () => ['/my-key/sessions/end-others'],
    form: () => ({}),
  },
  '/my-key/sessions/:sessionId/end': {
    openTo: 'customers',
    reads: ({ sessionId }) => [`/my-key/sessions/${sessionId}/end`],
    form: () => ({}),
  },
  '/switch-account': {
    openTo: 'customers',
    reads: () => ['/switch-account'],
    form: ({ accountId }) => ({ accountId }),
  },
  '/home': { openTo: 'customers', showsFacts: true, reads: () => ['/home'] },
  '/orders': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [
      '/orders',
      '/orders?status=open',
      `/orders?from=${addDays(TODAY_ON, -70)}&to=${TODAY_ON}`,
      `/orders?after=${cursorOf(orderId(party, 'waiting'))}`,
      ...searchedFor(party).map((query) => `/orders?q=${encodeURIComponent(query)}`),
    ],
  },
  '/orders/:orderId': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => ORDERS.map((name) => `/orders/${orderId(party, name)}`),
  },
  '/orders/:orderId/again': {
    openTo: 'customers',
    reads: (party) => ORDERS.map((name) => `/orders/${orderId(party, name)}/again`),
    form: () => ({}),
  },
  '/requests': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => ['/requests', `/requests?after=${cursorOf(requestId(party))}`],
  },
  '/requests/new': {
    openTo: 'customers',
    reads: () => ['/requests/new', '/requests/new?problem=nothing_to_order'],
    form: (party) => ({ list: `SKU-${markOf(party, 'order-line')} 2` }),
  },
  '/requests/:requestId': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [`/requests/${requestId(party)}`, `/requests/${requestId(party)}?done=sent`],
    form: () => ({ intent: 'update', note: 'more' }),
  },
  '/claims': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => ['/claims', `/claims?after=${cursorOf(claimId(party))}`],
  },
  '/claims/:claimId': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [`/claims/${claimId(party)}`, `/claims/${claimId(party)}?done=sent`],
  },
  '/orders/:orderId/claim': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [
      ...ORDERS.map((name) => `/orders/${orderId(party, name)}/claim`),
      `/orders/${orderId(party, 'open')}/claim?shipment=${shipmentId(party)}`,
    ],
    form: () => ({ form: '00000000-0000-4000-8000-000000000000', wish: 'credit', note: 'less' }),
  },
  '/prices': {
    openTo: 'customers',
    showsFacts: true,
    reads: () => [
      '/prices',
      '/prices?q=bearing',
      '/prices?group=Bearings',
      `/prices?after=${cursorOf('SKU')}`,
    ],
  },
  '/prices/:productId': {
    openTo: 'customers',
    showsFacts: true,
    reads: () => GOODS_IDS.flatMap((id) => [`/prices/${id}`, `/prices/${id}?quantity=50`]),
  },
  '/prices/export.csv': {
    openTo: 'customers',
    showsFacts: true,
    reads: () => ['/prices/export.csv', '/prices/export.csv?q=bearing'],
  },
  '/discounts': { openTo: 'customers', showsFacts: true, reads: () => ['/discounts'] },
  '/documents': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [
      '/documents',
      '/documents?kind=invoice',
      '/documents?problem=unavailable',
      `/documents?after=${cursorOf(documentId(party, 'invoice'))}`,
      ...searchedFor(party).map((query) => `/documents?q=${encodeURIComponent(query)}`),
    ],
  },
  '/documents/:documentId': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) =>
      DOCUMENT_KINDS.flatMap((kind) => [
        `/documents/${documentId(party, kind)}`,
        `/documents/${documentId(party, kind)}?view=1`,
      ]),
  },
  '/documents/:documentId/copy': {
    openTo: 'customers',
    reads: (party) => DOCUMENT_KINDS.map((kind) => `/documents/${documentId(party, kind)}/copy`),
    form: () => ({}),
  },
  '/people': {
    openTo: 'customers',
    showsFacts: true,
    reads: () => ['/people', '/people?done=approved'],
    form: ({ accountId }) => ({ intent: 'approve', proposalId: accountId, seenHash: 'ff' }),
  },
  '/people/keys/:keyId/stop': {
    openTo: 'customers',
    reads: ({ keyId }) => [`/people/keys/${keyId}/stop`],
    form: () => ({}),
  },
  '/search': {
    openTo: 'customers',
    showsFacts: true,
    reads: (party) => [
      '/search',
      ...searchedFor(party).map((query) => `/search?q=${encodeURIComponent(query)}`),
    ],
  },
  '/*': {
    openTo: 'everybody',
    reads: (party) => [`/orders/${orderId(party, 'open')}/lines`, `/accounts/${party.accountId}`],
  },
};

/** All addresses of the table about a party, each with the file of its route. */
export function allReads(party: Asked): { pattern: string; path: string; file: string }[] {
  return allAddresses().flatMap(({ pattern, file }) =>
    (CUSTOMER_ROUTES[pattern]?.reads(party) ?? []).map((path) => ({ pattern, path, file })),
  );
}

/** What the addresses say of the party themselves, the longest first: an answer may repeat what it was asked. */
export function wordsAsked(party: Asked): string[] {
  const ids = [
    ...ORDERS.map((name) => orderId(party, name)),
    ...DOCUMENT_KINDS.map((kind) => documentId(party, kind)),
    requestId(party),
    claimId(party),
    shipmentId(party),
  ];
  const cursors = [
    orderId(party, 'waiting'),
    documentId(party, 'invoice'),
    requestId(party),
    claimId(party),
  ].map(cursorOf);
  const words = [...searchedFor(party), ...ids, ...cursors, party.accountId, party.sessionId, party.keyId];
  return words.toSorted((one, other) => other.length - one.length);
}

/** Numbers and words by which a search finds what is the party's: whole ones, and one that all of it bears. */
function searchedFor(party: Party): string[] {
  return [
    orderNumber(party, 'open'),
    orderNumber(party, 'draft'),
    `${markOf(party, 'order')}-PO-done`,
    trackingNumber(party),
    `${markOf(party, 'shipment')}-1`,
    invoiceNumber(party),
    documentNumber(party, 'delivery-note'),
    documentTitle(party, 'reconciliation'),
    `SKU-${markOf(party, 'order-line')}`,
    canaryWord('money', party.word),
    party.word,
  ];
}

function cursorOf(id: string): string {
  return encodeCursor({ sortKey: BETWEEN, id });
}
