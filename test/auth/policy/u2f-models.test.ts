import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { issueKey } from '#auth/keys/issue-key.ts';
import { receiveKeys } from '#auth/keys/receive-keys.ts';
import { addKeyModel, proposeKeyModel } from '#auth/policy/change-key-models.ts';
import { findKeyModels } from '#auth/policy/find-key-models.ts';
import { parseKeyModel } from '#auth/policy/key-model.ts';
import { PRODUCTION_POLICY, tierOfKey } from '#auth/policy/policy.ts';
import { proofOf } from '#auth/sessions/session-tier.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { ORIGIN, TRACE, invite, openTestAuth, register } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { anAccount } from '#test/support/builders.ts';
import { aMember } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { createTestCa } from '#test/support/test-ca.ts';
import type { TestCa } from '#test/support/test-ca.ts';
import { PIN, aU2fAuthenticator } from '#test/support/u2f.ts';

const ZEROS = '0'.repeat(32);
const MODEL = 'Touch One';

function pemOf({ certificate }: TestCa): string {
  const text = Buffer.from(certificate).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

/** An administrator adds a model by what its maker publishes: a name, no AAGUID, and a root. */
async function added(auth: TestAuth, maker: TestCa, aaguid = ZEROS, name = MODEL): Promise<string> {
  const texts = { aaguid, name, maker: 'Demo Fob Works', roots: pemOf(maker) };
  const parsed = parseKeyModel(texts, auth.now());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  await addKeyModel(auth, parsed.model);
  return parsed.model.aaguid;
}

/** A key of the model from stock to its holder, who registers it. */
async function fromStock(auth: TestAuth, maker: TestCa) {
  const { db } = auth;
  const actor = await aStaffActor(db);
  const { id: accountId } = await anAccount(db, { accountManagerId: actor.holderId });
  const holderId = await aMember(db, accountId);
  const serial = `SN-${randomUUID()}`.toUpperCase();
  const line = { serial, kind: 'u2f', modelName: MODEL, batch: null, cost: null, cardNumber: null } as const;
  await receiveKeys(auth, { lines: [line], by: { kind: 'staff', actor, trace: TRACE } });
  const choice = { from: 'stock', code: serial } as const;
  const wish = { label: '', choice, requestId: randomUUID(), actor, trace: TRACE };
  const issued = await issueKey(auth, { ...wish, accountId, holderId });
  if (!issued.ok || issued.invitation.claimCode === null) throw new Error('not issued');
  const { invitation, keyId } = issued;
  const invited = {
    invitation: { ...invitation, claimCode: issued.invitation.claimCode },
    keyId,
    holderId,
    accountId,
  };
  const outcome = await register(auth, invited, (options) => aU2fAuthenticator(maker).create(options), PIN);
  return { keyId, outcome };
}

test('REG-07 a model without an AAGUID goes from the list over stock to a registered key, worth tier 3 and no more', async ({
  db,
}) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const maker = createTestCa();
  await added(auth, maker);
  const { keyId, outcome } = await fromStock(auth, maker);
  expect(outcome).toEqual({ ok: true, attestation: 'attested', modelName: MODEL });
  const key = await db.key.findUniqueOrThrow({ where: { id: keyId } });
  expect(tierOfKey(PRODUCTION_POLICY, proofOf(key))).toBe(3);
  expect(await findKeyModels(db)).toMatchObject([{ name: MODEL, isU2fOnly: true, keyCount: 1 }]);
});

test('REG-06 a key of another maker is none of that model', async ({ db }) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  await added(auth, createTestCa());
  const { outcome } = await fromStock(auth, createTestCa({ seed: 'another maker' }));
  expect(outcome).toEqual({ ok: false, reason: 'root_not_trusted' });
});

test('REG-07 the root of such a model vouches for no key with a PIN of its own, whatever AAGUID it shows', async ({
  db,
}) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const maker = createTestCa();
  await added(auth, maker);
  const fido2 = createSoftAuthenticator({ origin: ORIGIN, testCa: maker });
  const outcome = await register(auth, await invite(auth), (options) => fido2.create(options));
  expect(outcome).toEqual({ ok: false, reason: 'root_not_trusted' });
});

test('two such models stand side by side; for the staff production needs one of the others', async ({
  db,
}) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const maker = createTestCa();
  const fido2 = await added(auth, maker, '2fc0579f-8113-47ea-b116-bb5a8db9202a', 'Demo 5');
  await added(auth, maker);
  const second = await added(auth, maker, ZEROS, 'Touch Two');
  expect((await findKeyModels(db)).map(({ name }) => name)).toEqual(['Demo 5', MODEL, 'Touch Two']);
  const actor = await aStaffActor(auth.db, 'administrator');
  const asked = { after: null, mode: 'production', reason: 'a test', actor, trace: TRACE } as const;
  const remove = (aaguid: string) => proposeKeyModel(auth, { ...asked, aaguid });
  expect(await remove(fido2)).toEqual({ ok: false, reason: 'last_model' });
  expect(await remove(second)).toMatchObject({ ok: true });
});
