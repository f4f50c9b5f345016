import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { IssueKey } from '#auth/keys/issue-key.ts';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, authServicesFor } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { aHolder, aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aDiscount } from '#test/support/loyalty-builders.ts';
import { aSource, anOrder } from '#test/support/trade-builders.ts';

const CARD = '49927398716';

async function stock(db: Db, actor: StaffActor, serial = 'SN-1', cardNumber: string | null = CARD) {
  const line = { serial, kind: 'u2f', modelName: null, batch: null, cost: null, cardNumber } as const;
  await receiveKeys(authServicesFor(db), { lines: [line], by: { kind: 'staff', actor, trace: TRACE } });
  return db.key.findUniqueOrThrow({ where: { liveSerial: serial } });
}

function issue(db: Db, { manager, accountId, holderId }: Managed, wish: Partial<IssueKey> = {}) {
  const choice = { from: 'stock', code: 'sn-1' } as const;
  const defaults = { label: '', choice, requestId: randomUUID(), actor: manager, trace: TRACE };
  return issueKey(authServicesFor(db), { ...defaults, accountId, holderId, ...wish });
}

test('a key from stock is found by its serial or its card number, and keeps the name of its card', async ({
  db,
}) => {
  const managed = await aManagedKey(db);
  for (const code of ['sn-1', '4992 7398 716']) {
    const key = await stock(db, managed.manager);
    const outcome = await issue(db, managed, { choice: { from: 'stock', code } });
    expect(outcome).toMatchObject({ ok: true, keyId: key.id });
    const issued = await db.key.findUniqueOrThrow({ where: { id: key.id } });
    expect(issued).toMatchObject({
      status: 'assigned',
      holderId: managed.holderId,
      label: '8716',
      kind: 'u2f',
    });
    await db.invitation.deleteMany();
    await db.key.delete({ where: { id: key.id } });
  }
});

test('of two managers who reach for one key, one gets it', async ({ db }) => {
  const [one, other] = [await aManagedKey(db), await aManagedKey(db)];
  const { id } = await stock(db, one.manager);
  const outcomes = await Promise.all([issue(db, one), issue(db, other)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'not_in_stock' });
  expect(await db.auditEvent.count({ where: { type: 'key_issued', keyId: id } })).toBe(1);
});

test('the same form sent twice takes one key from stock and says that it has', async ({ db }) => {
  const managed = await aManagedKey(db);
  await stock(db, managed.manager);
  const requestId = randomUUID();
  expect(await issue(db, managed, { requestId })).toMatchObject({ ok: true });
  expect(await issue(db, managed, { requestId })).toEqual({ ok: false, reason: 'issued_already' });
});

test('a key in the hand is received and issued in one step; one that lies in stock is that one', async ({
  db,
}) => {
  const managed = await aManagedKey(db);
  const choice = { from: 'hand', serial: 'SN-9', kind: 'fido2' } as const;
  const outcome = await issue(db, managed, { choice, label: 'Green' });
  if (!outcome.ok) throw new Error(outcome.reason);
  const key = await db.key.findUniqueOrThrow({ where: { id: outcome.keyId } });
  expect(key).toMatchObject({ status: 'assigned', serial: 'SN-9', liveSerial: 'SN-9', label: 'Green' });
  const events = await db.auditEvent.findMany({ where: { keyId: key.id }, orderBy: { seq: 'asc' } });
  expect(events.map(({ type }) => type)).toEqual(['key_received', 'key_issued']);

  const { id } = await stock(db, managed.manager);
  const inStock = { from: 'hand', serial: 'SN-1', kind: 'fido2' } as const;
  expect(await issue(db, managed, { choice: inStock })).toMatchObject({ ok: true, keyId: id });
});

test('a serial that is out with somebody is issued to nobody else', async ({ db }) => {
  const managed = await aManagedKey(db);
  const choice = { from: 'hand', serial: 'SN-9', kind: 'fido2' } as const;
  await issue(db, managed, { choice, label: 'Green' });
  const again = await issue(db, managed, { choice, label: 'Red' });
  expect(again).toEqual({ ok: false, reason: 'serial_of_live_key' });
  const fromStock = await issue(db, managed, { choice: { from: 'stock', code: 'SN-9' } });
  expect(fromStock).toEqual({ ok: false, reason: 'not_in_stock' });
});

test('REC-03 order, replaced key and evidence are kept with the key and in its history', async ({ db }) => {
  const managed = await aManagedKey(db, { status: 'lost' });
  await stock(db, managed.manager);
  const { id: sourceId } = await aSource(db);
  const { id: orderId } = await anOrder(db, { accountId: managed.accountId, sourceId });
  const wish = { orderId, replacesKeyId: managed.keyId, evidence: 'seen-in-person' } as const;
  const outcome = await issue(db, managed, wish);
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(await db.key.findUniqueOrThrow({ where: { id: outcome.keyId } })).toMatchObject(wish);
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'key_issued' } });
  expect(event.reason).toBe('seen-in-person');
  expect(JSON.parse(event.detailsJson)).toMatchObject({ orderId, replacesKeyId: managed.keyId });
});

test('an order of another customer, or one that is quarantined, comes with no key', async ({ db }) => {
  const [managed, stranger] = [await aManagedKey(db), await aManagedKey(db)];
  await stock(db, managed.manager);
  const { id: sourceId } = await aSource(db);
  const theirs = await anOrder(db, { accountId: stranger.accountId, sourceId });
  const hidden = await anOrder(db, { accountId: managed.accountId, sourceId });
  await db.order.update({ where: { id: hidden.id }, data: { quarantinedAt: new Date() } });
  for (const { id: orderId } of [theirs, hidden]) {
    expect(await issue(db, managed, { orderId })).toEqual({ ok: false, reason: 'order_not_of_account' });
  }
});

test('REC-03 only a lost, suspended or revoked key of the same person is replaced', async ({ db }) => {
  const managed = await aManagedKey(db, { status: 'active' });
  await stock(db, managed.manager);
  const colleague = await aHolder(db);
  const { accountId } = managed;
  const ofColleague = await aKey(db, { holderId: colleague.id, accountId, status: 'lost' });
  const stranger = await aManagedKey(db, { status: 'lost' });
  for (const replacesKeyId of [managed.keyId, ofColleague.id, stranger.keyId]) {
    expect(await issue(db, managed, { replacesKeyId })).toEqual({ ok: false, reason: 'not_replaceable' });
  }
  expect(await db.key.count({ where: { status: 'stocked' } })).toBe(1);
  for (const status of ['suspended', 'lost', 'revoked']) {
    await db.key.update({ where: { id: managed.keyId }, data: { status } });
    const choice = { from: 'hand', serial: null, kind: 'fido2' } as const;
    expect(await issue(db, managed, { replacesKeyId: managed.keyId, choice })).toMatchObject({ ok: true });
  }
});

test('REC-06 what the replaced key carries goes over to the new one in the same step', async ({ db }) => {
  const managed = await aManagedKey(db, { status: 'lost' });
  await stock(db, managed.manager);
  const { accountId, keyId } = managed;
  const discount = await aDiscount(db);
  const tied = { tiedById: managed.manager.holderId, tiedAt: new Date() };
  await db.keyDiscount.create({ data: { discountId: discount.id, accountId, keyId, ...tied } });
  const outcome = await issue(db, managed, { replacesKeyId: keyId });
  if (!outcome.ok) throw new Error(outcome.reason);
  const ties = await db.keyDiscount.findMany({ orderBy: { tiedAt: 'asc' } });
  expect(ties).toHaveLength(2);
  expect(ties.find((tie) => tie.keyId === keyId)?.untiedAt).not.toBeNull();
  expect(ties.find((tie) => tie.keyId === outcome.keyId)).toMatchObject({
    discountId: discount.id,
    accountId,
    untiedAt: null,
  });
  const types = await db.auditEvent.findMany({ where: { reason: 'replaced' }, orderBy: { seq: 'asc' } });
  expect(types.map(({ type, keyId: about }) => [type, about])).toEqual([
    ['discount_untied', keyId],
    ['discount_tied', outcome.keyId],
  ]);
});
