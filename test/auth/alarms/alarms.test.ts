import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { alarmUnlessAnchored } from '#auth/alarms/alarm-unless-anchored.ts';
import { findOpenAlarms } from '#auth/alarms/find-open-alarms.ts';
import { noteFailure } from '#auth/alarms/note-failure.ts';
import type { Failure } from '#auth/alarms/note-failure.ts';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { createReadWatch } from '#auth/alarms/read-watch.ts';
import { settleAlarm } from '#auth/alarms/settle-alarm.ts';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import { LIMITS } from '#auth/limits/limits.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { aCheckpointFolder, checkpointKeys } from '#test/support/audit-log.ts';
import { TRACE, enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { anAccount } from '#test/support/builders.ts';
import { openTestDb, test } from '#test/support/db.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const kindsOf = async (auth: TestAuth) => (await findOpenAlarms(auth.db)).map(({ kind }) => kind);

test.for([
  { provider: 'SQLite', open: openTestDb },
  { provider: 'PostgreSQL', open: openPostgresqlTestDb },
])(
  'ADM-08 on $provider twenty requests at once raise one alarm, and after it was settled one more',
  async ({ open }) => {
    const { db, close } = await open();
    const auth = openTestAuth(db);
    const { id: accountId } = await anAccount(db);
    const raise = () =>
      db.$transaction((tx) =>
        raiseAlarm(tx, auth.audit, { kind: 'pin_spray', accountId, trace: TRACE, at: auth.now() }),
      );
    await Promise.all(Array.from({ length: 20 }, raise));
    const [alarm, ...others] = await findOpenAlarms(db);
    expect([alarm?.kind, alarm?.accountName, others]).toEqual([
      'pin_spray',
      expect.stringMatching(/^Demo/),
      [],
    ]);
    const actor = await aStaffActor(db, 'administrator');
    await settleAlarm(auth, { alarmId: alarm?.id ?? '', finding: 'a test', actor, trace: TRACE });
    await Promise.all([raise(), raise()]);
    expect(await db.alarm.count()).toBe(2);
    expect(await db.auditEvent.count({ where: { type: 'alarm_raised' } })).toBe(2);
    await close();
  },
);

test('ADM-08 wrong PINs raise one alarm for an account, and one when many accounts are tried', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { id: accountId } = await anAccount(db);
  const failure = (of: string | null): Failure => ({ kind: 'failed-pin', accountId: of, trace: TRACE });
  for (let times = 0; times < LIMITS['failed-pin'].account.most; times += 1)
    await noteFailure(auth, failure(accountId));
  expect(await kindsOf(auth)).toEqual([]);
  for (let times = 0; times < 3; times += 1) await noteFailure(auth, failure(accountId));
  expect(await findOpenAlarms(db)).toMatchObject([{ kind: 'pin_spray', accountName: expect.any(String) }]);
  auth.pass(1);
  for (let times = 0; times < 30; times += 1) await noteFailure(auth, failure(`account ${times}`));
  expect(await findOpenAlarms(db)).toMatchObject([
    { kind: 'pin_spray', accountName: null },
    { kind: 'pin_spray', accountName: expect.any(String) },
  ]);
});

test('ADM-08 many sign-ins that prove nothing raise one alarm, about no account', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const { most } = LIMITS['failed-sign-in-of-all'].everybody;
  for (let times = 0; times <= most; times += 1)
    await signInWith(auth, authenticator, { finishIn: mintToken() });
  expect(await findOpenAlarms(db)).toMatchObject([{ kind: 'many_failures', accountName: null, key: null }]);
});

test('ADM-08 one key from two networks within minutes raises an alarm, and both sessions go on', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  expect(await signInWith(auth, authenticator, { ip: '192.0.2.7' })).toMatchObject({ ok: true });
  auth.pass(60);
  expect(await signInWith(auth, authenticator, { ip: '192.0.2.8' })).toMatchObject({ ok: true });
  expect(await kindsOf(auth)).toEqual([]);
  auth.pass(60);
  expect(await signInWith(auth, authenticator, { ip: '198.51.100.7' })).toMatchObject({ ok: true });
  expect(await findOpenAlarms(db)).toMatchObject([{ kind: 'two_places', keyId }]);
  expect(await db.session.count({ where: { keyId, endedAt: null } })).toBe(3);
});

test('ADM-08 one key from two networks raises an alarm as well where each session ends the one before', async ({
  db,
}) => {
  const rules = { ...DEMO_POLICY, session: { ...DEMO_POLICY.session, perKey: 1 } };
  const auth = openTestAuth(db, rules);
  const { authenticator, keyId } = await enrolled(auth);
  await signInWith(auth, authenticator, { ip: '192.0.2.7' });
  auth.pass(60);
  expect(await signInWith(auth, authenticator, { ip: '198.51.100.7' })).toMatchObject({ ok: true });
  expect(await findOpenAlarms(db)).toMatchObject([{ kind: 'two_places', keyId }]);
});

test('ADM-08 a session that locked itself by its idle limit is in no place', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  await signInWith(auth, authenticator, { ip: '192.0.2.7' });
  auth.pass(6 * 60);
  await signInWith(auth, authenticator, { ip: '198.51.100.7' });
  expect(await kindsOf(auth)).toEqual([]);
});

test('ADM-08 thirty customers in ten minutes are work, more are told once', () => {
  const { note } = createReadWatch();
  const at = (minutes: number) => new Date(Date.parse('2026-11-22T12:00:00Z') + minutes * 60_000);
  const read = (customer: number, minutes: number, holderId = 'manager') =>
    note({ holderId, accountId: `customer ${customer}`, at: at(minutes) });
  const slowly = Array.from({ length: 100 }, (_, index) => read(index, index / 2));
  const again = Array.from({ length: 100 }, () => read(1, 60));
  expect([...slowly, ...again]).not.toContain(true);
  const quickly = Array.from({ length: 32 }, (_, index) => read(index, 120 + index / 10));
  expect(quickly.indexOf(true)).toBe(30);
  expect(quickly.filter(Boolean)).toHaveLength(1);
  expect(read(1, 121, 'another')).toBe(false);
});

test('ADM-08 a log that is not anchored for two hours raises an alarm, with or without a readable file', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const place = { folder: aCheckpointFolder(), privateKey: checkpointKeys.privateKey };
  const look = (folder = place.folder) => alarmUnlessAnchored(auth, { ...place, folder, at: auth.now() });
  await db.$transaction((tx) =>
    auth.audit.record(tx, { type: 'database_migrated', result: 'ok', actorId: 'system', at: auth.now() }),
  );
  auth.pass(2 * 3_600 - 1);
  await look();
  await writeCheckpoint(db, { ...place, at: auth.now() });
  auth.pass(3_600);
  await look();
  expect(await kindsOf(auth)).toEqual([]);

  const file = join(aCheckpointFolder(), 'file');
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, randomBytes(8));
  await look(file);
  await look(file);
  expect(await kindsOf(auth)).toEqual(['log_not_anchored']);
});
