import { hash } from '@node-rs/argon2';
import { expect } from 'vitest';
import { PIN_TRIES, countPinTry } from '#auth/pins/count-pin-try.ts';
import { MOST_WRONG_PINS } from '#auth/pins/pin-limits.ts';
import { isCurrent } from '#auth/pins/hash-pin.ts';
import { verifyPin } from '#auth/pins/verify-pin.ts';
import { hashShortCode } from '#auth/tokens/opaque-token.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aSession, signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { PIN, WRONG_PIN, aServerPin } from '#test/support/u2f.ts';

type Guessed = { auth: TestAuth; keyId: string; holderId: string; accountId: string };

async function aGuessedKey(auth: TestAuth, { failures = 0 } = {}): Promise<Guessed> {
  const { keyId, holderId, accountId } = await signedInCustomer(auth.db);
  await auth.db.key.update({ where: { id: keyId }, data: { kind: 'u2f' } });
  await aServerPin(auth.db, { keyId, peppers: auth.peppers, failures });
  return { auth, keyId, holderId, accountId };
}

async function guess({ auth, keyId, holderId, accountId }: Guessed, typed = WRONG_PIN, ip = TRACE.ip) {
  const outcome = await verifyPin<object, 'refused'>(auth, {
    key: { id: keyId, holderId, accountId },
    typed,
    trace: { ...TRACE, ip },
    after: () => Promise.resolve({ ok: true }),
  });
  return outcome.ok ? 'right' : outcome.reason;
}

const pinOf = ({ auth, keyId }: Guessed) => auth.db.serverPin.findUniqueOrThrow({ where: { keyId } });
const keyOf = ({ auth, keyId }: Guessed) => auth.db.key.findUniqueOrThrow({ where: { id: keyId } });

test('PIN-07 a wrong PIN counts, the right one sets the count back', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db));
  expect([await guess(key), await guess(key)]).toEqual(['wrong_pin', 'wrong_pin']);
  expect((await pinOf(key)).failures).toBe(2);
  expect(await guess(key, PIN)).toBe('right');
  expect(await pinOf(key)).toMatchObject({ failures: 0, blockedUntil: null });
});

test('PIN-07 a try that a crash cut off has counted', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db));
  const { keyId, auth } = key;
  for (let crash = 0; crash < PIN_TRIES; crash += 1) {
    expect((await db.$transaction((tx) => countPinTry(tx, { keyId, now: auth.now() }))).ok).toBe(true);
    auth.pass(600);
  }
  expect(await guess(key, PIN)).toBe('pin_tries_spent');
  expect((await keyOf(key)).status).toBe('suspended');
});

test('PIN-07 fifty guesses at once never exceed the limit, whatever the pace', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db));
  let lookedAt = 0;
  for (const guessers of [50, ...Array.from({ length: 9 }, () => 5)]) {
    const before = (await pinOf(key)).failures;
    const outcomes = await Promise.all(
      Array.from({ length: guessers }, (_, guesser) => guess(key, WRONG_PIN, `192.0.2.${guesser}`)),
    );
    const looked = outcomes.filter((outcome) => outcome === 'wrong_pin').length;
    expect((await pinOf(key)).failures - before).toBe(looked);
    lookedAt += looked;
    key.auth.pass(24 * 3600);
  }
  expect(lookedAt).toBe(PIN_TRIES);
  expect((await keyOf(key)).status).toBe('suspended');
});

test('PIN-07 of fifty guesses at once the right one is not looked at once the tries are spent', async ({
  db,
}) => {
  const key = await aGuessedKey(openTestAuth(db), { failures: PIN_TRIES });
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => guess(key, PIN)));
  expect(new Set(outcomes)).toEqual(new Set(['pin_tries_spent']));
});

test('PIN-06 from the third wrong PIN on each one doubles the wait', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db));
  expect([await guess(key), await guess(key), await guess(key)]).toEqual([
    'wrong_pin',
    'wrong_pin',
    'wrong_pin',
  ]);
  for (const wait of [5, 10, 20, 40, 80, 160, 320]) {
    key.auth.pass(wait - 1);
    expect([wait, await guess(key, PIN)]).toEqual([wait, 'pin_wait']);
    key.auth.pass(1);
    expect([wait, await guess(key)]).toEqual([wait, 'wrong_pin']);
  }
});

test('PIN-06 the tenth wrong PIN in a row suspends the key, ends its sessions and raises an alarm', async ({
  db,
}) => {
  const key = await aGuessedKey(openTestAuth(db), { failures: PIN_TRIES - 1 });
  const { keyId, holderId, accountId } = key;
  const open = await aSession(db, { keyId, holderId, accountId });
  expect(await guess(key)).toBe('wrong_pin');
  expect(await keyOf(key)).toMatchObject({ status: 'suspended', statusReason: 'wrong_pins' });
  expect(await db.session.findUniqueOrThrow({ where: { id: open.id } })).toMatchObject({
    endedReason: 'key_suspended',
  });
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true } })).toEqual([
    { kind: 'wrong_pins', keyId },
  ]);
  expect(await auditTypes(db)).toEqual(['alarm_raised', 'key_suspended: wrong_pins']);
});

test('PIN-06 nine wrong PINs suspend nothing', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db), { failures: PIN_TRIES - 2 });
  await guess(key);
  expect((await keyOf(key)).status).toBe('active');
});

test('PIN-06 an account gets a hundred wrong PINs a day over all its keys, whatever the address', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await aGuessedKey(auth);
  const { most } = MOST_WRONG_PINS['pin-account'];
  for (let done = 0; done < most; done += 1) {
    expect(await auth.pinLimits.count({ kind: 'pin-account', of: key.accountId })).toBe(true);
  }
  expect(await guess(key, PIN)).toBe('pin_limit');
  expect((await pinOf(key)).failures).toBe(0);
  auth.pass(24 * 3600);
  expect(await guess(key, PIN)).toBe('right');
});

test('PIN-06 an address gets sixty wrong PINs an hour over all keys; right ones do not count', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [key, other] = [await aGuessedKey(auth), await aGuessedKey(auth)];
  const { most } = MOST_WRONG_PINS['pin-address'];
  for (let done = 1; done < most; done += 1)
    await auth.pinLimits.count({ kind: 'pin-address', of: TRACE.ip });
  expect([await guess(key, PIN), await guess(key, PIN)]).toEqual(['right', 'right']);
  expect(await guess(other)).toBe('wrong_pin');
  expect(await guess(key, PIN)).toBe('pin_limit');
  expect(await guess(key, PIN, '198.51.100.9')).toBe('right');
});

test('PIN-06 parallel guesses do not get past the limit of an address, and none within it is turned away', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const address = { kind: 'pin-address', of: TRACE.ip } as const;
  const { most } = MOST_WRONG_PINS['pin-address'];
  const counted = await Promise.all(Array.from({ length: most + 40 }, () => auth.pinLimits.count(address)));
  expect(counted.filter(Boolean)).toHaveLength(most);
  expect(JSON.stringify(await db.limitUse.findMany())).not.toContain(TRACE.ip);
});

test('PIN-08 a PIN that was given out opens nothing once it is too old', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await aGuessedKey(auth);
  await db.serverPin.update({
    where: { keyId: key.keyId },
    data: { expiresAt: new Date(auth.now().getTime() + 1000) },
  });
  expect(await guess(key, PIN)).toBe('right');
  auth.pass(1);
  expect(await guess(key, PIN)).toBe('pin_expired');
});

test('PIN-04 a hash with older parameters is replaced at the next right PIN', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await aGuessedKey(auth);
  const peppered = hashShortCode(auth.peppers.current.key, `server-pin:${key.keyId}`, PIN);
  const older =
    auth.peppers.current.version + (await hash(peppered, { memoryCost: 9_728, timeCost: 1, parallelism: 1 }));
  await db.serverPin.update({ where: { keyId: key.keyId }, data: { hash: older } });
  expect(await guess(key)).toBe('wrong_pin');
  expect((await pinOf(key)).hash).toBe(older);
  expect(await guess(key, PIN)).toBe('right');
  expect(isCurrent(auth.peppers, (await pinOf(key)).hash)).toBe(true);
  expect(await guess(key, PIN)).toBe('right');
});

test('a PIN that was reset while it was checked opens nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await aGuessedKey(auth);
  const { keyId, holderId, accountId } = key;
  const resetMeanwhile = async () => {
    await db.serverPin.update({ where: { keyId }, data: { hash: 'reset' } });
  };
  const outcome = await verifyPin<object, never>(auth, {
    key: { id: keyId, holderId, accountId },
    typed: PIN,
    trace: TRACE,
    before: async (tx) => {
      // As if the manager's reset came between the count and the end: the counted hash is the old one.
      setImmediate(() => void resetMeanwhile());
      await tx.key.findFirst({ select: { id: true } });
      return { ok: true };
    },
    after: () => Promise.resolve({ ok: true }),
  });
  expect(outcome).toEqual({ ok: false, reason: 'wrong_pin' });
});

test('what the right PIN opens may still refuse; then the tries stay counted', async ({ db }) => {
  const key = await aGuessedKey(openTestAuth(db), { failures: 1 });
  const { keyId, holderId, accountId } = key;
  const outcome = await verifyPin<object, 'key_suspended'>(key.auth, {
    key: { id: keyId, holderId, accountId },
    typed: PIN,
    trace: TRACE,
    after: () => Promise.resolve({ ok: false, reason: 'key_suspended' }),
  });
  expect(outcome).toEqual({ ok: false, reason: 'key_suspended' });
  expect((await pinOf(key)).failures).toBe(2);
});
