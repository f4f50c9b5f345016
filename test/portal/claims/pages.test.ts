/** Claims on the pages: what a customer says and reads, and what their manager decides. */
import { expect } from 'vitest';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { aDesk, aHeldClaim, ENGLISH, RUSSIAN } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { anOrder, anOrderLine, aShipment, aShipmentLine, aTrader } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

type Delivery = { trader: Trader; as: { token: string }; orderId: string; lineId: string; path: string };

/** Somebody of a customer whose order of ten bolts at 100 was shipped. */
async function aDelivery(
  db: Db,
  {
    role = 'receiver',
    tier = 4,
    status = 'completed',
  }: { role?: CustomerRole; tier?: 1 | 2 | 3 | 4; status?: string } = {},
): Promise<Delivery> {
  const trader = await aTrader(db);
  const tie = await db.accountTie.findFirstOrThrow({ where: { accountId: trader.accountId } });
  const { counterpartyId } = tie;
  const { id: orderId } = await anOrder(db, { ...trader, counterpartyId, status });
  const line = { ...trader, counterpartyId, orderId, sku: 'BOLT-7', name: 'Bolt', quantity: '10' };
  const { id: lineId } = await anOrderLine(db, {
    ...line,
    shippedQuantity: status === 'completed' ? '10' : '0',
  });
  const as = await signedInCustomer(db, { role, tier, account: { id: trader.accountId } });
  return { trader, as, orderId, lineId, path: `/orders/${orderId}/claim` };
}

const page = (portal: TestPortal, path: string, as: { token: string }, cookies = ENGLISH) =>
  portal.page(path, { as, cookies });

const formIdIn = (html: string) => /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** The form as a browser sends it, with what somebody typed. */
async function aForm(
  portal: TestPortal,
  { as, path, lineId }: Delivery,
  change: Record<string, string> = {},
) {
  const form = formIdIn(await page(portal, path, as));
  const typed = {
    [`quantity-${lineId}`]: '2',
    [`kind-${lineId}`]: 'damaged',
    wish: 'replace',
    note: 'Crushed',
  };
  return { form, ...typed, ...change };
}

const send = (portal: TestPortal, { as, path }: Delivery, form: Record<string, string>) =>
  portal.request(path, { as, form, cookies: ENGLISH });

test('a receiver says without scripts what is wrong, reads how it goes, and sees no amount anywhere', async ({
  portal,
  db,
}) => {
  const delivery = await aDelivery(db);
  const { as, orderId, path } = delivery;
  expect(await page(portal, `/orders/${orderId}`, as)).toContain(`href="${path}"`);
  const blank = await page(portal, path, as);
  const sent = await send(portal, delivery, await aForm(portal, delivery));
  const where = sent.headers.get('location') ?? '';
  expect(where).toMatch(/^\/claims\/[\w-]+\?done=sent$/);
  const shown = await page(portal, where, as);
  expect(shown).toContain('Crushed');
  expect(shown).toContain('With your manager');
  const number = /BC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(shown)?.[0] ?? 'none';
  const list = await page(portal, '/claims', as);
  const order = await page(portal, `/orders/${orderId}`, as);
  for (const html of [list, order]) expect(html).toContain(number);
  for (const html of [blank, shown, list]) expect(html).not.toMatch(/100\.00|1,?000\.00|RUB|₽/);
  expect(await db.auditEvent.count({ where: { type: 'claim_sent' } })).toBe(1);
});

test('a double click and the way back send one claim, and the second time says so', async ({
  portal,
  db,
}) => {
  const delivery = await aDelivery(db);
  const form = await aForm(portal, delivery);
  const answers = await Promise.all([send(portal, delivery, form), send(portal, delivery, form)]);
  const back = await send(portal, delivery, { ...form, note: 'once more' });
  const places = [...answers, back].map(({ headers }) => headers.get('location')?.split('?')[0]);
  expect(new Set(places).size).toBe(1);
  expect(back.headers.get('location')).toContain('done=known');
  expect(await db.claim.count()).toBe(1);
  expect(await page(portal, back.headers.get('location') ?? '', delivery.as)).toContain(
    'nothing was sent again',
  );
});

test('what can’t be sent is shown again as it was typed, with what is wrong with it', async ({
  portal,
  db,
}) => {
  const delivery = await aDelivery(db);
  const form = await aForm(portal, delivery, { [`quantity-${delivery.lineId}`]: '11', wish: '' });
  const answer = await send(portal, delivery, form);
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('more than was shipped');
  expect(html).toContain('Choose what you wish');
  expect(html).toContain('value="11"');
  expect(html).toContain('Crushed');
  expect(formIdIn(html)).toBe(form.form);
  expect(await db.claim.count()).toBe(0);
});

test('one shipment is claimed for what was in it, and only of the own order', async ({ portal, db }) => {
  const delivery = await aDelivery(db);
  const { trader, orderId, lineId, as } = delivery;
  const shipment = await aShipment(db, { ...trader, status: 'delivered' });
  await aShipmentLine(db, {
    ...trader,
    shipmentId: shipment.id,
    orderId,
    orderLineId: lineId,
    quantity: '4',
  });
  const ofShipment = { ...delivery, path: `${delivery.path}?shipment=${shipment.id}` };
  expect(await page(portal, `/orders/${orderId}`, as)).toContain(`/claim?shipment=${shipment.id}`);
  const tooMuch = await aForm(portal, ofShipment, { [`quantity-${lineId}`]: '5' });
  expect((await send(portal, ofShipment, tooMuch)).status).toBe(422);
  const sent = await send(portal, ofShipment, await aForm(portal, ofShipment));
  expect(await db.claim.findMany({ select: { shipmentId: true } })).toEqual([{ shipmentId: shipment.id }]);
  expect(await page(portal, sent.headers.get('location') ?? '', as)).toContain(shipment.number);
  const stranger = await aDelivery(db);
  const foreign = `${stranger.path}?shipment=${shipment.id}`;
  expect((await portal.request(foreign, { as: stranger.as })).status).toBe(404);
});

test('an order of another customer is not found, neither to look at nor to claim of', async ({
  portal,
  db,
}) => {
  const [mine, theirs] = [await aDelivery(db), await aDelivery(db)];
  const form = await aForm(portal, theirs);
  const answers = [
    await portal.request(theirs.path, { as: mine.as }),
    await portal.request(theirs.path, { as: mine.as, form }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(await db.claim.count()).toBe(0);
});

test('of what has not left nothing is claimed', async ({ portal, db }) => {
  const delivery = await aDelivery(db, { status: 'in_progress' });
  expect(await page(portal, `/orders/${delivery.orderId}`, delivery.as)).not.toContain(delivery.path);
  expect(await page(portal, delivery.path, delivery.as)).toContain('Nothing of it has been shipped yet');
});

test('SES-12 a viewer reads the claims of the company and sends none; a key that opens no goods opens none', async ({
  portal,
  db,
}) => {
  const delivery = await aDelivery(db);
  const sent = await send(portal, delivery, await aForm(portal, delivery));
  const claim = (sent.headers.get('location') ?? '').split('?')[0] ?? '';
  const account = { id: delivery.trader.accountId };
  const viewer = await signedInCustomer(db, { role: 'viewer', account });
  expect(await page(portal, claim, viewer)).toContain('Crushed');
  expect(await page(portal, `/orders/${delivery.orderId}`, viewer)).not.toContain(delivery.path);
  const weak = await signedInCustomer(db, { role: 'receiver', tier: 1, account });
  expect(await page(portal, `/orders/${delivery.orderId}`, weak)).not.toContain('BC-');
  const tries = [
    await portal.request(delivery.path, { as: viewer }),
    await portal.request(delivery.path, { as: viewer, form: {} }),
    await portal.request('/claims', { as: weak }),
    await portal.request(claim, { as: weak }),
  ];
  expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
});

test('WEB-09 whoever sends claims as a program does is stopped, and their manager’s letters with them', async ({
  portal,
  db,
}) => {
  const delivery = await aDelivery(db);
  const form = await aForm(portal, delivery);
  const statuses: number[] = [];
  for (let count = 0; count < 31; count += 1) {
    const id = `${String(count).padStart(8, '0')}-1111-4222-8333-abcdefabcdef`;
    statuses.push((await send(portal, delivery, { ...form, form: id })).status);
  }
  expect([statuses[29], statuses[30], await db.claim.count()]).toEqual([302, 429, 30]);
});

test('the list goes on where its page ended', async ({ portal, db }) => {
  const delivery = await aDelivery(db);
  const { accountId, sourceId } = delivery.trader;
  const at = Date.now();
  await db.claim.createMany({
    data: Array.from({ length: 31 }, (_, index) => ({
      accountId,
      sourceId,
      counterpartyId: '',
      orderId: delivery.orderId,
      formId: `form-${index}`,
      number: `BC-${String(index).padStart(4, '0')}`,
      wish: 'credit',
      sentAt: new Date(at - index * 1_000),
      sentById: '',
    })),
  });
  const first = await page(portal, '/claims', delivery.as);
  const next = /href="(\/claims\?after=[^"]+)"/.exec(first)?.[1] ?? '';
  expect([first.includes('BC-0029'), first.includes('BC-0030')]).toEqual([true, false]);
  expect(await page(portal, next, delivery.as)).toContain('BC-0030');
});

test('the manager reads of a held claim why, vouches for it with a touch, and accepts it with an answer', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { id, number } = await aHeldClaim(db, desk);
  const [path, as] = [`/desk/claims/${id}`, desk.manager];
  const list = await page(portal, '/desk/claims', as);
  expect(list).toContain(number);
  expect(list).toContain('held');
  const held = await page(portal, path, as);
  expect(held).toContain('was reported lost, stopped or revoked after this was sent');
  expect(held).not.toContain(`Accept claim ${number}`);
  const form = { intent: 'release' };
  expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
  expect((await portal.request(path, { as, form: { intent: 'accept', answer: '' } })).status).toBe(409);
  const released = await portal.request(path, { as, form });
  expect(released.headers.get('location')).toBe(`${path}?done=released`);
  const accept = { intent: 'accept', answer: 'Replacement on Monday' };
  const accepted = await portal.request(path, { as, form: accept });
  expect(accepted.headers.get('location')).toBe(`${path}?done=accepted`);
  const owner = await signedInCustomer(db, { account: desk.account });
  expect(await page(portal, `/claims/${id}`, owner)).toContain('Replacement on Monday');
  expect(await page(portal, `/claims/${id}`, owner, RUSSIAN)).toContain('принята');
});

test('a refusal needs a reason, which the customer reads', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const { id } = await aHeldClaim(db, desk);
  const [path, as] = [`/desk/claims/${id}`, desk.manager];
  const without = await portal.request(path, {
    as,
    form: { intent: 'refuse', answer: ' ' },
    cookies: ENGLISH,
  });
  expect(without.status).toBe(422);
  expect(await without.text()).toContain('Say why: the customer reads it.');
  const long = { intent: 'refuse', answer: 'n'.repeat(501) };
  expect((await portal.request(path, { as, form: long })).status).toBe(422);
  await portal.request(path, { as, form: { intent: 'refuse', answer: 'not of ours' } });
  const owner = await signedInCustomer(db, { account: desk.account });
  expect(await page(portal, `/claims/${id}`, owner)).toContain('not of ours');
});
