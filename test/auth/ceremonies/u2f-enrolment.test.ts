import { expect } from 'vitest';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { auditTypes, invite, openTestAuth, openTicket, register } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import type { Behaviour, SoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { createTestCa } from '#test/support/test-ca.ts';
import { PIN, aU2fAuthenticator, pinRoot } from '#test/support/u2f.ts';

type Enrolment = {
  authenticator?: SoftAuthenticator;
  pin?: string | undefined;
  unlike?: Partial<Behaviour>;
  kind?: 'fido2' | 'u2f';
  isStaff?: boolean;
  modelName?: string | null;
};

async function enrol(
  auth: TestAuth,
  {
    authenticator = aU2fAuthenticator(),
    unlike,
    kind = 'u2f',
    isStaff = false,
    modelName = null,
    ...rest
  }: Enrolment = {},
) {
  const pin = 'pin' in rest ? rest.pin : PIN;
  const invited = await invite(auth, { kind, isStaff, modelName, cardNumber: null });
  const outcome = await register(auth, invited, (options) => authenticator.create(options, unlike), pin);
  return outcome.ok ? outcome.attestation : outcome.reason;
}

test('REG-03 a key that was issued without a PIN of its own is asked for neither PIN nor memory', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const browserToken = mintToken();
  const ticket = await openTicket(auth, await invite(auth, { kind: 'u2f' }), browserToken);
  const { options } = await beginRegistration(auth, { ticket, browserToken });
  expect(options).toMatchObject({
    attestation: 'direct',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'discouraged',
      requireResidentKey: false,
      userVerification: 'discouraged',
    },
    extensions: {},
  });
});

test('PIN-08 its holder chooses the PIN when it is registered, and nobody else ever sees it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  expect(await enrol(auth)).toBe('unattested');
  const stored = await db.serverPin.findFirstOrThrow();
  expect(stored).toMatchObject({ mustChange: false, expiresAt: null, failures: 0 });
  expect(stored.hash).toMatch(/^[0-9a-f]{12}\$argon2id\$/);
});

test('PIN-03 a PIN that breaks a rule registers nothing and spends no link', async ({ db }) => {
  const auth = openTestAuth(db);
  expect(await enrol(auth, { pin: undefined })).toBe('pin_too_short');
  expect(await enrol(auth, { pin: '12345678' })).toBe('pin_sequence');
  expect(await db.credential.count()).toBe(0);
  expect(await db.invitation.count({ where: { status: 'open' } })).toBe(2);
});

test('PIN-01 a key with a PIN of its own gets none here, whatever is sent along', async ({ db }) => {
  const auth = openTestAuth(db);
  const authenticator = createSoftAuthenticator({ attestation: 'none' });
  expect(await enrol(auth, { kind: 'fido2', authenticator })).toBe('unattested');
  expect(await db.serverPin.count()).toBe(0);
});

test('REG-05 only a key that was issued so may come with the statement of a U2F key', async ({ db }) => {
  const auth = openTestAuth(db);
  expect(await enrol(auth, { kind: 'fido2', unlike: { userVerified: true } })).toBe('format_not_allowed');
  const packed = createSoftAuthenticator({ testCa: createTestCa(), userVerified: false });
  expect(await enrol(auth, { authenticator: packed })).toBe('format_not_allowed');
});

test('ADM-01 a key of the staff is never registered without a PIN of its own', async ({ db }) => {
  const auth = openTestAuth(db);
  expect(await enrol(auth, { isStaff: true })).toBe('format_not_allowed');
});

test('a key that says it has verified somebody is not one without a PIN of its own', async ({ db }) => {
  const auth = openTestAuth(db);
  const authenticator = createSoftAuthenticator({ attestation: 'none' });
  expect(await enrol(auth, { authenticator, unlike: { userVerified: true } })).toBe('key_has_own_pin');
  expect((await auditTypes(db)).at(-1)).toBe('registration_refused: key_has_own_pin');
  expect(await enrol(auth, { authenticator, unlike: { userVerified: false } })).toBe('unattested');
});

test('REG-12 a key without a PIN of its own that can be copied is refused like any other', async ({ db }) => {
  const auth = openTestAuth(db);
  const authenticator = createSoftAuthenticator({ attestation: 'none', userVerified: false });
  expect(await enrol(auth, { authenticator, unlike: { backupEligible: true } })).toBe(
    'backup_eligible_refused',
  );
});

test('REG-06 where proof is required the chain must end at a root of the model that the key was received as', async ({
  db,
}) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const [maker, otherMaker] = [createTestCa(), createTestCa()];
  await pinRoot(db, maker, 'Touch One');
  await pinRoot(db, otherMaker, 'Touch Two');
  const genuine = () => aU2fAuthenticator(maker);
  expect(await enrol(auth, { authenticator: genuine(), modelName: 'Touch One' })).toBe('attested');
  expect(await enrol(auth, { authenticator: genuine() })).toBe('attested');
  expect(await enrol(auth, { authenticator: genuine(), modelName: 'Touch Two' })).toBe('root_not_trusted');
  expect(await enrol(auth, { authenticator: genuine(), modelName: 'Unknown' })).toBe('root_not_trusted');
  expect(await enrol(auth, { authenticator: aU2fAuthenticator() })).toBe('root_not_trusted');
  const silent = createSoftAuthenticator({ attestation: 'none', userVerified: false });
  expect(await enrol(auth, { authenticator: silent })).toBe('format_not_allowed');
  const keys = await db.key.findMany({ where: { status: 'active' }, orderBy: { id: 'asc' } });
  expect(keys.map(({ modelName }) => modelName)).toEqual(['Touch One', null]);
});
