import { expect } from 'vitest';
import { endDeputy } from '#auth/deputies/end-deputy.ts';
import { findDeputiesOf, findDeputiesOfAccount, findStandIns } from '#auth/deputies/find-deputies.ts';
import { nameDeputy } from '#auth/deputies/name-deputy.ts';
import { endStaff } from '#auth/holders/end-staff.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aCompanyIn, aDeputy, standingInFor } from '#test/support/deputies.ts';

const NOON = new Date('2026-11-22T12:00:00.000Z');
const LEAVE = { fromOn: '2026-11-23', toOn: '2026-12-06' };

async function aStaff(db: Db) {
  await aCompanyIn(db);
  const services = authServicesFor(db, { now: () => NOON });
  const [manager, deputy] = [await aStaffActor(db), await aStaffActor(db)];
  const name = (values: { actor?: StaffActor; holderId?: string; fromOn?: string; toOn?: string } = {}) =>
    nameDeputy(services, {
      managerId: manager.holderId,
      holderId: deputy.holderId,
      ...LEAVE,
      actor: manager,
      trace: TRACE,
      ...values,
    });
  return { services, manager, deputy, name };
}

test('REC-02 a manager names a deputy for their leave, and the log says who, whom and until when', async ({
  db,
}) => {
  const { manager, deputy, name } = await aStaff(db);
  expect(await name()).toMatchObject({ ok: true });
  expect(await findDeputiesOf(db, { managerId: manager.holderId, todayOn: '2026-11-22' })).toMatchObject([
    { ...LEAVE, isRunning: false },
  ]);
  expect(await findStandIns(db, { holderId: deputy.holderId, todayOn: '2026-12-06' })).toMatchObject([
    { ...LEAVE, isRunning: true },
  ]);
  expect(await findStandIns(db, { holderId: deputy.holderId, todayOn: '2026-12-07' })).toEqual([]);
  const [event] = await newestEvents(db);
  expect(event).toMatchObject({
    type: 'deputy_named',
    actorId: manager.holderId,
    holderId: manager.holderId,
  });
  expect(JSON.parse(event?.detailsJson ?? '')).toEqual({ deputyId: deputy.holderId, ...LEAVE });
});

test('REC-02 an administrator names a deputy for any manager', async ({ db }) => {
  const { name } = await aStaff(db);
  expect(await name({ actor: await aStaffActor(db, 'administrator') })).toMatchObject({ ok: true });
});

test('REC-02 nobody else names a deputy for a manager’s customers: no colleague, not the deputy, no other role', async ({
  db,
}) => {
  const { manager, deputy, name } = await aStaff(db);
  const others = [
    await aStaffActor(db),
    standingInFor(deputy, manager),
    await aStaffActor(db, 'loyalty'),
    await aStaffActor(db, 'auditor'),
  ];
  const further = await aStaffActor(db);
  for (const actor of others) {
    expect(await name({ actor, holderId: further.holderId })).toEqual({ ok: false, reason: 'not_found' });
  }
  expect(await db.deputy.count()).toBe(0);
});

test('a deputy is another account manager who is here', async ({ db }) => {
  const { manager, deputy, name } = await aStaff(db);
  const loyalty = await aStaffActor(db, 'loyalty');
  const refused = { ok: false, reason: 'no_such_deputy' };
  expect(await name({ holderId: manager.holderId })).toEqual(refused);
  expect(await name({ holderId: loyalty.holderId })).toEqual(refused);
  await db.holder.update({ where: { id: deputy.holderId }, data: { status: 'left' } });
  expect(await name()).toEqual(refused);
});

test('a leave that is over, backwards or too long is refused, and the same deputy is not named twice for a day', async ({
  db,
}) => {
  const { name } = await aStaff(db);
  expect(await name({ fromOn: '2026-11-01', toOn: '2026-11-21' })).toEqual({ ok: false, reason: 'over' });
  expect(await name({ toOn: '2026-11-22' })).toEqual({ ok: false, reason: 'backwards' });
  expect(await name({ toOn: '2027-11-22' })).toEqual({ ok: false, reason: 'too_long' });
  expect((await name()).ok).toBe(true);
  expect(await name({ fromOn: '2026-12-06', toOn: '2026-12-20' })).toEqual({
    ok: false,
    reason: 'named_already',
  });
  expect((await name({ fromOn: '2026-12-07', toOn: '2026-12-20' })).ok).toBe(true);
});

test('a form that is sent twice at once names one deputy', async ({ db }) => {
  const { name } = await aStaff(db);
  const outcomes = await Promise.all([name(), name()]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await db.deputy.count()).toBe(1);
});

test('REC-02 the manager or an administrator ends it early, once; nobody else can', async ({ db }) => {
  const { services, manager, deputy } = await aStaff(db);
  const { id: deputyId } = await aDeputy(db, { managerId: manager.holderId, holderId: deputy.holderId });
  const end = (actor: StaffActor) =>
    endDeputy(services, { managerId: manager.holderId, deputyId, actor, trace: TRACE });
  expect(await end(standingInFor(deputy, manager))).toEqual({ ok: false, reason: 'not_found' });
  expect(await end(await aStaffActor(db))).toEqual({ ok: false, reason: 'not_found' });
  expect(await end(manager)).toEqual({ ok: true });
  expect((await newestEvents(db))[0]).toMatchObject({ type: 'deputy_ended', holderId: manager.holderId });
  expect(await end(await aStaffActor(db, 'administrator'))).toEqual({ ok: false, reason: 'not_found' });
});

test('a manager ends no deputy of a colleague by its id', async ({ db }) => {
  const { services, manager, deputy } = await aStaff(db);
  const { id: deputyId } = await aDeputy(db, { managerId: manager.holderId, holderId: deputy.holderId });
  const actor = await aStaffActor(db);
  const managerId = actor.holderId;
  expect(await endDeputy(services, { managerId, deputyId, actor, trace: TRACE })).toEqual({
    ok: false,
    reason: 'not_found',
  });
  expect(await db.deputy.count({ where: { endedAt: null } })).toBe(1);
});

test('REC-02 whoever leaves the company stands in for nobody, and nobody for them', async ({ db }) => {
  const { services, manager, deputy } = await aStaff(db);
  const account = await anAccount(db, { accountManagerId: manager.holderId });
  await aDeputy(db, { managerId: manager.holderId, holderId: deputy.holderId });
  await aDeputy(db, { managerId: deputy.holderId, holderId: manager.holderId });
  const today = { accountId: account.id, todayOn: '2026-11-22' };
  expect(await findDeputiesOfAccount(db, today)).toMatchObject([{ holderId: deputy.holderId }]);
  const actor = await aStaffActor(db, 'administrator');
  await endStaff(services, { holderId: deputy.holderId, reason: 'left', actor, trace: TRACE });
  expect(await db.deputy.count({ where: { endedAt: null } })).toBe(0);
  expect(await findDeputiesOfAccount(db, today)).toEqual([]);
});
