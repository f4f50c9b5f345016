import { expect } from 'vitest';
import { stopKey } from '#auth/keys/stop-key.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aCustomerActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aHolder, aKey, aMembership, aSession, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const stop = (db: Db, actor: CustomerActor, keyId: string) =>
  stopKey(authServicesFor(db), { keyId, actor, trace: TRACE });

const statusOf = async (db: Db, id: string) => (await db.key.findUniqueOrThrow({ where: { id } })).status;

async function aColleaguesKey(db: Db, { accountId }: CustomerActor): Promise<string> {
  const { id: holderId } = await aHolder(db);
  await aMembership(db, { holderId, accountId, role: 'buyer' });
  return (await aKey(db, { holderId, accountId })).id;
}

test('REC-02 a holder stops their lost key with the spare one, and its sessions end in the same moment', async ({
  db,
}) => {
  const actor = await aCustomerActor(db, { role: 'buyer' });
  const { holderId, accountId } = actor;
  const { id: keyId } = await aKey(db, { holderId, accountId });
  const session = await aSession(db, { keyId, holderId, accountId });
  expect(await stop(db, actor, keyId)).toEqual({ ok: true, endedSessions: 1 });
  expect(await statusOf(db, keyId)).toBe('suspended');
  expect(await db.session.findUnique({ where: { id: session.id } })).toMatchObject({
    endedReason: 'key_suspended',
  });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'key_suspended', reason: 'stopped_by_customer', keyId, accountId, actorId: holderId },
  ]);
});

test.for<[CustomerRole, string]>([
  ['owner', 'suspended'],
  ['buyer', 'active'],
  ['accountant', 'active'],
])('REC-02 a colleague’s key that a %s stops is %s afterwards', async ([role, status], { db }) => {
  const actor = await aCustomerActor(db, { role });
  const keyId = await aColleaguesKey(db, actor);
  expect((await stop(db, actor, keyId)).ok).toBe(status === 'suspended');
  expect(await statusOf(db, keyId)).toBe(status);
});

test('an owner whose own key proves too little stops nobody else’s', async ({ db }) => {
  const actor = await aCustomerActor(db);
  const keyId = await aColleaguesKey(db, actor);
  expect(await stop(db, { ...actor, tier: 2 }, keyId)).toEqual({ ok: false, reason: 'not_found' });
});

test('ADM-03 not even their own key of another company is stopped from this one', async ({ db }) => {
  const actor = await aCustomerActor(db);
  const { id: accountId } = await anAccount(db);
  const { id: keyId } = await aKey(db, { holderId: actor.holderId, accountId });
  expect(await stop(db, actor, keyId)).toEqual({ ok: false, reason: 'not_found' });
  expect(await statusOf(db, keyId)).toBe('active');
});
