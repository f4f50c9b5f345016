import { expect } from 'vitest';
import { newestEvents } from '#test/support/actors.ts';
import { enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import { openTestDb, test } from '#test/support/db.ts';
import { DEMO_POLICY, Policy } from '#auth/policy/policy.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

test('SES-09 a fourth browser with one key ends the oldest session, and the log says so', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  for (const endedOthers of [0, 0, 0, 1]) {
    auth.pass(10);
    expect(await signInWith(auth, authenticator)).toMatchObject({ ok: true, endedOthers });
  }
  const sessions = await db.session.findMany({
    where: { keyId },
    orderBy: { authenticatedAt: 'asc' },
    select: { id: true, endedReason: true },
  });
  expect(sessions.map(({ endedReason }) => endedReason)).toEqual(['too_many_sessions', null, null, null]);
  expect(await newestEvents(db, 2)).toMatchObject([
    { type: 'sign_in' },
    { type: 'session_ended', reason: 'too_many_sessions', sessionId: sessions[0]?.id, keyId },
  ]);
});

test('SES-09 sessions that are over count no more, and the policy says how many there may be', async ({
  db,
}) => {
  const auth = openTestAuth(db, { ...DEMO_POLICY, session: { ...DEMO_POLICY.session, perKey: 1 } });
  const { authenticator } = await enrolled(auth);
  expect(await signInWith(auth, authenticator)).toMatchObject({ endedOthers: 0 });
  auth.pass(5 * 60);
  expect(await signInWith(auth, authenticator)).toMatchObject({ endedOthers: 0 });
  auth.pass(1);
  expect(await signInWith(auth, authenticator)).toMatchObject({ endedOthers: 1 });
});

test.for([
  { provider: 'SQLite', open: openTestDb },
  { provider: 'PostgreSQL', open: openPostgresqlTestDb },
])('SES-09 on $provider ten browsers at once leave three sessions', async ({ open }) => {
  const { db, close } = await open();
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  await db.credential.updateMany({ data: { signCount: 0 } }); // a key that doesn't count
  await Promise.all(
    Array.from({ length: 10 }, () => signInWith(auth, authenticator, { unlike: { signCount: 0 } })),
  );
  expect(await db.session.count({ where: { keyId } })).toBe(10);
  expect(await db.session.count({ where: { keyId, endedAt: null } })).toBe(3);
  await close();
});

test('SES-09 rules that were stored before know the number too', () => {
  const { perKey: _perKey, ...session } = DEMO_POLICY.session;
  const { places: _places, ...stored } = { ...DEMO_POLICY, session };
  expect(Policy.parse(stored)).toMatchObject({ session: { perKey: 3 }, places: [] });
});
