/** Requests whose key stopped working after they were sent: they wait until their manager vouches for them (REC-02). */
import { afterEach, expect } from 'vitest';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { refuseRequest, releaseRequest } from '#portal/requests/settle-request.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { startOrderEmulator } from '#test/support/order-emulator.ts';
import type { OrderEmulator } from '#test/support/order-emulator.ts';
import {
  anOrderingCustomer,
  anOutbox,
  anOutlet,
  aSentRequest,
  entryOf,
} from '#test/support/request-builders.ts';
import type { OrderingCustomer } from '#test/support/request-builders.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';

const opened: OrderEmulator[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

async function aScene(db: Db) {
  const erp = await startOrderEmulator('v3');
  opened.push(erp);
  const customer = await anOrderingCustomer(db);
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId, address: erp.address, preset: '1c-ut11' });
  return { customer, outbox, erp };
}

const stateOf = async (db: Db, { customer }: { customer: OrderingCustomer }, requestId: string) =>
  (await findRequest(db, { actor: customer.actor, requestId, on: TODAY_ON }))?.state;

test.for(['lost', 'suspended', 'revoked', 'destroyed'])(
  'requests of a key that is %s are held until the manager vouches for them',
  async (status, { db }) => {
    const scene = await aScene(db);
    const { customer, outbox, erp } = scene;
    const sent = await aSentRequest(outbox, customer);
    const lostAt = status === 'lost' ? outbox.now() : null;
    await db.key.update({ where: { id: customer.actor.keyId }, data: { status, lostAt } });
    expect(await deliverRequests(outbox.deps)).toBe(0);
    expect(erp.asked).toEqual([]);
    expect(await stateOf(db, scene, sent.id)).toBe('checked');
    expect(
      await releaseRequest(outbox.auth, { actor: customer.manager, requestId: sent.id, trace: TRACE }),
    ).toEqual({ ok: true });
    await deliverRequests(outbox.deps);
    expect(erp.orders).toHaveLength(1);
  },
);

test('REC-02 an order of a key that was stopped stays held when its manager revokes the key and issues another', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  const sent = await aSentRequest(outbox, customer);
  const { manager: actor, actor: sender } = customer;
  const by = { keyId: sender.keyId, reason: 'stop code', actor, trace: TRACE };
  for (const transition of ['suspend', 'revoke'] as const) {
    expect(await changeKeyStatus(outbox.auth, { ...by, transition })).toMatchObject({ ok: true });
    expect(await deliverRequests(outbox.deps)).toBe(0);
  }
  await aKey(db, { holderId: sender.holderId, accountId: sender.accountId });
  expect(await deliverRequests(outbox.deps)).toBe(0);
  expect(erp.asked).toEqual([]);
  expect(await stateOf(db, scene, sent.id)).toBe('checked');
});

test('REC-02 a manager who has seen to a fault of the ERP has not vouched for a key that is lost afterwards', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = [{ status: 400, body: '' }];
  const sent = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  expect(await entryOf(db, sent.id)).toMatchObject({ state: 'stuck' });
  const release = () =>
    releaseRequest(outbox.auth, { actor: customer.manager, requestId: sent.id, trace: TRACE });
  expect(await release()).toEqual({ ok: true });
  const key = { where: { id: customer.actor.keyId } };
  await db.key.update({ ...key, data: { status: 'lost', lostAt: outbox.now() } });
  await deliverRequests(outbox.deps);
  expect(erp.orders).toEqual([]);
  expect(await stateOf(db, scene, sent.id)).toBe('checked');
  expect(await release()).toEqual({ ok: true });
  await deliverRequests(outbox.deps);
  expect(erp.orders).toHaveLength(1);
});

test('a key that is lost while its request is being looked for stops the second copy, and an order that is there is seen', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = [{ status: 503, body: '' }, 'make'];
  const sent = await aSentRequest(outbox, customer);
  await deliverRequests(outbox.deps);
  await db.key.update({
    where: { id: customer.actor.keyId },
    data: { status: 'lost', lostAt: outbox.now() },
  });
  outbox.pass(11);
  await deliverRequests(outbox.deps);
  expect(erp.orders).toEqual([]);
  expect(await stateOf(db, scene, sent.id)).toBe('checked');
  const by = { actor: customer.manager, requestId: sent.id, trace: TRACE };
  expect(await refuseRequest(outbox.auth, { ...by, reason: 'stolen' })).toEqual({
    ok: false,
    reason: 'under_way',
  });
  outbox.pass(21);
  erp.orders.push({ Ref_Key: 'late', Number: '7', НомерПоДаннымКлиента: sent.number });
  await deliverRequests(outbox.deps);
  expect(await stateOf(db, scene, sent.id)).toBe('accepted');
});
