import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, aSession, signedInCustomer } from '#test/support/builders.ts';
import { aDesk, aHeldRequest, ENGLISH } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aPricedProduct } from '#test/support/price-rows.ts';
import { anOrder, anOrderLine, aTrader } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

type Shop = { trader: Trader; as: { token: string }; product: { id: string; sku: string } };

/** A buyer with an article at 100 of their own, whose source takes orders. */
async function aShop(db: Db, { own = '100', tier = 4 }: { own?: string; tier?: 3 | 4 } = {}): Promise<Shop> {
  const trader = await aTrader(db);
  await db.orderOutlet.create({
    data: { sourceId: trader.sourceId, kind: 'file', changedAt: new Date() },
  });
  const product = await aPricedProduct(db, trader, { sku: 'BOLT-7', list: '120', own });
  const as = await signedInCustomer(db, { role: 'buyer', tier, account: { id: trader.accountId } });
  return { trader, as, product };
}

const page = (portal: TestPortal, path: string, as: Shop['as']) =>
  portal.page(path, { as, cookies: ENGLISH });

async function aDraft(portal: TestPortal, { as }: Shop, list = 'BOLT-7 3'): Promise<string> {
  const made = await portal.request('/requests/new', { as, form: { list } });
  return made.headers.get('location') ?? '';
}

/** The fields of the draft's form, as a browser would send them. */
function fieldsOf(html: string): [string, string][] {
  const names = /<(?:input|textarea)[^>]*name="(stamp|amount|note|customerReference|quantity-[^"]+)"[^>]*>/g;
  return [...html.matchAll(names)].map(([tag, name = '']) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? '']);
}

async function send(
  portal: TestPortal,
  {
    as,
    path,
    intent,
    touch = true,
    change = {},
  }: {
    as: Shop['as'];
    path: string;
    intent: 'send' | 'sign';
    touch?: boolean;
    change?: Record<string, string>;
  },
): Promise<Response> {
  const fields = fieldsOf(await page(portal, path, as)).map(([name, value]): [string, string] => [
    name,
    change[name] ?? value,
  ]);
  return portal.request(path, { as, form: [...fields, ['intent', intent]], touch, cookies: ENGLISH });
}

test('a buyer makes a draft of a list, sees their own prices of now, and sends it; then it says how it goes', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const path = await aDraft(portal, shop);
  const draft = await page(portal, path, shop.as);
  expect(draft).toContain('BOLT-7');
  expect(draft).toContain('300.00');
  expect(draft).toContain('Send the request');
  const sent = await send(portal, { as: shop.as, path, intent: 'send' });
  expect(sent.headers.get('location')).toBe(`${path}?done=sent`);
  const after = await page(portal, path, shop.as);
  expect(after).toContain('on its way into our ERP');
  expect(after).toMatch(/BR-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(await page(portal, '/requests', shop.as)).toMatch(/BR-[0-9A-Z]{4}-/);
  expect(await db.auditEvent.count({ where: { type: 'order_request_sent' } })).toBe(1);
});

test('an order is asked for again with its goods at today’s prices, and what names nothing is counted', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const order = await anOrder(db, { ...shop.trader, status: 'completed' });
  const line = { ...shop.trader, orderId: order.id };
  await anOrderLine(db, { ...line, productId: shop.product.id, quantity: '7', unitPrice: '55.00' });
  await anOrderLine(db, { ...line, lineNo: 2, productId: null, name: 'Delivery' });
  expect(await page(portal, `/orders/${order.id}`, shop.as)).toContain('Order again');
  const again = await portal.request(`/orders/${order.id}/again`, { as: shop.as, form: {} });
  const path = again.headers.get('location') ?? '';
  expect(path).toMatch(/^\/requests\/[\w-]+\?left=1$/);
  const draft = await page(portal, path, shop.as);
  expect(draft).toContain('700.00');
  expect(draft).toContain('1 line of the order names nothing of the catalogue');
});

test('what was on the screen is sent or nothing: a price that changed is looked at first', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const path = await aDraft(portal, shop);
  const fields = fieldsOf(await page(portal, path, shop.as));
  await db.priceEntry.updateMany({ where: { price: '100' }, data: { price: '101' } });
  const form: [string, string][] = [...fields, ['intent', 'send']];
  const answer = await portal.request(path, { as: shop.as, form, cookies: ENGLISH });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('prices or goods are different now');
  expect(await db.outboxEntry.count()).toBe(0);
});

test('a quantity that was changed and not recalculated is kept, and shown with its new total before it goes', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const path = await aDraft(portal, shop);
  const { id } = await db.orderRequestLine.findFirstOrThrow({ select: { id: true } });
  const changed = await send(portal, {
    as: shop.as,
    path,
    intent: 'send',
    change: { [`quantity-${id}`]: '5' },
  });
  expect(changed.status).toBe(409);
  expect(await page(portal, path, shop.as)).toContain('500.00');
  expect((await send(portal, { as: shop.as, path, intent: 'send' })).status).toBe(302);
});

test('the Enter key in a field saves and recalculates; sending takes its own button', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const html = await page(portal, await aDraft(portal, shop), shop.as);
  const [first] = /<button[^>]*name="intent"[^>]*>/.exec(html) ?? [];
  expect(first).toContain('value="update"');
});

test('SES-13 AUT-19 an order above the limit is sent only by a touch over its list and amount', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db, { own: '50000' });
  const path = await aDraft(portal, shop);
  expect(await page(portal, path, shop.as)).toContain('Confirm with the key and send');
  // Neither without asking for the touch, nor asking and not touching, nor by a touch for another amount.
  expect((await send(portal, { as: shop.as, path, intent: 'send' })).status).toBe(409);
  expect((await send(portal, { as: shop.as, path, intent: 'sign', touch: false })).status).toBe(428);
  expect(await db.outboxEntry.count()).toBe(0);
  expect((await send(portal, { as: shop.as, path, intent: 'sign' })).status).toBe(302);
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'step_up' } });
  expect(event.detailsJson).toContain('order:request');
  expect(await db.orderRequest.findFirstOrThrow()).toMatchObject({ isSigned: true, totalMinor: 150_000_00n });
});

test('a key without a PIN of its own orders up to the limit, and is told why not above it', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db, { own: '50000', tier: 3 });
  const small = await aDraft(portal, shop, 'BOLT-7 2');
  expect((await send(portal, { as: shop.as, path: small, intent: 'send' })).status).toBe(302);
  const large = await aDraft(portal, shop, 'BOLT-7 3');
  expect(await page(portal, large, shop.as)).toContain('confirmed by a key with a PIN of its own');
  expect((await send(portal, { as: shop.as, path: large, intent: 'sign', touch: false })).status).toBe(409);
});

test('a list with a fault in it makes no draft and names the line', async ({ portal, db }) => {
  const shop = await aShop(db);
  const form = { list: 'BOLT-7 3\nNUT-9 two\nNUT-9 2' };
  const answer = await portal.request('/requests/new', { as: shop.as, form, cookies: ENGLISH });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('line 2: NUT-9 two');
  expect(html).toContain('line 3: NUT-9');
  expect(await db.orderRequest.count()).toBe(0);
});

test('an article goes from its price on the draft that is begun, and twice the same adds up', async ({
  portal,
  db,
}) => {
  const shop = await aShop(db);
  const path = `/prices/${shop.product.id}?quantity=4`;
  expect(await page(portal, path, shop.as)).toContain('Put on a request');
  const form = { productId: shop.product.id, quantity: '4' };
  await portal.request('/requests/new', { as: shop.as, form });
  await portal.request('/requests/new', { as: shop.as, form });
  expect(await db.orderRequestLine.findMany({ select: { quantity: true } })).toEqual([{ quantity: '8' }]);
});

test('what is no longer sold says so with what to take instead, and is not sent', async ({ portal, db }) => {
  const shop = await aShop(db);
  const path = await aDraft(portal, shop);
  await db.product.update({ where: { id: shop.product.id }, data: { status: 'discontinued' } });
  expect(await page(portal, path, shop.as)).toContain('no longer sold');
  expect((await send(portal, { as: shop.as, path, intent: 'send' })).status).toBe(409);
});

test('an accountant reads what was asked for and orders nothing', async ({ portal, db }) => {
  const shop = await aShop(db);
  const path = await aDraft(portal, shop);
  const accountant = await signedInCustomer(db, {
    role: 'accountant',
    account: { id: shop.trader.accountId },
  });
  expect(await page(portal, path, accountant)).not.toContain('Send the request');
  for (const [where, form] of [
    ['/requests/new', { list: 'BOLT-7 1' }],
    [path, { intent: 'discard' }],
  ] as const)
    expect((await portal.request(where, { as: accountant, form })).status).toBe(403);
});

test('where no source takes orders nothing offers to order', async ({ portal, db }) => {
  const shop = await aShop(db);
  await db.orderOutlet.updateMany({ data: { closedAt: new Date() } });
  const order = await anOrder(db, { ...shop.trader });
  expect(await page(portal, `/orders/${order.id}`, shop.as)).not.toContain('Order again');
  const answer = await portal.request('/requests/new', { as: shop.as, form: { list: 'BOLT-7 1' } });
  expect(answer.status).toBe(422);
});

test('the manager reads of a held request why, and releases or refuses it with a touch', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { id } = await aHeldRequest(db, desk);
  const path = `/desk/requests/${id}`;
  const as = desk.manager;
  expect(await page(portal, '/desk/requests', as)).toContain('with your manager');
  expect(await page(portal, path, as)).toContain('was reported lost, stopped or revoked after this was sent');
  const untouched = await portal.request(path, { as, form: { intent: 'release' }, touch: false });
  expect(untouched.status).toBe(428);
  const refused = await portal.request(path, { as, form: { intent: 'refuse', reason: 'stolen key' } });
  expect(refused.headers.get('location')).toBe(`${path}?done=refused`);
  expect(await db.outboxEntry.findFirstOrThrow()).toMatchObject({ state: 'refused', reason: 'stolen key' });
  const owner = await aColleague(db, desk.account.id);
  expect(await page(portal, `/requests/${id}`, owner)).toContain('stolen key');
});

async function aColleague(db: Db, accountId: string): Promise<{ token: string }> {
  const holder = await aHolder(db);
  await aMembership(db, { holderId: holder.id, accountId, role: 'owner' });
  const key = await aKey(db, { holderId: holder.id, accountId });
  return aSession(db, { keyId: key.id, holderId: holder.id, accountId });
}
