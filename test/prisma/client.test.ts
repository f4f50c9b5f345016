import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDb, isForeignKeyViolation, isRecordNotFound, isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const NOON = new Date('2026-03-05T12:00:00.123Z');
/** More than 2^53, and not divisible by 2: a number that passed through a float would come back changed. */
const HUGE = 9_007_199_254_740_993n;

describe.each([
  { provider: 'sqlite', open: openTestDb },
  { provider: 'postgresql', open: openPostgresqlTestDb },
])('the data layer on $provider', ({ provider, open }) => {
  let testDb: TestDb;
  beforeAll(async () => {
    testDb = await open();
  });
  afterAll(() => testDb.close());

  test('says which database it is, also inside a transaction', async () => {
    expect(testDb.db.provider).toBe(provider);
    await testDb.db.$transaction(async (tx) => {
      expect(tx.provider).toBe(provider);
    });
  });

  test('keeps bytes, instants to the millisecond and whole numbers above 2^53 as they were', async () => {
    const holder = await createHolder(testDb.db, 'Кира Тестова', NOON);
    const bytes = new Uint8Array([0, 255, 10, 13, 0]);
    const key = await testDb.db.key.create({
      data: {
        status: 'active',
        holderId: holder.id,
        label: 'K-1',
        issuedAt: NOON,
        credential: {
          create: {
            credentialId: bytes,
            publicKey: new Uint8Array(70_000).fill(7),
            signCount: HUGE,
            signCountAt: NOON,
            aaguid: 'none',
            format: 'packed',
            isBackupEligible: false,
            isUserVerified: true,
            createdAt: NOON,
          },
        },
      },
      select: { credential: true, holder: { select: { name: true, createdAt: true } } },
    });

    expect(key.holder).toEqual({ name: 'Кира Тестова', createdAt: NOON });
    expect(key.credential).toMatchObject({ credentialId: bytes, signCount: HUGE, isUserVerified: true });
    expect(key.credential?.publicKey).toEqual(new Uint8Array(70_000).fill(7));
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const attempt = testDb.db.$transaction(async (tx) => {
      await createHolder(tx, 'undone', NOON);
      throw new Error('changed my mind');
    });

    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await testDb.db.holder.count({ where: { name: 'undone' } })).toBe(0);
  });

  test('after a refused statement the next transaction starts clean', async () => {
    const duplicate = () => createHolder(testDb.db, 'twin', NOON, new Uint8Array(32).fill(1));
    await duplicate();
    await expect(duplicate()).rejects.toSatisfy(isUniqueViolation);

    await testDb.db.$transaction((tx) => createHolder(tx, 'after', NOON));
    expect(await testDb.db.holder.count({ where: { name: 'after' } })).toBe(1);
  });

  test('a row that refers to nothing is refused', async () => {
    const orphan = testDb.db.key.create({
      data: { status: 'active', holderId: 'nobody', label: 'K-2', issuedAt: NOON },
    });
    await expect(orphan).rejects.toSatisfy(isForeignKeyViolation);
  });

  test('changing a row that is not there is told apart from a fault', async () => {
    const change = testDb.db.holder.update({ where: { id: 'nobody' }, data: { name: 'x' } });
    await expect(change).rejects.toSatisfy(isRecordNotFound);
  });

  test('of two transactions that claim the same thing one wins', async () => {
    const challengeHash = 'claimed-by-one';
    const claim = () =>
      testDb.db.$transaction(async (tx) => {
        await tx.spentChallenge.create({ data: { challengeHash, purpose: 'sign-in', expiresAt: NOON } });
      });

    const outcomes = await Promise.allSettled([claim(), claim(), claim()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

test('a database URL of another kind is refused without repeating its password', () => {
  const open = () => createDb('mysql://root:hunter2@localhost/brelok');
  expect(open).toThrow(/file:PATH \(SQLite\) or postgresql:/);
  expect(open).not.toThrow(/hunter2/);
});

function createHolder(
  tx: Pick<Tx, 'holder'>,
  name: string,
  createdAt: Date,
  userHandle = crypto.getRandomValues(new Uint8Array(32)),
) {
  return tx.holder.create({ data: { name, userHandle, kind: 'customer', createdAt }, select: { id: true } });
}
