/** The way of a request into an ERP that is written to, emulated. What is proven is that it gets there once. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { storeOutlet } from '#portal/connectors/outgoing/store-outlet.server.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { orderRequestsPath } from '#portal/connectors/outgoing/order-file.server.ts';
import { testOutlet } from '#portal/connectors/order-outlets.server.ts';
import { confirmHanded } from '#portal/requests/confirm-handed.server.ts';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { refuseRequest, releaseRequest } from '#portal/requests/settle-request.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { auditTypes } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { startOrderEmulator } from '#test/support/order-emulator.ts';
import type { OrderEmulator } from '#test/support/order-emulator.ts';
import {
  anOrderingCustomer,
  anOutbox,
  anOutlet,
  aSentRequest,
  entryOf,
  WRITING,
} from '#test/support/request-builders.ts';
import type { OrderingCustomer, Outbox } from '#test/support/request-builders.ts';
import { anOrder, TODAY_ON } from '#test/support/trade-builders.ts';

const opened: OrderEmulator[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

type Scene = { customer: OrderingCustomer; outbox: Outbox; erp: OrderEmulator };

async function aScene(db: Db, version: 'v3' | 'v4' = 'v3'): Promise<Scene> {
  const erp = await startOrderEmulator(version);
  opened.push(erp);
  const customer = await anOrderingCustomer(db);
  const outbox = anOutbox(db);
  const preset = version === 'v3' ? '1c-ut11' : 'business-central';
  await anOutlet(outbox, { sourceId: customer.sourceId, address: erp.address, preset });
  return { customer, outbox, erp };
}

const stateOf = async (db: Db, { customer }: Scene, requestId: string) =>
  (await findRequest(db, { actor: customer.actor, requestId, on: TODAY_ON }))?.state;

test('a request becomes an unposted order of 1C (emulated) that bears its number, with quantities and prices to the digit', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  const sent = await aSentRequest(outbox, { ...customer, quantity: '2.125' });
  expect(await stateOf(db, scene, sent.id)).toBe('queued');
  expect(await deliverRequests(outbox.deps)).toBe(1);
  expect(erp.orders).toMatchObject([
    {
      НомерПоДаннымКлиента: sent.number,
      Posted: false,
      Date: '2026-12-12T12:00:00',
      Товары: [{ LineNumber: '1', Количество: 2.125, Цена: 100 }],
    },
  ]);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
  expect(await entryOf(db, sent.id)).toMatchObject({ number: '000000001', attempts: 1 });
  expect(await deliverRequests(outbox.deps)).toBe(0);
  expect(await auditTypes(db)).toEqual(['source_changed', 'order_request_sent', 'order_request_taken']);
});

test('a request becomes a draft of Business Central (emulated) with its lines', async ({ db }) => {
  const scene = await aScene(db, 'v4');
  const sent = await aSentRequest(scene.outbox, scene.customer);
  await deliverRequests(scene.outbox.deps);
  expect(scene.erp.orders).toMatchObject([
    {
      externalDocumentNumber: sent.number,
      orderDate: '2026-12-12',
      salesOrderLines: [{ lineType: 'Item', quantity: 3, unitPrice: 100 }],
    },
  ]);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
});

test('an answer that was lost leads to looking for the order, not to a second one', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = ['make-and-break'];
  const sent = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  expect(await stateOf(db, scene, sent.id)).toBe('queued');
  // Not at once: what the ERP is still at work on can't be seen yet.
  outbox.pass(9);
  expect(await deliverRequests(outbox.deps)).toBe(0);
  outbox.pass(2);
  expect(await deliverRequests(outbox.deps)).toBe(1);
  expect(erp.orders).toHaveLength(1);
  expect(erp.asked.map((asked) => asked.split(' ')[0])).toEqual(['POST', 'GET']);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
});

test('a process that dies between sending and writing down does not double the order', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  const sent = await aSentRequest(outbox, customer);
  // The database is gone at the moment in which the ERP has made the order: nothing after it is written.
  const broken = { ...outbox.deps, db: dyingDb(db, () => erp.orders.length > 0) };
  await expect(deliverRequests(broken)).rejects.toThrow('the process has died');
  expect(erp.orders).toHaveLength(1);
  expect(await deliverRequests(outbox.deps)).toBe(0);
  outbox.pass(16);
  await deliverRequests(outbox.deps);
  expect(erp.orders).toHaveLength(1);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
});

test('an ERP that makes the order and says nothing of it is asked for it', async ({ db }) => {
  const scene = await aScene(db);
  scene.erp.reactions = ['make-silently'];
  const sent = await aSentRequest(scene.outbox, scene.customer);
  await deliverRequests(scene.outbox.deps);
  expect(scene.erp.orders).toHaveLength(1);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
});

test('any number of processes at once send it once', async ({ db }) => {
  const { customer, outbox, erp } = await aScene(db);
  await aSentRequest(outbox, customer);
  const tried = await Promise.all([1, 2, 3, 4].map(() => deliverRequests(outbox.deps)));
  expect(tried.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(erp.orders).toHaveLength(1);
});

test('an ERP that asks to be left alone is, for as long as it says', async ({ db }) => {
  const { customer, outbox, erp } = await aScene(db);
  erp.reactions = [{ status: 429, body: '', headers: { 'retry-after': '3600' } }];
  await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  outbox.pass(59);
  expect(await deliverRequests(outbox.deps)).toBe(0);
  outbox.pass(2);
  expect(await deliverRequests(outbox.deps)).toBe(1);
  expect(erp.orders).toHaveLength(1);
});

test('an ERP that leaves our filter out gets no second copy: nobody knows what is there', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.orders.push({ Ref_Key: 'other', НомерПоДаннымКлиента: 'somebody’s' });
  erp.ignoresFilter = true;
  erp.reactions = [{ status: 503, body: '' }];
  const sent = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  outbox.pass(11);
  await deliverRequests(outbox.deps);
  expect(erp.orders).toHaveLength(1);
  expect(await entryOf(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'ignored' });
  expect(await stateOf(db, scene, sent.id)).toBe('checked');
});

test('a wrong password is tried once, raises an alarm, and the requests wait', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.accounts = { orders: 'changed' };
  const sent = await aSentRequest(outbox, customer);
  await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  outbox.pass(60);
  expect(await deliverRequests(outbox.deps)).toBe(0);
  expect(erp.refused).toBe(1);
  expect(await db.alarm.findMany({ select: { kind: true, detail: true } })).toEqual([
    { kind: 'source_credentials', detail: customer.sourceId },
  ]);
  expect(await stateOf(db, scene, sent.id)).toBe('queued');
  erp.accounts = { orders: WRITING.password };
  await anOutlet(outbox, { sourceId: customer.sourceId, address: erp.address });
  expect(await deliverRequests(outbox.deps)).toBe(2);
  expect(erp.orders).toHaveLength(2);
});

test('what the ERP refuses waits for the manager, who sends it again or refuses it with a reason', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  const { auth } = outbox;
  const says = { 'odata.error': { message: { value: 'Контрагент заблокирован write-secret' } } };
  const refusal = { status: 400, body: JSON.stringify(says) };
  erp.reactions = [refusal, refusal];
  const sent = await aSentRequest(outbox, customer);
  await db.outboxEntry.updateMany({ data: { toldAt: outbox.now() } }); // that it is late
  await deliverRequests(outbox.deps);
  const entry = await entryOf(db, sent.id);
  expect(entry).toMatchObject({ state: 'stuck', fault: 'refused', toldAt: null });
  expect(entry.faultDetail).toContain('Контрагент заблокирован');
  expect(entry.faultDetail).not.toContain('write-secret');
  const shown = await findRequest(db, { actor: customer.actor, requestId: sent.id, on: TODAY_ON });
  expect(JSON.stringify(shown, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
    'заблокирован',
  );

  const by = { actor: customer.manager, requestId: sent.id, trace: TRACE };
  expect(await releaseRequest(auth, by)).toEqual({ ok: true });
  expect(await releaseRequest(auth, by)).toEqual({ ok: false, reason: 'not_waiting' });
  await deliverRequests(outbox.deps);
  expect(await refuseRequest(auth, { ...by, reason: 'over the credit limit' })).toEqual({ ok: true });
  outbox.pass(60);
  expect(await deliverRequests(outbox.deps)).toBe(0);
  expect(erp.orders).toEqual([]);
  expect(await findRequest(db, { actor: customer.actor, requestId: sent.id, on: TODAY_ON })).toMatchObject({
    state: 'refused',
    reason: 'over the credit limit',
  });
});

test('ADM-03 nobody but the customer’s own manager releases or refuses', async ({ db }) => {
  const { customer, outbox } = await aScene(db);
  const { manager: stranger } = await anOrderingCustomer(db);
  const sent = await aSentRequest(outbox, customer);
  await db.key.update({
    where: { id: customer.actor.keyId },
    data: { status: 'lost', lostAt: outbox.now() },
  });
  const by = { actor: stranger, requestId: sent.id, trace: TRACE };
  expect(await releaseRequest(outbox.auth, by)).toEqual({ ok: false, reason: 'not_found' });
  expect(await refuseRequest(outbox.auth, { ...by, reason: 'no' })).toEqual({
    ok: false,
    reason: 'not_found',
  });
});

test('a counterparty that is no longer this customer’s gets no order of theirs', async ({ db }) => {
  const { customer, outbox, erp } = await aScene(db);
  const sent = await aSentRequest(outbox, customer);
  await db.counterparty.updateMany({ where: { sourceId: customer.sourceId }, data: { accountId: null } });
  await deliverRequests(outbox.deps);
  expect(erp.asked).toEqual([]);
  expect(await entryOf(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'counterparty_moved' });
});

test('orders are written by another account than the one that reads', async ({ db }) => {
  const { customer, outbox, erp } = await aScene(db);
  const { deps } = outbox;
  const { sourceId } = customer;
  const origin = new URL(erp.address).origin;
  await db.sourceConnection.create({
    data: {
      sourceId,
      address: erp.address,
      mappingJson: '{}',
      timeZone: 'Europe/Moscow',
      everyMinutes: 15,
      changedAt: outbox.now(),
      dueAt: outbox.now(),
      credentialsSealed: deps.box.seal({ sourceId, origin }, WRITING),
    },
  });
  const read = parseOutletConfig({ address: erp.address, preset: '1c-ut11' });
  if (!read.ok) throw new Error('the configuration is wrong');
  const save = (credentials: { kind: 'basic'; user: string; password: string }) =>
    storeOutlet(deps, {
      sourceId: customer.sourceId,
      config: read.config,
      credentials,
      by: { actorId: 'administrator' },
    });
  expect(await save({ ...WRITING, password: 'another' })).toEqual({ ok: false, reason: 'same_account' });
  expect(await save({ ...WRITING, user: 'drafts' })).toMatchObject({ ok: true });
});

test('the password for writing opens for no other purpose and goes with a change of the address', async ({
  db,
}) => {
  const { customer, outbox, erp } = await aScene(db);
  const { box } = outbox.deps;
  const { sourceId } = customer;
  const { credentialsSealed } = await db.orderOutlet.findUniqueOrThrow({ where: { sourceId } });
  const origin = new URL(erp.address).origin;
  expect(box.open({ sourceId, origin }, credentialsSealed ?? '')).toBeNull();
  const moved = parseOutletConfig({ address: 'https://other.example/odata/', preset: '1c-ut11' });
  if (!moved.ok) throw new Error('the configuration is wrong');
  const by = { actorId: 'administrator' };
  const outcome = await storeOutlet(outbox.deps, {
    sourceId: customer.sourceId,
    config: moved.config,
    credentials: null,
    by,
  });
  expect(outcome).toEqual({ ok: true, areCredentialsGone: true });
  expect(await testOutlet(outbox.deps, customer.sourceId)).toEqual({ ok: false, reason: 'no_outlet' });
});

test('the test of the way looks for an order that nobody has, and writes none', async ({ db }) => {
  const { customer, outbox, erp } = await aScene(db);
  expect(await testOutlet(outbox.deps, customer.sourceId)).toEqual({ ok: true });
  expect(erp.orders).toEqual([]);
  erp.accounts = {};
  expect(await testOutlet(outbox.deps, customer.sourceId)).toMatchObject({
    ok: false,
    reason: 'credentials',
  });
});

test('an ERP that reads files finds one file a request, and the order that comes back with its number confirms it', async ({
  db,
}) => {
  const customer = await anOrderingCustomer(db, 'file-drop');
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId });
  const sent = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  const folder = join(
    outbox.deps.dataDir,
    orderRequestsPath({ id: customer.sourceId, name: customer.sourceName }),
  );
  expect(await readdir(folder)).toEqual([`${sent.number}.csv`]);
  const text = await readFile(join(folder, `${sent.number}.csv`), 'utf8');
  expect(text).toContain(`,${customer.product.sku},Demo bearing,3,pcs,100`);
  const { actor, sourceId } = customer;
  const ask = () => findRequest(db, { actor, requestId: sent.id, on: TODAY_ON });
  expect((await ask())?.state).toBe('queued');
  expect(await confirmHanded(outbox.auth)).toBe(0);
  await anOrder(db, {
    accountId: actor.accountId,
    sourceId,
    customerReference: sent.number,
    number: 'ERP-1',
  });
  expect(await confirmHanded(outbox.auth)).toBe(1);
  expect(await ask()).toMatchObject({ state: 'accepted', erpNumber: 'ERP-1' });
});

test('requests that never come back keep no other from being confirmed', async ({ db }) => {
  const customer = await anOrderingCustomer(db, 'file-drop');
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId });
  await aSentRequest(outbox, customer);
  outbox.pass(1);
  const second = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  const { actor, sourceId } = customer;
  await anOrder(db, { accountId: actor.accountId, sourceId, customerReference: second.number });

  outbox.pass(1);
  const first = await confirmHanded(outbox.auth, 1);
  outbox.pass(1);
  const next = await confirmHanded(outbox.auth, 1);

  expect(first + next).toBe(1);
  expect((await entryOf(db, second.id)).state).toBe('taken');
});

/** A database whose every write fails from a moment on, as for a process that has died. */
function dyingDb(db: Db, isDead: () => boolean): Db {
  const guard = (target: object): object =>
    new Proxy(target, {
      get: (owner, name) => {
        const value: unknown = Reflect.get(owner, name);
        if (typeof value === 'function') {
          return (...args: unknown[]) => {
            if (isDead()) throw new Error('the process has died');
            return Reflect.apply(value, owner, args) as unknown;
          };
        }
        return typeof value === 'object' && value !== null ? guard(value) : value;
      },
    });
  return guard(db) as Db;
}
