import { expect } from 'vitest';
import { PIN_TRIES } from '#auth/pins/count-pin-try.ts';
import { changePin } from '#auth/pins/change-pin.ts';
import { resetPin } from '#auth/pins/reset-pin.ts';
import { unlockPin } from '#auth/pins/unlock-pin.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { aSession } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { PIN, aServerPin } from '#test/support/u2f.ts';

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
  const outcome = await resetPin(key.services, asked(key, key.manager));
  if (!outcome.ok) throw new Error(outcome.reason);
  const stored = await pinOf(db, key.keyId);
  expect(stored).toMatchObject({ mustChange: true, failures: 0, blockedUntil: null });
  expect(stored.expiresAt).toEqual(outcome.expiresAt);
  expect(Math.round((outcome.expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(
    PRODUCTION_POLICY.oneTimePinDays,
  );
  expect(JSON.stringify([stored, await newestEvents(db, 10)])).not.toContain(outcome.oneTimePin);
  expect(outcome.oneTimePin).toMatch(/^[a-z2-9]{10}$/);
});

test('PIN-10 a reset ends all sessions of the key, and the log says who did it and why', async ({ db }) => {
  const key = await aPinKey(db);
  await resetPin(key.services, asked(key, key.manager));
  expect(await db.session.findUniqueOrThrow({ where: { id: key.session.id } })).toMatchObject({
    endedReason: 'pin_reset',
  });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'pin_reset', note: REASON, actorId: key.manager.holderId, keyId: key.keyId },
  ]);
});

test('PIN-06 nobody resets or unlocks a PIN but the manager of the account', async ({ db }) => {
  const key = await aPinKey(db, { failures: 3 });
  const before = await pinOf(db, key.keyId);
  for (const role of STAFF_ROLES) {
    const somebody = await aStaffActor(db, role);
    expect([role, await resetPin(key.services, asked(key, somebody))]).toEqual([
      role,
      { ok: false, reason: 'not_found' },
    ]);
    expect([role, await unlockPin(key.services, asked(key, somebody))]).toEqual([
      role,
      { ok: false, reason: 'not_found' },
    ]);
  }
  const weak = { ...key.manager, tier: 3 } as const;
  expect((await resetPin(key.services, asked(key, weak))).ok).toBe(false);
  expect(await pinOf(db, key.keyId)).toEqual(before);
  expect(await newestEvents(db)).toMatchObject([{ type: 'permission_refused', reason: 'not_found' }]);
});

test('PIN-01 a key with a PIN of its own has none here to be reset', async ({ db }) => {
  const managed = await aManagedKey(db);
  const services = authServicesFor(db);
  expect(await resetPin(services, asked(managed, managed.manager))).toEqual({
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

test('neither unlocking nor a reset resumes a key that a person suspended', async ({ db }) => {
  const key = await aPinKey(db, { failures: 3, status: 'suspended', statusReason: 'left in a taxi' });
  expect(await unlockPin(key.services, asked(key, key.manager))).toEqual({ ok: true, isResumed: false });
  expect((await resetPin(key.services, asked(key, key.manager))).ok).toBe(true);
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
  const outcome = await resetPin(key.services, asked(key, key.manager));
  if (!outcome.ok) throw new Error(outcome.reason);
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
  const request = { current: outcome.oneTimePin, chosen: 'трамвай5', actor: holderOf(key), trace: TRACE };
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
