import { expect } from 'vitest';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import { findStockedKey, writeOffKey } from '#auth/keys/write-off-key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

const LINE = {
  serial: 'SN-1',
  kind: 'fido2',
  modelName: null,
  batch: null,
  cost: null,
  cardNumber: null,
} as const;

async function aStockedKey(db: Db): Promise<string> {
  await receiveKeys(authServicesFor(db), { lines: [LINE], by: { kind: 'installation' } });
  return (await db.key.findFirstOrThrow({ where: { status: 'stocked' } })).id;
}

function writeOff(db: Db, keyId: string, actor: StaffActor) {
  return writeOffKey(authServicesFor(db), { keyId, reason: 'does not blink', actor, trace: TRACE });
}

test('REC-01 a faulty key is written off from stock with its reason, once, and its serial may come again', async ({
  db,
}) => {
  const keyId = await aStockedKey(db);
  for (const role of ['loyalty', 'auditor'] as const) {
    expect(await writeOff(db, keyId, await aStaffActor(db, role))).toEqual({
      ok: false,
      reason: 'not_found',
    });
  }
  const actor = await aStaffActor(db);
  expect(await writeOff(db, keyId, actor)).toEqual({ ok: true });
  expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({ status: 'destroyed' });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'key_destroyed', reason: 'written_off', note: 'does not blink', keyId, actorId: actor.holderId },
  ]);
  expect(await writeOff(db, keyId, actor)).toEqual({ ok: false, reason: 'not_found' });
  expect(await findStockedKey(db, keyId)).toBeNull();
  const again = await aStockedKey(db);
  expect(await db.key.findUnique({ where: { id: again } })).toMatchObject({ previousKeyId: keyId });
});

test('REC-01 a key that is somebody’s is not written off, whatever its state', async ({ db }) => {
  const administrator = await aStaffActor(db, 'administrator');
  for (const status of ['assigned', 'active', 'suspended', 'revoked']) {
    const { keyId, manager } = await aManagedKey(db, { status });
    expect(await writeOff(db, keyId, manager)).toEqual({ ok: false, reason: 'not_found' });
    expect(await writeOff(db, keyId, administrator)).toEqual({ ok: false, reason: 'not_found' });
    expect(await findStockedKey(db, keyId)).toBeNull();
  }
});
