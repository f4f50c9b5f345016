import { expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { ORIGIN, auditTypes, invite, openTestAuth, register } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { toPem } from '#test/support/pem.ts';
import { someMetadata } from '#test/support/metadata.ts';
import { SOFT_AAGUID, createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const OTHER_AAGUID = '11111111-2222-4333-8444-555555555555';
const CERTIFIED = [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2020-01-01' }];
const REVOKED = [{ status: 'REVOKED', effectiveDate: '2026-11-22' }];

/** Registers a key of a model that is on the list, with its maker's certificate. */
async function enrol(db: Db, policy: Policy = PRODUCTION_POLICY) {
  const auth = openTestAuth(db, policy);
  const maker = createTestCa();
  await db.keyModel.create({
    data: {
      aaguid: SOFT_AAGUID,
      name: 'Demo model',
      maker: 'Demo maker',
      rootsPem: toPem(maker.certificate),
      addedAt: auth.now(),
    },
  });
  const key = createSoftAuthenticator({ origin: ORIGIN, testCa: maker });
  return register(auth, await invite(auth), (options) => key.create(options));
}

const ATTESTED = { ok: true, attestation: 'attested', modelName: 'Demo model' };

test('REG-10 a key of a model that is warned of is not registered, and the log says why', async ({ db }) => {
  await someMetadata(db, { models: { [SOFT_AAGUID]: REVOKED } });
  expect(await enrol(db)).toEqual({ ok: false, reason: 'model_status_bad' });
  expect((await auditTypes(db)).at(-1)).toBe('registration_refused: model_status_bad');
  expect(await db.credential.count()).toBe(0);
});

test('REG-10 a warning of tomorrow stops nobody today', async ({ db }) => {
  const tomorrow = [{ status: 'REVOKED', effectiveDate: '2026-11-23' }];
  await someMetadata(db, { models: { [SOFT_AAGUID]: tomorrow } });
  expect(await enrol(db)).toEqual(ATTESTED);
});

test('REG-10 the rules decide whether a model must be certified', async ({ db }) => {
  await someMetadata(db, { models: { [SOFT_AAGUID]: [{ status: 'NOT_FIDO_CERTIFIED' }] } });
  const metadata = { ...PRODUCTION_POLICY.metadata, uncertified: 'refused' } as const;
  expect(await enrol(db, { ...PRODUCTION_POLICY, metadata })).toEqual({
    ok: false,
    reason: 'model_status_bad',
  });
});

test('REG-22 the archive names the metadata that the model was held against', async ({ db }) => {
  await someMetadata(db, { models: { [SOFT_AAGUID]: CERTIFIED } });
  expect(await enrol(db)).toEqual(ATTESTED);
  expect(await db.attestationArchive.findFirstOrThrow()).toMatchObject({
    metadataNumber: 7,
    verdict: 'attested',
  });
});

test('REG-22 without metadata the archive says so', async ({ db }) => {
  expect(await enrol(db)).toEqual(ATTESTED);
  expect(await db.attestationArchive.findFirstOrThrow()).toMatchObject({ metadataNumber: null });
});

test('REG-09 a model that the metadata does not know is judged by its pinned roots alone', async ({ db }) => {
  await someMetadata(db, { models: { [OTHER_AAGUID]: REVOKED } });
  expect(await enrol(db)).toEqual(ATTESTED);
});

test('REG-09 once there was metadata, no attested key is registered without it', async ({ db }) => {
  await someMetadata(db, { models: { [SOFT_AAGUID]: CERTIFIED, [OTHER_AAGUID]: CERTIFIED } });
  await db.metadataEntry.delete({ where: { aaguid: SOFT_AAGUID } });
  expect(await enrol(db)).toEqual({ ok: false, reason: 'metadata_incomplete' });
});

test('REG-09 stale metadata goes on being used', async ({ db }) => {
  await someMetadata(db, { nextUpdateOn: '2020-01-01', models: { [SOFT_AAGUID]: REVOKED } });
  expect(await enrol(db)).toEqual({ ok: false, reason: 'model_status_bad' });
});

test('REG-10 a key that only claims to be of such a model is refused as well', async ({ db }) => {
  const auth = openTestAuth(db, DEMO_POLICY);
  await someMetadata(db, { models: { [SOFT_AAGUID]: REVOKED } });
  const key = createSoftAuthenticator({ origin: ORIGIN, attestation: 'self' });
  const outcome = await register(auth, await invite(auth), (options) => key.create(options));
  expect(outcome).toEqual({ ok: false, reason: 'model_status_bad' });
});
