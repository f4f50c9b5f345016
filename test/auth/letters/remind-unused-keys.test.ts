import { expect } from 'vitest';
import { remindUnusedKeys } from '#auth/letters/remind-unused-keys.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { auditTypes, openTestAuth } from '#test/support/auth.ts';
import { aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aReachableCompany, addressesOf, lettersOf } from '#test/support/letters.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS = DEMO_POLICY.unusedKeyDays;

type Values = { issuedDaysAgo?: number; status?: string; lastUsedAt?: Date; hasAddress?: boolean };

/** A key of a buyer, issued so many days before the clock of the test. */
async function anIssuedKey(db: Db, { issuedDaysAgo = DAYS + 1, status = 'active', ...rest }: Values = {}) {
  const auth = openTestAuth(db);
  const { accountId, buyerId: holderId } = await aReachableCompany(db);
  if (rest.hasAddress === false) await db.holder.update({ where: { id: holderId }, data: { email: null } });
  const { id: keyId } = await aKey(db, { holderId, accountId, status, label: 'Blue' });
  const issuedAt = new Date(auth.now().getTime() - issuedDaysAgo * DAY_MS);
  await db.key.update({ where: { id: keyId }, data: { issuedAt, lastUsedAt: rest.lastUsedAt ?? null } });
  return { auth, keyId };
}

const remindedAt = async (db: Db, id: string) =>
  (await db.key.findUniqueOrThrow({ where: { id }, select: { reminderSentAt: true } })).reminderSentAt;

test('REG-25 the holder of a key that nobody used for two weeks gets one letter about it, ever', async ({
  db,
}) => {
  const { auth, keyId } = await anIssuedKey(db);
  const runs = await Promise.all([1, 2, 3].map(() => remindUnusedKeys(auth)));
  expect(runs.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(1);
  auth.pass(40 * 24 * 3_600);
  expect(await remindUnusedKeys(auth)).toEqual({ reminded: 0 });
  expect(await addressesOf(db, 'key_unused')).toEqual(['buyer@works.example']);
  expect(await lettersOf(db, 'key_unused')).toMatchObject([
    { days: DAYS, isRegistered: true, keyLabel: 'Blue' },
  ]);
  expect(await remindedAt(db, keyId)).not.toBeNull();
  expect(await auditTypes(db)).toEqual(['key_reminder_written']);
});

test('REG-25 a key that still waits for its holder is reminded of as well', async ({ db }) => {
  const { auth } = await anIssuedKey(db, { status: 'shipped' });
  await remindUnusedKeys(auth);
  expect(await lettersOf(db, 'key_unused')).toMatchObject([{ isRegistered: false }]);
});

test.for<[string, Values]>([
  ['was issued less than two weeks ago', { issuedDaysAgo: DAYS - 1 }],
  ['was used', { lastUsedAt: new Date('2026-11-01T00:00:00Z') }],
  ['is revoked', { status: 'revoked' }],
])('REG-25 nobody is written to about a key that %s', async ([, values], { db }) => {
  const { auth, keyId } = await anIssuedKey(db, values);
  expect(await remindUnusedKeys(auth)).toEqual({ reminded: 0 });
  expect([await db.letter.count(), await remindedAt(db, keyId)]).toEqual([0, null]);
});

test('a holder without an address does not count as reminded, and is once they have one', async ({ db }) => {
  const { auth, keyId } = await anIssuedKey(db, { hasAddress: false });
  await remindUnusedKeys(auth);
  expect(await remindedAt(db, keyId)).toBeNull();
  await db.holder.updateMany({ where: { email: null }, data: { email: 'late@works.example' } });
  expect(await remindUnusedKeys(auth)).toEqual({ reminded: 1 });
});
