import { expect } from 'vitest';
import { findOpenAlarms } from '#auth/alarms/find-open-alarms.ts';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { settleAlarm } from '#auth/alarms/settle-alarm.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import { aKey, aHolder, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';

test('an alarm stands open with its key until somebody settles it, once', async ({ db }) => {
  const auth = openTestAuth(db);
  const [account, holder] = [await anAccount(db), await aHolder(db)];
  const key = await aKey(db, { holderId: holder.id, accountId: account.id });
  const at = auth.now();
  const raised = { keyId: key.id, accountId: account.id, trace: TRACE, at };
  await db.$transaction((tx) => raiseAlarm(tx, auth.audit, { kind: 'possible_clone', ...raised }));

  const [alarm] = await findOpenAlarms(db);
  expect(alarm).toMatchObject({
    kind: 'possible_clone',
    key: { holderName: holder.name, accountName: account.name },
  });
  const actor = await aStaffActor(db, 'administrator');
  const settle = () =>
    settleAlarm(auth, { alarmId: alarm?.id ?? '', finding: 'two tabs', actor, trace: TRACE });
  expect(await settle()).toEqual({ ok: true });
  expect(await settle()).toEqual({ ok: false, reason: 'not_open' });
  expect(await findOpenAlarms(db)).toEqual([]);
  expect(await auditTypes(db)).toEqual(['alarm_raised', 'alarm_settled']);
});

test('a flood of alarms hides none that is new: the newest stands first', async ({ db }) => {
  const auth = openTestAuth(db);
  const [account, holder] = [await anAccount(db), await aHolder(db)];
  const key = await aKey(db, { holderId: holder.id, accountId: account.id });
  const old = Array.from({ length: 100 }, (_, index) => ({
    kind: 'possible_clone',
    raisedAt: new Date(auth.now().getTime() - 1_000 * (index + 1)),
  }));
  await db.alarm.createMany({ data: old });
  const about = { keyId: key.id, accountId: account.id, trace: TRACE, at: auth.now() };
  for (let times = 0; times < 2; times += 1)
    await db.$transaction((tx) => raiseAlarm(tx, auth.audit, { kind: 'possible_clone', ...about }));
  const alarms = await findOpenAlarms(db);
  expect(alarms).toHaveLength(100);
  expect(alarms.map(({ keyId }) => keyId).slice(0, 2)).toEqual([key.id, null]);
});
