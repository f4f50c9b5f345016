import { expect } from 'vitest';
import { changePin } from '#auth/pins/change-pin.ts';
import { askPinReset } from '#auth/pins/ask-pin-reset.ts';
import { verifyPin } from '#auth/pins/verify-pin.ts';
import { unlockPin } from '#auth/pins/unlock-pin.ts';
import { PIN_TRIES, PIN_TRIES_IN_ALL } from '#auth/pins/count-pin-try.ts';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import {
  TRACE,
  aCustomerActor,
  aManagedKey,
  aStaffActor,
  authServicesFor,
  newestEvents,
} from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { aSession } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { PIN, WRONG_PIN, aServerPin } from '#test/support/u2f.ts';

const DAY_MS = 24 * 3_600_000;
const REASON = 'forgotten, seen in person';

type PinKey = Managed & { services: AuthServices; session: { id: string; token: string } };

async function aPinKey(
  db: Db,
  { failures = 0, status = 'active', statusReason = null as string | null } = {},
): Promise<PinKey> {
  const services = authServicesFor(db);
  const managed = await aManagedKey(db, { status });
  const { keyId, holderId, accountId } = managed;
  await db.key.update({ where: { id: keyId }, data: { kind: 'u2f', statusReason } });
  await aServerPin(db, { keyId, peppers: services.peppers, failures });
  const session = await aSession(db, { keyId, holderId, accountId, tier: 3 });
  return { ...managed, services, session };
}

const asked = ({ keyId }: Managed, actor: StaffActor) => ({ keyId, reason: REASON, actor, trace: TRACE });
/** An owner of the key's account, with a key that works. */
async function anOwner({ accountId, services }: PinKey): Promise<CustomerActor> {
  return aCustomerActor(services.db, { role: 'owner', account: { id: accountId } });
}

async function decisionFor(
  { services, keyId }: PinKey,
  actor: CustomerActor | StaffActor,
  decision: 'approve' | 'decline' = 'approve',
) {
  const { id: proposalId, payloadHash: seenHash } = await services.db.proposal.findFirstOrThrow({
    where: { subjectId: keyId, kind: 'pin_reset' },
    orderBy: [{ proposedAt: 'desc' }, { id: 'desc' }],
  });
  return decideProposal(services, { proposalId, decision, seenHash, actor, trace: TRACE });
}

/** The manager asks, an owner confirms and is shown the PIN. */
async function resetByOwner(key: PinKey) {
  const made = await askPinReset(key.services, asked(key, key.manager));
  if (!made.ok) throw new Error(made.reason);
  const actor = await anOwner(key);
  const outcome = await decisionFor(key, actor);
  if (!outcome.ok || outcome.oneTimePin === null) throw new Error('no PIN');
  return { ...outcome.oneTimePin, actor };
}

/** One try, as if the back-off and the limits of the account and the network were over. */
async function guess({ services, keyId, holderId, accountId }: PinKey, typed = WRONG_PIN) {
  await services.db.serverPin.update({ where: { keyId }, data: { blockedUntil: null } });
  await services.db.limitUse.deleteMany();
  const outcome = await verifyPin<object, never>(services, {
    key: { id: keyId, holderId, accountId },
    typed,
    trace: TRACE,
    after: () => Promise.resolve({ ok: true }),
  });
  return outcome.ok ? 'right' : outcome.reason;
}

const pinOf = (db: Db, keyId: string) => db.serverPin.findUniqueOrThrow({ where: { keyId } });
const statusOf = async (db: Db, id: string) =>
  (await db.key.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;

function holderOf({ keyId, holderId, accountId, session }: PinKey): CustomerActor {
  const role = 'buyer';
  return { kind: 'customer', role, keyId, holderId, accountId, sessionId: session.id, tier: 3, classes: [] };
}

test('PIN-08 a reset gives a random PIN that must be changed at its first use and runs out after a week', async ({
  db,
}) => {
  const key = await aPinKey(db, { failures: 4 });
  const { pin, expiresAt } = await resetByOwner(key);
  const stored = await pinOf(db, key.keyId);
  expect(stored).toMatchObject({ mustChange: true, failures: 0, blockedUntil: null, expiresAt });
  expect(Math.round((expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(PRODUCTION_POLICY.oneTimePinDays);
  const written = [stored, await newestEvents(db, 10), await db.proposal.findMany()];
  expect(JSON.stringify(written)).not.toContain(pin);
  expect(pin).toMatch(/^[a-z2-9]{10}$/);
});

test('PIN-10 a reset ends all sessions of the key, and the log says who asked, who confirmed it and why', async ({
  db,
}) => {
  const key = await aPinKey(db);
  const { actor, endedSessions } = await resetByOwner(key);
  expect(endedSessions).toBe(1);
  expect(await db.session.findUniqueOrThrow({ where: { id: key.session.id } })).toMatchObject({
    endedReason: 'pin_reset',
  });
  const about = { keyId: key.keyId, holderId: key.holderId, accountId: key.accountId };
  expect(await newestEvents(db, 3)).toMatchObject([
    { type: 'pin_reset', actorId: actor.holderId, ...about },
    { type: 'proposal_approved', actorId: actor.holderId, ...about },
    { type: 'proposal_made', actorId: key.manager.holderId, ...about },
  ]);
  expect(await db.proposal.findFirst()).toMatchObject({ reason: REASON, decidedWithKeyId: actor.keyId });
});

test('REC-05 until an owner has confirmed it nothing changes, and the manager learns no PIN', async ({
  db,
}) => {
  const key = await aPinKey(db);
  const before = await pinOf(db, key.keyId);
  const asked1 = await askPinReset(key.services, asked(key, key.manager));
  expect(Object.keys(asked1).toSorted()).toEqual(['ok', 'proposalId']);
  expect(await pinOf(db, key.keyId)).toEqual(before);
  expect(await db.session.findUniqueOrThrow({ where: { id: key.session.id } })).toMatchObject({
    endedAt: null,
  });
  const decision = await decisionFor(key, key.manager);
  expect(decision).toEqual({ ok: false, reason: 'not_found' });
  expect(await pinOf(db, key.keyId)).toEqual(before);
});

test('REC-05 declined, the PIN stays; asked for again, the earlier request is void', async ({ db }) => {
  const key = await aPinKey(db);
  const before = await pinOf(db, key.keyId);
  await askPinReset(key.services, asked(key, key.manager));
  const [first] = await db.proposal.findMany();
  await askPinReset(key.services, asked(key, key.manager));
  expect(await db.proposal.findFirst({ where: { id: first?.id ?? '' } })).toMatchObject({
    status: 'withdrawn',
  });
  const owner = await anOwner(key);
  expect(await decisionFor(key, owner, 'decline')).toEqual({ ok: true, claimCode: null, oneTimePin: null });
  expect(await pinOf(db, key.keyId)).toEqual(before);
});

test('REC-05 confirmed four times at once it makes one PIN', async ({ db }) => {
  const key = await aPinKey(db);
  await askPinReset(key.services, asked(key, key.manager));
  const owner = await anOwner(key);
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => decisionFor(key, owner)));
  const given = outcomes.filter((outcome) => outcome.ok && outcome.oneTimePin !== null);
  expect(given).toHaveLength(1);
});

test('REC-05 a key that was revoked or lost meanwhile gets no PIN', async ({ db }) => {
  const key = await aPinKey(db);
  const owner = await anOwner(key);
  await askPinReset(key.services, asked(key, key.manager));
  await changeKeyStatus(key.services, { ...asked(key, key.manager), transition: 'report-lost' });
  expect(await decisionFor(key, owner)).toEqual({ ok: false, reason: 'overtaken' });
});

test('REC-05 with no owner who could confirm, a second member of the staff is shown the PIN, and the key signs nothing for 72 hours', async ({
  db,
}) => {
  const key = await aPinKey(db);
  await askPinReset(key.services, asked(key, key.manager));
  const administrator = await aStaffActor(db, 'administrator');
  const outcome = await decisionFor(key, administrator);
  if (!outcome.ok || outcome.oneTimePin === null) throw new Error('no PIN');
  const { signsFrom } = await db.key.findUniqueOrThrow({ where: { id: key.keyId } });
  expect(Math.round(((signsFrom?.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(72);
});

test('PIN-06 nobody resets or unlocks a PIN but the manager of the account', async ({ db }) => {
  const key = await aPinKey(db, { failures: 3 });
  const before = await pinOf(db, key.keyId);
  for (const role of STAFF_ROLES) {
    const somebody = await aStaffActor(db, role);
    expect([role, await askPinReset(key.services, asked(key, somebody))]).toEqual([
      role,
      { ok: false, reason: 'not_found' },
    ]);
    expect([role, await unlockPin(key.services, asked(key, somebody))]).toEqual([
      role,
      { ok: false, reason: 'not_found' },
    ]);
  }
  const weak = { ...key.manager, tier: 3 } as const;
  expect((await askPinReset(key.services, asked(key, weak))).ok).toBe(false);
  expect(await pinOf(db, key.keyId)).toEqual(before);
  expect(await newestEvents(db)).toMatchObject([{ type: 'permission_refused', reason: 'not_found' }]);
});

test('PIN-01 a key with a PIN of its own has none here to be reset', async ({ db }) => {
  const managed = await aManagedKey(db);
  const services = authServicesFor(db);
  expect(await askPinReset(services, asked(managed, managed.manager))).toEqual({
    ok: false,
    reason: 'not_found',
  });
  expect(await db.serverPin.count()).toBe(0);
});

test('PIN-06 the manager unlocks a key that wrong PINs had suspended; its PIN stays', async ({ db }) => {
  const key = await aPinKey(db, { failures: PIN_TRIES, status: 'suspended', statusReason: 'wrong_pins' });
  const { hash } = await pinOf(db, key.keyId);
  expect(await unlockPin(key.services, asked(key, key.manager))).toEqual({ ok: true, isResumed: true });
  expect(await statusOf(db, key.keyId)).toBe('active');
  expect(await pinOf(db, key.keyId)).toMatchObject({ hash, failures: 0, mustChange: false });
  expect(await newestEvents(db)).toMatchObject([{ type: 'pin_unlocked', note: REASON }]);
  expect(await unlockPin(key.services, asked(key, key.manager))).toEqual({
    ok: false,
    reason: 'not_blocked',
  });
});

test('PIN-06 forgiven again and again, a key takes a hundred wrong PINs and no more, until it has a new one', async ({
  db,
}) => {
  const key = await aPinKey(db);
  let guesses = 0;
  for (let round = 0; round < 12; round += 1) {
    for (let turn = 0; turn < 12; turn += 1) if ((await guess(key)) === 'wrong_pin') guesses += 1;
    await unlockPin(key.services, asked(key, key.manager));
  }
  expect(guesses).toBe(PIN_TRIES_IN_ALL);
  expect(await statusOf(db, key.keyId)).toBe('suspended');
  const refused = { ok: false, reason: 'tries_spent' };
  expect(await unlockPin(key.services, asked(key, key.manager))).toEqual(refused);
  const resumed = await changeKeyStatus(key.services, { ...asked(key, key.manager), transition: 'resume' });
  expect(resumed).toEqual({ ok: false, reason: 'not_resumable', bar: 'pin_tries_spent' });
  expect(await guess(key, PIN)).toBe('pin_tries_spent');

  await resetByOwner(key);
  expect(await statusOf(db, key.keyId)).toBe('active');
  expect(await guess(key)).toBe('wrong_pin');
});

test('PIN-06 resuming a key forgives its wrong PINs no more often than unlocking it', async ({ db }) => {
  const key = await aPinKey(db, { failures: PIN_TRIES, status: 'suspended', statusReason: 'wrong_pins' });
  await changeKeyStatus(key.services, { ...asked(key, key.manager), transition: 'resume' });
  expect(await pinOf(db, key.keyId)).toMatchObject({ failures: 0, forgiven: PIN_TRIES });
});

test('PIN-06 the right PIN ends the count of those that were forgiven', async ({ db }) => {
  const key = await aPinKey(db, { failures: 4 });
  await unlockPin(key.services, asked(key, key.manager));
  expect(await pinOf(db, key.keyId)).toMatchObject({ failures: 0, forgiven: 4 });
  expect(await guess(key, PIN)).toBe('right');
  expect(await pinOf(db, key.keyId)).toMatchObject({ failures: 0, forgiven: 0 });
});

test('neither unlocking nor a reset resumes a key that a person suspended', async ({ db }) => {
  const key = await aPinKey(db, { failures: 3, status: 'suspended', statusReason: 'left in a taxi' });
  expect(await unlockPin(key.services, asked(key, key.manager))).toEqual({ ok: true, isResumed: false });
  await resetByOwner(key);
  expect(await statusOf(db, key.keyId)).toBe('suspended');
});

test('whoever resumes a key that wrong PINs had suspended forgives them too', async ({ db }) => {
  const key = await aPinKey(db, { failures: PIN_TRIES, status: 'suspended', statusReason: 'wrong_pins' });
  await changeKeyStatus(key.services, { ...asked(key, key.manager), transition: 'resume' });
  expect(await pinOf(db, key.keyId)).toMatchObject({ failures: 0, blockedUntil: null });
});

test('PIN-08 whoever is in with a PIN that was given out must change it, and then no longer', async ({
  db,
}) => {
  const key = await aPinKey(db);
  const { pin: oneTimePin } = await resetByOwner(key);
  const { keyId, holderId, accountId } = key;
  const session = await aSession(db, { keyId, holderId, accountId, tier: 3 });
  const mustChange = async () => {
    const found = await findSession(db, {
      token: session.token,
      policy: PRODUCTION_POLICY,
      now: new Date(),
    });
    return found.ok && found.session.mustChangePin;
  };
  expect(await mustChange()).toBe(true);
  const request = { current: oneTimePin, chosen: 'трамвай5', actor: holderOf(key), trace: TRACE };
  const changed = await changePin(key.services, {
    ...request,
    actor: { ...request.actor, sessionId: session.id },
  });
  expect(changed).toEqual({ ok: true });
  expect(await mustChange()).toBe(false);
  expect(await pinOf(db, keyId)).toMatchObject({ mustChange: false, expiresAt: null });
});

test('its holder changes the PIN with the current one; the other sessions of the key end', async ({ db }) => {
  const key = await aPinKey(db);
  const { keyId, holderId, accountId, services } = key;
  const other = await aSession(db, { keyId, holderId, accountId, tier: 3 });
  const request = { current: PIN, chosen: 'трамвай5', actor: holderOf(key), trace: TRACE };
  expect(await changePin(services, request)).toEqual({ ok: true });
  const ended = await db.session.findMany({ where: { endedAt: { not: null } }, select: { id: true } });
  expect(ended).toEqual([{ id: other.id }]);
  expect(await newestEvents(db)).toMatchObject([{ type: 'pin_changed', keyId, actorId: holderId }]);
  expect(await changePin(services, request)).toEqual({ ok: false, reason: 'wrong_pin' });
  expect(await changePin(services, { ...request, current: 'трамвай5', chosen: PIN })).toEqual({ ok: true });
});

test('PIN-07 a change takes the current PIN with the same tries as a sign-in', async ({ db }) => {
  const key = await aPinKey(db, { failures: PIN_TRIES - 1 });
  const request = { current: 'nonsense1', chosen: 'трамвай5', actor: holderOf(key), trace: TRACE };
  expect(await changePin(key.services, request)).toEqual({ ok: false, reason: 'wrong_pin' });
  expect(await statusOf(db, key.keyId)).toBe('suspended');
  expect(await newestEvents(db)).toMatchObject([{ type: 'pin_refused', reason: 'wrong_pin' }]);
});

test('PIN-03 a change keeps to the rules: nothing too easy, nothing printed, not the same again', async ({
  db,
}) => {
  const key = await aPinKey(db);
  await db.key.update({
    where: { id: key.keyId },
    data: { cardNumber: '407122981165', serial: 'BR-000217' },
  });
  const attempt = (chosen: string) =>
    changePin(key.services, { current: PIN, chosen, actor: holderOf(key), trace: TRACE });
  const refused = (fault: string) => ({ ok: false, reason: 'not_chosen_well', fault });
  expect(await attempt('12345678')).toEqual(refused('sequence'));
  expect(await attempt('40712298')).toEqual(refused('known_number'));
  expect(await attempt('x000217kd')).toEqual(refused('known_number'));
  const { number } = await db.customerAccount.findUniqueOrThrow({ where: { id: key.accountId } });
  expect(await attempt(`${number.replaceAll(/[^A-Za-z0-9]/g, '')}kdxw`)).toEqual(refused('known_number'));
  expect(await attempt(PIN)).toEqual({ ok: false, reason: 'same_pin' });
  expect((await pinOf(db, key.keyId)).failures).toBe(0);
});

test('nobody changes the PIN of a key that is not theirs', async ({ db }) => {
  const [key, other] = [await aPinKey(db), await aPinKey(db)];
  const stranger = { ...holderOf(key), keyId: other.keyId };
  const request = { current: PIN, chosen: 'трамвай5', actor: stranger, trace: TRACE };
  expect(await changePin(other.services, request)).toEqual({ ok: false, reason: 'pin_missing' });
});
