import { expect } from 'vitest';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import {
  aDocument,
  aReturn,
  aShipment,
  aShipmentLine,
  aTrackingEvent,
  aTrader,
  anInvoice,
  anOrder,
  anOrderLine,
} from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };

/** Each amount of the order is a number that stands nowhere else, so that one that leaks is found. */
const CANARIES = {
  'list-price': ['7711.31'],
  'own-price': ['6622.42', '87.63', '4411.13', '3311.14', '8822.15'],
  money: ['2211.16', '1122.17'],
};

const PRICED = ['list-price', 'own-price', 'money'] as const;

/** As a page or data may write it: `6 622,42`, `6,622.42`, `6622.42`, or in minor units; a percentage as `87.63` only. */
function written(amount: string): RegExp {
  const [whole = '', fraction = ''] = amount.split('.');
  const grouped = whole.length > 3 ? `${whole.slice(0, -3)}[\\s,.]?${whole.slice(-3)}` : whole;
  const point = whole.length > 3 ? '[.,]?' : '[.,]';
  return new RegExp(`${grouped}${point}${fraction}`);
}

function minor(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** An order with everything that can belong to one. */
async function aWholeOrder(db: Db, trader: Trader): Promise<string> {
  const [net = '', tax = '', gross = ''] = CANARIES['own-price'].slice(2);
  const { id: orderId } = await anOrder(db, {
    ...trader,
    number: 'UT-1',
    status: 'partially_shipped',
    sourceStatus: 'Partly out',
    stage: 'second assembly',
    netMinor: minor(net),
    taxMinor: minor(tax),
    grossMinor: minor(gross),
    deliveryAddress: 'Demo street 5',
  });
  const line = await anOrderLine(db, {
    ...trader,
    orderId,
    name: 'Demo gear',
    sku: 'GEAR-1',
    quantity: '10',
    listPrice: '7711.31',
    unitPrice: '6622.42',
    discountPercent: '87.63',
    netMinor: minor(net),
  });
  await addShipment(db, trader, { orderId, orderLineId: line.id });
  await addPapers(db, trader, orderId);
  return orderId;
}

async function addShipment(
  db: Db,
  trader: Trader,
  { orderId, orderLineId }: Record<'orderId' | 'orderLineId', string>,
) {
  const shipment = await aShipment(db, {
    ...trader,
    number: 'SHP-1',
    carrier: 'СДЭК',
    trackingNumber: '123456789',
  });
  await aShipmentLine(db, {
    ...trader,
    orderId,
    orderLineId,
    shipmentId: shipment.id,
    name: 'Demo gear',
    quantity: '4.5',
  });
  const event = { ...trader, shipmentId: shipment.id };
  await aTrackingEvent(db, {
    ...event,
    status: 'in_transit',
    rawText: 'EVENT-ONE',
    occurredAt: new Date('2026-12-08T10:00:00Z'),
  });
  await aTrackingEvent(db, {
    ...event,
    status: 'ready_for_pickup',
    rawText: 'EVENT-TWO',
    occurredAt: new Date('2026-12-09T10:00:00Z'),
  });
  await aReturn(db, { ...trader, orderId, number: 'RET-77', name: 'Demo gear' });
}

async function addPapers(db: Db, trader: Trader, orderId: string) {
  await anInvoice(db, {
    ...trader,
    orderId,
    number: 'INV-9',
    totalMinor: minor('2211.16'),
    residualMinor: minor('1122.17'),
  });
  await aDocument(db, { ...trader, orderId, title: 'Paper without prices', dataClass: 'goods' });
  await aDocument(db, {
    ...trader,
    orderId,
    title: 'Paper with prices',
    dataClass: 'own-price',
    kind: 'invoice',
  });
  await aDocument(db, {
    ...trader,
    orderId,
    title: 'Paper of money',
    dataClass: 'money',
    kind: 'reconciliation',
  });
}

test('the owner sees how the order goes, line by line, with its shipment, papers and invoice', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const orderId = await aWholeOrder(db, trader);

  const page = await portal.page(`/orders/${orderId}`, { as: token, cookies: ENGLISH });

  for (const text of ['UT-1', 'partly shipped', 'Partly out', 'second assembly', 'Demo street 5', 'GEAR-1']) {
    expect(page.includes(text), text).toBe(true);
  }
  expect(page).toMatch(/4\.5.{0,3}pcs/);
  expect(page).toMatch(/5\.5.{0,3}pcs/);
  expect(page.includes('https://www.cdek.ru/ru/tracking?order_id=123456789')).toBe(true);
  expect(page.indexOf('EVENT-TWO')).toBeLessThan(page.indexOf('EVENT-ONE'));
  for (const text of ['ready for pickup', 'RET-77', 'INV-9', 'Paper with prices', 'Paper of money']) {
    expect(page.includes(text), text).toBe(true);
  }
});

const MAY_SEE: {
  role: CustomerRole;
  tier: 2 | 4 | 1;
  opened: (keyof typeof CANARIES)[];
  papers: string[];
}[] = [
  {
    role: 'owner',
    tier: 4,
    opened: ['list-price', 'own-price', 'money'],
    papers: ['without prices', 'with prices', 'of money'],
  },
  {
    role: 'accountant',
    tier: 4,
    opened: ['list-price', 'own-price', 'money'],
    papers: ['without prices', 'with prices', 'of money'],
  },
  { role: 'buyer', tier: 4, opened: ['list-price', 'own-price'], papers: ['without prices', 'with prices'] },
  { role: 'receiver', tier: 4, opened: [], papers: ['without prices'] },
  { role: 'viewer', tier: 4, opened: [], papers: ['without prices'] },
  { role: 'owner', tier: 2, opened: ['list-price'], papers: ['without prices'] },
  { role: 'owner', tier: 1, opened: [], papers: [] },
];

for (const { role, tier, opened, papers } of MAY_SEE) {
  test(`${role} with a key of kind ${tier} gets ${opened.join(', ') || 'no amount'} and nothing above in any byte`, async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, { account: { id: trader.accountId }, role, tier });
    const orderId = await aWholeOrder(db, trader);

    for (const path of [`/orders/${orderId}`, `/orders/${orderId}.data`]) {
      const text = await portal.page(path, { as: token, cookies: ENGLISH });
      for (const dataClass of PRICED) {
        const found = CANARIES[dataClass].filter((amount) => written(amount).test(text));
        // Who sees their own price is not shown the list price beside it.
        const isOpen = opened.includes(dataClass) && dataClass !== 'list-price';
        if (isOpen) expect(found, `${dataClass} on ${path}`).toEqual(CANARIES[dataClass]);
        if (!opened.includes(dataClass)) expect(found, `${dataClass} on ${path}`).toEqual([]);
      }
      for (const paper of ['without prices', 'with prices', 'of money']) {
        expect(text.includes(`Paper ${paper}`), paper).toBe(papers.includes(paper));
      }
      expect(text.includes('INV-9')).toBe(opened.includes('money'));
      expect(text.includes('GEAR-1')).toBe(tier !== 1);
    }
  });
}

test('what is not there, not mine, gone, held, a draft or a quotation answers alike', async ({
  portal,
  db,
}) => {
  const mine = await aTrader(db);
  const theirs = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: mine.accountId } });
  const ids = [
    'no-such-order',
    (await anOrder(db, { ...theirs })).id,
    (await anOrder(db, { ...mine, deletedAt: new Date() })).id,
    (await anOrder(db, { ...mine, quarantinedAt: new Date() })).id,
    (await anOrder(db, { ...mine, status: 'draft' })).id,
    (await anOrder(db, { ...mine, status: 'quoted' })).id,
  ];

  const answers = await Promise.all(
    ids.map(async (id) => {
      const answer = await portal.request(`/orders/${id}`, { as: token });
      const data = await portal.request(`/orders/${id}.data`, { as: token });
      const text = (await answer.text())
        .replaceAll(id, '')
        .replace(/[\w-]{8}-[\w-]{27}/g, '')
        .replace(/nonce="[^"]*"/g, '');
      return { status: answer.status, dataStatus: data.status, text };
    }),
  );
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404, dataStatus: 404 });
});

test('rows of somebody else that point at my order are not on its page, nor those in quarantine', async ({
  portal,
  db,
}) => {
  const mine = await aTrader(db);
  const theirs = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: mine.accountId } });
  const { id: orderId } = await anOrder(db, { ...mine, number: 'UT-1' });
  const held = { ...mine, quarantinedAt: new Date() };
  for (const [owner, mark] of [
    [theirs, 'FOREIGN'],
    [held, 'HELD'],
  ] as const) {
    await anOrderLine(db, { ...owner, orderId, name: `${mark} line` });
    await anInvoice(db, { ...owner, orderId, number: `${mark} invoice` });
    await aDocument(db, { ...owner, orderId, title: `${mark} paper` });
    await aReturn(db, { ...owner, orderId, number: `${mark} return` });
    const shipment = await aShipment(db, { ...owner, number: `${mark} shipment` });
    await aShipmentLine(db, { ...mine, orderId, shipmentId: shipment.id });
    const ownShipment = await aShipment(db, { ...mine, number: `own ${mark.toLowerCase()}` });
    await aShipmentLine(db, { ...owner, orderId, shipmentId: ownShipment.id, name: `${mark} part` });
    await aShipmentLine(db, { ...mine, orderId, shipmentId: ownShipment.id, name: 'own part' });
    await aTrackingEvent(db, { ...owner, shipmentId: ownShipment.id, rawText: `${mark} event` });
  }

  for (const path of [`/orders/${orderId}`, `/orders/${orderId}.data`]) {
    const text = await portal.page(path, { as: token });
    expect(text.match(/(FOREIGN|HELD) \w+/g)).toBeNull();
  }
});

test('where a source gives no shipments nothing is computed from them, and the page says so', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db, { kinds: ['order', 'order-line'] });
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const { id: orderId } = await anOrder(db, { ...trader });
  await anOrderLine(db, { ...trader, orderId });

  const page = await portal.page(`/orders/${orderId}`, { as: token, cookies: ENGLISH });

  expect(page).toContain('does not send shipments');
  expect(page).toContain('does not send documents');
  expect(page).toContain('does not send invoices');
  expect(page).not.toContain('Not shipped yet');
});
