import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { judgeIssuedKeys } from '#auth/metadata/judge-issued-keys.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { Db } from '#prisma/client.ts';
import { aManagedKey } from '#test/support/actors.ts';
import { auditTypes, enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import { aSession } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { someMetadata } from '#test/support/metadata.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';

const OTHER_AAGUID = '11111111-2222-4333-8444-555555555555';
const BROKEN = [{ status: 'USER_KEY_REMOTE_COMPROMISE', effectiveDate: '2026-11-20' }];

async function aRegisteredKey(
  db: Db,
  { aaguid = SOFT_AAGUID, status = 'active' }: { aaguid?: string; status?: string } = {},
) {
  const managed = await aManagedKey(db, { status });
  await db.credential.create({
    data: {
      keyId: managed.keyId,
      credentialId: new Uint8Array(randomBytes(32)),
      publicKey: new Uint8Array(randomBytes(32)),
      signCount: 0n,
      signCountAt: new Date(),
      aaguid,
      format: 'packed',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: new Date(),
    },
  });
  return managed;
}

const statusOf = async (db: Db, id: string) =>
  db.key.findUniqueOrThrow({ where: { id }, select: { status: true, statusReason: true } });

test('REG-11 a key in use whose model was compromised is suspended, its sessions end, and an alarm is raised', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { keyId, holderId, accountId } = await aRegisteredKey(db);
  const { token } = await aSession(db, { keyId, holderId, accountId });
  await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });

  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 1 });
  expect(await statusOf(db, keyId)).toEqual({ status: 'suspended', statusReason: 'model_status_bad' });
  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  expect(found).toMatchObject({ ok: false, reason: 'ended', endedReason: 'key_suspended' });
  expect(await db.alarm.findMany()).toMatchObject([
    { kind: 'model_status_bad', keyId, accountId, detail: 'USER_KEY_REMOTE_COMPROMISE', settledAt: null },
  ]);
  const [suspended] = await db.auditEvent.findMany({ where: { type: 'key_suspended' } });
  expect(suspended).toMatchObject({
    actorId: 'system',
    reason: 'model_status_bad',
    keyId,
    holderId,
    accountId,
  });
  expect(JSON.parse(suspended?.detailsJson ?? '')).toEqual({
    endedSessions: 1,
    metadataNumber: 7,
    status: 'USER_KEY_REMOTE_COMPROMISE',
  });
});

test('REG-11 a second run, and several at once, do nothing twice', async ({ db }) => {
  const auth = openTestAuth(db);
  await aRegisteredKey(db);
  await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });
  const runs = await Promise.all([judgeIssuedKeys(auth), judgeIssuedKeys(auth), judgeIssuedKeys(auth)]);
  expect(runs.reduce((sum, { suspended }) => sum + suspended, 0)).toBe(1);
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 0 });
  expect(await auditTypes(db)).toEqual(['alarm_raised', 'key_suspended: model_status_bad']);
});

test('REG-11 keys of other models, and keys that open nothing, stay as they are', async ({ db }) => {
  const auth = openTestAuth(db);
  const keys = [
    await aRegisteredKey(db, { aaguid: OTHER_AAGUID }),
    await aRegisteredKey(db, { status: 'lost' }),
    await aRegisteredKey(db, { status: 'revoked' }),
  ];
  await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN, [OTHER_AAGUID]: [] } });
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 0 });
  const statuses = await Promise.all(keys.map(({ keyId }) => statusOf(db, keyId)));
  expect(statuses.map(({ status }) => status)).toEqual(['active', 'lost', 'revoked']);
});

test('REG-11 more keys than one batch holds are all suspended', async ({ db }) => {
  const auth = openTestAuth(db);
  for (let count = 0; count < 205; count += 1) await aRegisteredKey(db);
  await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 205 });
  expect(await db.alarm.count()).toBe(205);
});

test('REG-11 a report of a day to come suspends on that day, without another import', async ({ db }) => {
  const auth = openTestAuth(db);
  await aRegisteredKey(db);
  const tomorrow = [{ status: 'REVOKED', effectiveDate: '2026-11-23' }];
  await someMetadata(db, { models: { [SOFT_AAGUID]: tomorrow } });
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 0 });
  auth.pass(86_400);
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 1 });
});

test('REG-11 a key that signs in is stopped by the next run, whatever it proves', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const { aaguid } = await db.credential.findFirstOrThrow({ select: { aaguid: true } });
  expect(await signInWith(auth, authenticator)).toMatchObject({ ok: true });
  await someMetadata(db, { models: { [aaguid]: BROKEN } });
  await judgeIssuedKeys(auth);
  expect(await signInWith(auth, authenticator)).toMatchObject({ ok: false, reason: 'key_suspended' });
});

test('REG-11 without metadata nobody is suspended', async ({ db }) => {
  const auth = openTestAuth(db);
  await aRegisteredKey(db);
  expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 0 });
  expect(await auditTypes(db)).toEqual([]);
});
