/** The way of a claim into an ERP that is written to, emulated. What is proven is that it gets there once. */
import { afterEach, expect } from 'vitest';
import { deliverClaims } from '#portal/claims/deliver-claims.server.ts';
import { findClaim } from '#portal/claims/find-claims.server.ts';
import { decideClaim, releaseClaim } from '#portal/claims/settle-claim.server.ts';
import { testOutlet } from '#portal/connectors/order-outlets.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aClaimingCustomer, aSentClaim, entryOfClaim } from '#test/support/claim-builders.ts';
import type { ClaimingCustomer } from '#test/support/claim-builders.ts';
import { test } from '#test/support/db.ts';
import { startOrderEmulator } from '#test/support/order-emulator.ts';
import type { OrderEmulator } from '#test/support/order-emulator.ts';
import { anOutbox, anOutlet } from '#test/support/request-builders.ts';
import type { Outbox } from '#test/support/request-builders.ts';

const opened: OrderEmulator[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

type Scene = { customer: ClaimingCustomer; outbox: Outbox; erp: OrderEmulator };

/** A customer whose ERP is 1C with its catalogue of claims (emulated). */
async function aScene(db: Db, preset = '1c-ut11-claims'): Promise<Scene> {
  const erp = await startOrderEmulator('v3');
  opened.push(erp);
  const customer = await aClaimingCustomer(db);
  await db.source.update({ where: { id: customer.sourceId }, data: { kind: 'odata' } });
  const outbox = anOutbox(db);
  await anOutlet(outbox, { sourceId: customer.sourceId, address: erp.address, preset });
  return { customer, outbox, erp };
}

const claimOf = (db: Db, { customer: { actor } }: Scene, claimId: string) =>
  findClaim(db, { actor, claimId });

test('a claim becomes an entry of 1C’s catalogue (emulated) that bears its number, says all in words, and has no price', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  const sent = await aSentClaim(outbox, customer);
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(erp.asked).toEqual(['POST /erp/odata/Catalog_ПретензииКлиентов?$format=json']);
  const [made] = erp.orders;
  expect(made).toMatchObject({ Description: sent.number, ДатаРегистрации: '2026-12-12T12:00:00' });
  expect(made?.['ОписаниеПретензии']).toBe(
    [
      customer.order.number,
      '1. Demo bearing BOLT-7: 2 pcs, повреждено',
      'Заменить товар',
      'Both corners are crushed',
    ].join('\n'),
  );
  expect(await claimOf(db, scene, sent.id)).toMatchObject({
    state: 'checked',
    way: { state: 'taken', number: '000000001' },
  });
});

test('an answer that was lost leads to looking for the claim by its number, not to a second one', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = ['make-and-break'];
  const sent = await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  outbox.pass(9);
  expect(await deliverClaims(outbox.deps)).toBe(0);
  outbox.pass(2);
  expect(await deliverClaims(outbox.deps)).toBe(1);
  expect(erp.orders).toHaveLength(1);
  expect(erp.asked[1]).toContain(`Description eq '${sent.number}'`);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'taken', attempts: 2 });
});

test('a wrong password is tried once, and the claims wait', async ({ db }) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.accounts = { orders: 'changed' };
  const sent = await aSentClaim(outbox, customer);
  await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  outbox.pass(60);
  expect(await deliverClaims(outbox.deps)).toBe(0);
  expect(erp.refused).toBe(1);
  expect(await db.alarm.count({ where: { kind: 'source_credentials' } })).toBe(1);
  expect(await claimOf(db, scene, sent.id)).toMatchObject({ state: 'queued' });
});

test('what the ERP refuses waits for the manager, who lets it try again, and can decide all the same', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = [{ status: 400, body: '' }];
  const sent = await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'refused', toldAt: null });
  expect(await claimOf(db, scene, sent.id)).toMatchObject({ state: 'checked' });
  const by = { actor: customer.manager, claimId: sent.id, trace: TRACE };
  expect(await decideClaim(outbox.auth, { ...by, decision: 'accepted', answer: '' })).toEqual({ ok: true });
  expect(await releaseClaim(outbox.auth, by)).toEqual({ ok: true });
  await deliverClaims(outbox.deps);
  expect(erp.orders).toHaveLength(1);
  expect(await claimOf(db, scene, sent.id)).toMatchObject({ state: 'accepted', way: { state: 'taken' } });
});

test('REC-02 a key that is lost while its claim is being looked for stops the second copy', async ({
  db,
}) => {
  const scene = await aScene(db);
  const { customer, outbox, erp } = scene;
  erp.reactions = [{ status: 503, body: '' }, 'make'];
  await aSentClaim(outbox, customer);
  await deliverClaims(outbox.deps);
  const lost = { status: 'lost', lostAt: outbox.now() };
  await db.key.update({ where: { id: customer.actor.keyId }, data: lost });
  outbox.pass(11);
  await deliverClaims(outbox.deps);
  expect(erp.orders).toEqual([]);
});

test('an ERP whose mapping has no part for claims is sent none; "Test" looks for claims where it has one', async ({
  db,
}) => {
  const plain = await aScene(db, '1c-ut11');
  const sent = await aSentClaim(plain.outbox, plain.customer);
  expect(await entryOfClaim(db, sent.id)).toMatchObject({ state: 'stuck', fault: 'no_way' });
  await testOutlet(plain.outbox.deps, plain.customer.sourceId);
  expect(plain.erp.asked.map((asked) => asked.split('?')[0])).toEqual([
    'GET /erp/odata/Document_ЗаказКлиента',
  ]);
  const scene = await aScene(db);
  expect(await testOutlet(scene.outbox.deps, scene.customer.sourceId)).toEqual({ ok: true });
  expect(scene.erp.asked.map((asked) => asked.split('?')[0])).toEqual([
    'GET /erp/odata/Document_ЗаказКлиента',
    'GET /erp/odata/Catalog_ПретензииКлиентов',
  ]);
});
