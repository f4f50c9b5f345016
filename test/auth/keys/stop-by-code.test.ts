import { expect } from 'vitest';
import { stopByCode } from '#auth/keys/stop-by-code.ts';
import { hashStopCode, mintStopCode } from '#auth/keys/stop-code.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aSession } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

/** A key whose sheet was printed. */
async function aPrintedKey(db: Db, { status = 'active' } = {}) {
  const auth = authServicesFor(db);
  const key = await aManagedKey(db, { status });
  const code = mintStopCode();
  const stopCodeHash = hashStopCode(auth.peppers.current, code);
  await db.key.update({ where: { id: key.keyId }, data: { stopCodeHash } });
  return { auth, code, ...key };
}

const statusOf = async (db: Db, id: string) => (await db.key.findUniqueOrThrow({ where: { id } })).status;

test('REC-02 whoever has the sheet suspends the key, and its sessions end in the same moment', async ({
  db,
}) => {
  const { auth, code, keyId, holderId, accountId } = await aPrintedKey(db);
  const session = await aSession(db, { keyId, holderId, accountId });
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
  expect(await stopByCode(auth, { typed, trace: TRACE })).toEqual({ ok: true });
  expect(await statusOf(db, keyId)).toBe('suspended');
  expect(await db.session.findUnique({ where: { id: session.id } })).toMatchObject({
    endedReason: 'key_suspended',
  });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'key_suspended', reason: 'stop_code', keyId, accountId, actorId: null },
  ]);
});

test('REC-02 a second time it changes nothing and says the same', async ({ db }) => {
  const { auth, code: typed, keyId } = await aPrintedKey(db);
  for (const _time of [1, 2]) expect(await stopByCode(auth, { typed, trace: TRACE })).toEqual({ ok: true });
  expect(await db.auditEvent.count({ where: { keyId, type: 'key_suspended' } })).toBe(1);
});

test.for(['assigned', 'lost', 'revoked', 'destroyed'])(
  'REC-02 the code of a key that is %s does nothing',
  async (status, { db }) => {
    const { auth, code: typed, keyId } = await aPrintedKey(db, { status });
    expect(await stopByCode(auth, { typed, trace: TRACE })).toEqual({ ok: false, reason: 'unknown_code' });
    expect(await statusOf(db, keyId)).toBe(status);
  },
);

test('REC-02 another code, or what is none, stops nothing', async ({ db }) => {
  const { auth, keyId } = await aPrintedKey(db);
  for (const typed of [mintStopCode(), '', 'no code'])
    expect(await stopByCode(auth, { typed, trace: TRACE })).toEqual({ ok: false, reason: 'unknown_code' });
  expect(await statusOf(db, keyId)).toBe('active');
});

test('ADM-10 a sheet that was printed before the pepper changed still stops its key', async ({ db }) => {
  const older = new Uint8Array(32).fill(7);
  const { auth, keyId } = await aPrintedKey(db);
  const code = mintStopCode();
  await db.key.update({
    where: { id: keyId },
    data: { stopCodeHash: hashStopCode(peppersOf([older]).current, code) },
  });
  const rotated = { ...auth, peppers: peppersOf([new Uint8Array(32).fill(8), older]) };
  expect(await stopByCode(rotated, { typed: code, trace: TRACE })).toEqual({ ok: true });
});
