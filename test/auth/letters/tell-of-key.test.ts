/** Who is written to when a key comes, stops or goes, and when its PIN changes. */
import { expect } from 'vitest';
import { endStaff } from '#auth/holders/end-staff.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { StaffTransition } from '#auth/keys/change-key-status.ts';
import { stopByCode } from '#auth/keys/stop-by-code.ts';
import { hashStopCode, mintStopCode } from '#auth/keys/stop-code.ts';
import { stopKey } from '#auth/keys/stop-key.ts';
import { tellOfKey } from '#auth/letters/tell-of-key.ts';
import { judgeIssuedKeys } from '#auth/metadata/judge-issued-keys.ts';
import { PIN_TRIES } from '#auth/pins/count-pin-try.ts';
import { changePin } from '#auth/pins/change-pin.ts';
import { askPinReset } from '#auth/pins/ask-pin-reset.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { unlockPin } from '#auth/pins/unlock-pin.ts';
import { verifyPin } from '#auth/pins/verify-pin.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aCustomerActor, aStaffActor, authServicesFor } from '#test/support/actors.ts';
import { enrolled, invite, openTestAuth, register, signInWith } from '#test/support/auth.ts';
import { aKey, aSession, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import {
  aReachable,
  aReachableAdministrator,
  aReachableCompany,
  addressesOf,
  lettersOf,
  withAddress,
} from '#test/support/letters.ts';
import { someMetadata } from '#test/support/metadata.ts';
import { SOFT_AAGUID, createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { ORIGIN } from '#test/support/auth.ts';
import { PIN, aServerPin } from '#test/support/u2f.ts';

const COMPANY = ['buyer@works.example', 'owner@works.example'];
const WITH_MANAGER = ['buyer@works.example', 'manager@seller.example', 'owner@works.example'];

/** The buyer of a company has a key; buyer, owner and manager can be written to. */
async function aKeyOfBuyer(db: Db, { status = 'active', kind = 'fido2' } = {}) {
  const services = authServicesFor(db);
  const company = await aReachableCompany(db);
  const { accountId, buyerId: holderId } = company;
  const { id: keyId } = await aKey(db, { holderId, accountId, label: 'Blue', status, kind });
  return { ...company, services, keyId, holderId };
}

/** The same with a PIN that the portal checks. */
async function aPinKey(db: Db, failures = 0) {
  const key = await aKeyOfBuyer(db, { kind: 'u2f' });
  await aServerPin(db, { keyId: key.keyId, peppers: key.services.peppers, failures });
  return key;
}

test('REG-25 holder and owner are told of a new key on their own addresses, in the transaction that registers it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  await withAddress(db, invited.holderId, 'holder@works.example');
  const accountId = invited.accountId ?? '';
  await aReachable(db, { accountId, role: 'owner', address: 'owner@works.example' });
  await aReachable(db, { accountId, role: 'viewer', address: 'viewer@works.example' });
  const authenticator = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
  await register(auth, invited, (options) => authenticator.create(options));
  expect(await addressesOf(db, 'key_registered')).toEqual(['holder@works.example', 'owner@works.example']);
  const [letter] = await lettersOf(db, 'key_registered');
  expect(letter).toMatchObject({ keyLabel: 'Demo key', accountName: expect.stringMatching(/^Demo/) });
});

test('REG-25 a registration that is refused writes no letter', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  await withAddress(db, invited.holderId, 'holder@works.example');
  const elsewhere = createSoftAuthenticator({ origin: 'https://elsewhere.example', attestation: 'none' });
  const outcome = await register(auth, invited, (options) => elsewhere.create(options));
  expect(outcome.ok).toBe(false);
  expect(await db.letter.count()).toBe(0);
});

test.for([
  ['suspend', 'active', 'suspended'],
  ['resume', 'suspended', 'resumed'],
  ['report-lost', 'active', 'lost'],
  ['revoke', 'active', 'revoked'],
  ['destroy', 'revoked', 'destroyed'],
] as const)(
  'REG-25 %s: holder and owner are told, and it happens with the letter or not at all',
  async ([transition, status, change], { db }) => {
    const { services, keyId, manager } = await aKeyOfBuyer(db, { status });
    await step(services, { keyId, transition, manager });
    expect(await addressesOf(db, 'key_changed')).toEqual(COMPANY);
    expect(await lettersOf(db, 'key_changed')).toMatchObject([{ change, cause: 'staff', keyLabel: 'Blue' }]);
    await step(services, { keyId, transition, manager });
    expect(await db.letter.count()).toBe(2);
  },
);

test('REG-25 that a key was sent is no letter, nor is anything about a key in stock', async ({ db }) => {
  const { services, keyId, manager } = await aKeyOfBuyer(db, { status: 'assigned' });
  await step(services, { keyId, transition: 'ship', manager });
  await aReachableAdministrator(db);
  const { id: inStock } = await db.key.create({
    data: { status: 'stocked', label: 'Spare' },
    select: { id: true },
  });
  const news = { kind: 'key_changed', change: 'revoked', cause: 'staff' } as const;
  await db.$transaction((tx) => tellOfKey(tx, { keyId: inStock, news, at: new Date() }));
  expect(await db.letter.count()).toBe(0);
});

test('REG-25 a key that its owner, its stop code or wrong PINs have stopped is told to the manager too', async ({
  db,
}) => {
  const { services, keyId, holderId, accountId } = await aKeyOfBuyer(db);
  const session = await aSession(db, { keyId, holderId, accountId });
  const actor = { kind: 'customer', role: 'buyer', classes: [], tier: 4 } as const;
  await stopKey(services, {
    keyId,
    actor: { ...actor, sessionId: session.id, holderId, keyId, accountId },
    trace: TRACE,
  });
  expect(await addressesOf(db, 'key_changed')).toEqual(WITH_MANAGER);
  expect(await lettersOf(db, 'key_changed')).toMatchObject([{ cause: 'stopped_by_customer' }]);
});

test('REG-25 the stop code writes once, however often it is typed', async ({ db }) => {
  const { services, keyId } = await aKeyOfBuyer(db);
  const code = mintStopCode();
  const stopCodeHash = hashStopCode(services.peppers.current, code);
  await db.key.update({ where: { id: keyId }, data: { stopCodeHash } });
  for (let times = 0; times < 3; times += 1) await stopByCode(services, { typed: code, trace: TRACE });
  expect(await addressesOf(db, 'key_changed')).toEqual(WITH_MANAGER);
  expect(await lettersOf(db, 'key_changed')).toMatchObject([{ cause: 'stop_code' }]);
});

test('REG-25 the tenth wrong PIN, and a copy that shows itself, are told to holder, owner and manager', async ({
  db,
}) => {
  const { services, keyId, holderId, accountId } = await aPinKey(db, PIN_TRIES - 1);
  await verifyPin(services, {
    key: { id: keyId, holderId, accountId },
    typed: 'wrong-one-9',
    trace: TRACE,
    after: () => Promise.resolve({ ok: true }),
  });
  expect(await addressesOf(db, 'key_changed')).toEqual(WITH_MANAGER);
  expect(await lettersOf(db, 'key_changed')).toMatchObject([{ cause: 'wrong_pins' }]);
});

test('REG-25 a key of which there is a copy is stopped with a letter', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, holderId } = await enrolled(auth);
  await withAddress(db, holderId, 'holder@works.example');
  await signInWith(auth, authenticator);
  await signInWith(auth, authenticator);
  auth.pass(5);
  await signInWith(auth, authenticator, { unlike: { signCount: 1 } });
  expect(await lettersOf(db, 'key_changed')).toMatchObject([{ cause: 'copy_suspected' }]);
});

test('REG-11 REG-25 a key whose model was compromised: holder, owner and manager are told, administrators of the alarm', async ({
  db,
}) => {
  const { keyId } = await aKeyOfBuyer(db);
  await aReachableAdministrator(db);
  await aCredential(db, keyId);
  const status = 'USER_KEY_REMOTE_COMPROMISE';
  await someMetadata(db, { models: { [SOFT_AAGUID]: [{ status, effectiveDate: '2026-11-20' }] } });
  await judgeIssuedKeys(openTestAuth(db));
  expect(await addressesOf(db, 'key_changed')).toEqual(WITH_MANAGER);
  expect(await lettersOf(db, 'key_changed')).toMatchObject([{ cause: 'model_status_bad' }]);
  expect(await addressesOf(db, 'alarm_raised')).toEqual(['admin@seller.example']);
});

test('PIN-10 a PIN that was reset or unlocked by the manager, or changed, is told to holder and owner, without the PIN', async ({
  db,
}) => {
  const key = await aPinKey(db, 3);
  const { services, keyId, manager: actor } = key;
  const asked = { keyId, reason: 'a test', actor, trace: TRACE };
  await unlockPin(services, asked);
  await askPinReset(services, asked);
  const { id: proposalId, payloadHash: seenHash } = await db.proposal.findFirstOrThrow();
  const owner = await aCustomerActor(db, { role: 'owner', account: { id: key.accountId } });
  const decision = { proposalId, decision: 'approve', seenHash, actor: owner, trace: TRACE } as const;
  const reset = await decideProposal(services, decision);
  if (!reset.ok || reset.oneTimePin === null) throw new Error('the reset was not confirmed');
  await changePin(services, {
    current: reset.oneTimePin.pin,
    chosen: PIN,
    actor: await sessionOf(db, key),
    trace: TRACE,
  });
  const letters = await lettersOf(db, 'pin_changed');
  expect(letters.map(({ change }) => change).toSorted()).toEqual(['chosen', 'reset', 'unlocked']);
  expect(new Set(await addressesOf(db, 'pin_changed'))).toEqual(new Set(COMPANY));
  const stored = JSON.stringify(await db.letter.findMany());
  for (const secret of [reset.oneTimePin.pin, PIN]) expect(stored).not.toContain(secret);
});

test('REG-25 of the staff’s keys every administrator is told, and whoever lost them', async ({ db }) => {
  const services = authServicesFor(db);
  const administrator = await aStaffActor(db, 'administrator');
  await withAddress(db, administrator.holderId, 'admin@seller.example');
  const { id: holderId } = await aStaffHolder(db, 'loyalty');
  await withAddress(db, holderId, 'loyalty@seller.example');
  await aKey(db, { holderId, accountId: null });
  await endStaff(services, { holderId, reason: 'left', actor: administrator, trace: TRACE });
  expect(await addressesOf(db, 'key_changed')).toEqual(['admin@seller.example', 'loyalty@seller.example']);
});

test('REG-25 nobody is written to twice, and nobody of another company', async ({ db }) => {
  const { services, keyId, manager, holderId, accountId } = await aKeyOfBuyer(db);
  await aReachable(db, { accountId, role: 'owner', address: 'Buyer@Works.example' });
  const other = await aReachableCompany(db);
  await withAddress(db, other.ownerId, 'stranger@other.example');
  await db.membership.updateMany({ where: { holderId }, data: { role: 'owner' } });
  await step(services, { keyId, transition: 'suspend', manager });
  const addresses = await addressesOf(db, 'key_changed');
  expect(addresses.map((address) => address.toLowerCase())).toEqual(COMPANY);
});

test('REG-25 a letter goes to the address of the day on which it was written', async ({ db }) => {
  const { services, keyId, manager, holderId } = await aKeyOfBuyer(db);
  await step(services, { keyId, transition: 'suspend', manager });
  await withAddress(db, holderId, 'thief@elsewhere.example');
  expect(await addressesOf(db, 'key_changed')).toEqual(COMPANY);
});

test('ADM-09 a name with line ends, controls or a turned direction is made visible before it is in a letter', async ({
  db,
}) => {
  const { services, keyId, manager, holderId } = await aKeyOfBuyer(db);
  const name = 'Anna\r\nBcc: thief@elsewhere.example\u001b[2J\u202e';
  await db.holder.update({ where: { id: holderId }, data: { name } });
  await step(services, { keyId, transition: 'suspend', manager });
  const [letter] = await lettersOf(db, 'key_changed');
  expect(letter?.holderName).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(letter?.holderName).toContain('\\u{d}\\u{a}Bcc');
});

type Step = {
  keyId: string;
  transition: StaffTransition;
  manager: Parameters<typeof changeKeyStatus>[1]['actor'];
};

function step(services: ReturnType<typeof authServicesFor>, { keyId, transition, manager }: Step) {
  return changeKeyStatus(services, { keyId, transition, reason: 'a test', actor: manager, trace: TRACE });
}

type OfBuyer = { keyId: string; holderId: string; accountId: string };

async function sessionOf(db: Db, { keyId, holderId, accountId }: OfBuyer) {
  const { id: sessionId } = await aSession(db, { keyId, holderId, accountId, tier: 3 });
  const actor = { kind: 'customer', role: 'buyer', classes: [], tier: 3 } as const;
  return { ...actor, sessionId, keyId, holderId, accountId };
}

async function aCredential(db: Db, keyId: string): Promise<void> {
  const bytes = () => new Uint8Array(32).fill(7);
  await db.credential.create({
    data: {
      keyId,
      credentialId: bytes(),
      publicKey: bytes(),
      signCount: 0n,
      signCountAt: new Date(),
      aaguid: SOFT_AAGUID,
      format: 'packed',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: new Date(),
    },
  });
}
