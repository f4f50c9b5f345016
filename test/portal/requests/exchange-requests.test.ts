/** Requests that 1C fetches in its exchange, with an emulator of its client (test/support/exchange-client.ts). */
import { expect } from 'vitest';
import { openExchangeAccess } from '#portal/exchange/exchange-access.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';
import { beginExchange } from '#test/support/exchange-client.ts';
import type { Access } from '#test/support/exchange-client.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import {
  anOrderingCustomer,
  anOutbox,
  anOutlet,
  aSentRequest,
  entryOf,
} from '#test/support/request-builders.ts';
import type { OrderingCustomer, Outbox } from '#test/support/request-builders.ts';

type Scene = { customer: OrderingCustomer; outbox: Outbox; access: Access; portal: TestPortal };

async function aScene(portal: TestPortal, db: Db): Promise<Scene> {
  const customer = await anOrderingCustomer(db, 'commerceml');
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId });
  const actor = await aStaffActor(db, 'administrator');
  const request = { sourceName: customer.sourceName, networks: [], actor, trace: TRACE };
  const access = await openExchangeAccess(portal.services.auth, request);
  if (!access.ok) throw new Error(access.reason);
  return { customer, outbox, access, portal };
}

const begin = ({ portal, access }: Scene) => beginExchange(portal.origin, access, 'sale');
const numbersIn = (text: string) => [...text.matchAll(/<Документ><Ид>([^<]+)<\/Ид>/g)].map(([, id]) => id);

test('1C fetches a request with counterparty, goods and prices, and its success makes it accepted', async ({
  portal,
  db,
}) => {
  const scene = await aScene(portal, db);
  const sent = await aSentRequest(scene.outbox, scene.customer);
  const run = await begin(scene);
  const { text } = await run.ask({ mode: 'query' });
  expect(numbersIn(text)).toEqual([sent.number]);
  expect(text).toContain('<ХозОперация>Заказ товара</ХозОперация>');
  expect(text).toContain('<ИНН>7700000000</ИНН>');
  expect(text).toContain(`<Артикул>${scene.customer.product.sku}</Артикул>`);
  expect(text).toContain('<ЦенаЗаЕдиницу>100</ЦенаЗаЕдиницу><Количество>3</Количество><Сумма>300.00</Сумма>');
  expect((await entryOf(db, sent.id)).state).toBe('waiting');
  expect((await run.ask({ mode: 'success' })).lines).toEqual(['success']);
  expect(await entryOf(db, sent.id)).toMatchObject({ state: 'taken', externalId: sent.number });
  expect(numbersIn((await run.ask({ mode: 'query' })).text)).toEqual([]);
});

test('success acknowledges what this run was given, and not what was sent meanwhile', async ({
  portal,
  db,
}) => {
  const scene = await aScene(portal, db);
  const first = await aSentRequest(scene.outbox, scene.customer);
  const run = await begin(scene);
  await run.ask({ mode: 'query' });
  scene.outbox.pass(1);
  const second = await aSentRequest(scene.outbox, scene.customer);
  await run.ask({ mode: 'success' });
  expect((await entryOf(db, first.id)).state).toBe('taken');
  expect((await entryOf(db, second.id)).state).toBe('waiting');
});

test('a run that died leaves its requests to the next one, under the same id; its own success is too late', async ({
  portal,
  db,
}) => {
  const scene = await aScene(portal, db);
  const sent = await aSentRequest(scene.outbox, scene.customer);
  const died = await begin(scene);
  await died.ask({ mode: 'query' });
  const next = await begin(scene);
  expect(numbersIn((await next.ask({ mode: 'query' })).text)).toEqual([sent.number]);
  expect((await died.ask({ mode: 'success' })).status).toBe(403);
  expect((await entryOf(db, sent.id)).state).toBe('waiting');
  await next.ask({ mode: 'success' });
  expect((await entryOf(db, sent.id)).state).toBe('taken');
});

test('success without query, and of the catalogue’s exchange, acknowledges nothing', async ({
  portal,
  db,
}) => {
  const scene = await aScene(portal, db);
  const sent = await aSentRequest(scene.outbox, scene.customer);
  await (await begin(scene)).ask({ mode: 'success' });
  const catalogue = await beginExchange(portal.origin, scene.access, 'catalog');
  expect(numbersIn((await catalogue.ask({ mode: 'query' })).text)).toEqual([]);
  await catalogue.ask({ mode: 'success' });
  expect((await entryOf(db, sent.id)).state).toBe('waiting');
});

test('a request of a key that was lost, stopped or revoked, of another base, or of a closed way is given to nobody', async ({
  portal,
  db,
}) => {
  const scene = await aScene(portal, db);
  const elsewhere = await aScene(portal, db);
  const sent = await aSentRequest(scene.outbox, scene.customer);
  const query = async (of: Scene) => numbersIn((await (await begin(of)).ask({ mode: 'query' })).text);
  expect(await query(elsewhere)).toEqual([]);
  const key = { where: { id: scene.customer.actor.keyId } };
  for (const status of ['suspended', 'revoked', 'lost']) {
    await db.key.update({ ...key, data: { status, lostAt: status === 'lost' ? new Date() : null } });
    expect(await query(scene)).toEqual([]);
  }
  await db.key.update({ ...key, data: { status: 'active', lostAt: null } });
  await db.orderOutlet.updateMany({ data: { closedAt: new Date() } });
  expect(await query(scene)).toEqual([]);
  await db.orderOutlet.updateMany({ data: { closedAt: null } });
  expect(await query(scene)).toEqual([sent.number]);
});

test('what people typed can’t become markup of the file', async ({ portal, db }) => {
  const scene = await aScene(portal, db);
  const sent = await aSentRequest(scene.outbox, scene.customer);
  const note = '</Комментарий><Документ> & "\u0007"';
  await db.orderRequest.update({ where: { id: sent.id }, data: { note } });
  const { text } = await (await begin(scene)).ask({ mode: 'query' });
  expect(numbersIn(text)).toHaveLength(1);
  expect(text).toContain('&lt;/Комментарий&gt;&lt;Документ&gt; &amp; &quot;&quot;');
});
