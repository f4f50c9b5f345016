/** What does not get into the ERP is told to a person, once, and the customer reads that it is. */
import { expect } from 'vitest';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { releaseRequest } from '#portal/requests/settle-request.server.ts';
import { tellOfLateRequests } from '#portal/requests/tell-of-late.server.ts';
import { addDays } from '#portal/lib/dates.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aCompanyIn, aDeputy } from '#test/support/deputies.ts';
import { anOrderingCustomer, anOutbox, anOutlet, aSentRequest } from '#test/support/request-builders.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';

async function aWaiting(db: Db, { email = 'manager@seller.example' }: { email?: string | null } = {}) {
  const customer = await anOrderingCustomer(db);
  await db.holder.update({ where: { id: customer.manager.holderId }, data: { email } });
  const outbox = anOutbox(db);
  // Nobody listens there.
  await anOutlet(outbox, { sourceId: customer.sourceId, address: 'http://127.0.0.1:9/odata/' });
  const { id, number } = await aSentRequest(outbox, customer);
  const toldAt = async () =>
    (await findRequest(db, { actor: customer.actor, requestId: id, on: TODAY_ON }))?.toldAt;
  return { customer, outbox, id, number, toldAt };
}

const lettersIn = async (db: Db) =>
  (await db.letter.findMany({ where: { kind: 'request_late' } })).map(({ address, paramsJson }) => ({
    address,
    ...JSON.parse(paramsJson),
  }));

test('of a request that the ERP has not taken for four hours the manager hears once, and the customer reads that they did', async ({
  db,
}) => {
  const { outbox, number, toldAt } = await aWaiting(db);
  outbox.pass(239);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  expect(await toldAt()).toBeNull();
  outbox.pass(1);
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  expect(await toldAt()).toEqual(outbox.now());
  outbox.pass(600);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  expect(await lettersIn(db)).toMatchObject([{ address: 'manager@seller.example', number, why: 'late' }]);
});

test.for([
  {
    why: 'stuck',
    change: (db: Db) => db.outboxEntry.updateMany({ data: { state: 'stuck', fault: 'refused' } }),
  },
  { why: 'held', change: (db: Db, at: Date) => db.key.updateMany({ data: { lostAt: at } }) },
])('of a request that is $why the manager hears at once', async ({ why, change }, { db }) => {
  const { outbox } = await aWaiting(db);
  await change(db, outbox.now());
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  expect(await lettersIn(db)).toMatchObject([{ why }]);
});

test('while the manager is away their deputy hears of it, too, and nobody does who stood in before or will later', async ({
  db,
}) => {
  await aCompanyIn(db);
  const { customer, outbox, toldAt } = await aWaiting(db, { email: null });
  const todayOn = outbox.now().toISOString().slice(0, 10);
  const days = {
    now: { fromOn: addDays(todayOn, -1), toOn: addDays(todayOn, 1) },
    before: { toOn: addDays(todayOn, -1) },
    later: { fromOn: addDays(todayOn, 1) },
  };
  for (const [when, period] of Object.entries(days)) {
    const { id: holderId } = await aStaffHolder(db, 'account-manager');
    await db.holder.update({ where: { id: holderId }, data: { email: `${when}@seller.example` } });
    await aDeputy(db, { managerId: customer.manager.holderId, holderId, ...period });
  }
  outbox.pass(240);

  expect(await tellOfLateRequests(outbox.deps)).toBe(1);

  expect((await lettersIn(db)).map(({ address }) => address)).toEqual(['now@seller.example']);
  expect(await toldAt()).toEqual(outbox.now()); // the deputy alone could be written to

  await db.letter.deleteMany();
  await db.outboxEntry.updateMany({ data: { toldAt: null } });
  const email = 'manager@seller.example';
  await db.holder.update({ where: { id: customer.manager.holderId }, data: { email } });
  await tellOfLateRequests(outbox.deps);
  const addresses = new Set((await lettersIn(db)).map(({ address }) => address));
  expect(addresses).toEqual(new Set([email, 'now@seller.example']));
});

test('what was taken or refused is told to nobody', async ({ db }) => {
  const { outbox, toldAt } = await aWaiting(db);
  outbox.pass(600);
  for (const state of ['taken', 'refused']) {
    await db.outboxEntry.updateMany({ data: { state } });
    expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  }
  await db.outboxEntry.updateMany({ data: { state: 'taken', toldAt: outbox.now() } });
  expect(await toldAt()).toBeNull();
});

test('where nobody can be written to, the customer does not read that somebody knows', async ({ db }) => {
  const { outbox, toldAt } = await aWaiting(db, { email: null });
  outbox.pass(600);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  expect(await toldAt()).toBeNull();
  expect(await lettersIn(db)).toEqual([]);
});

test('of a request that was late and then gets stuck the manager hears again, and of a released one only when it is late anew', async ({
  db,
}) => {
  const { customer, outbox, id, toldAt } = await aWaiting(db);
  outbox.pass(240);
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  await db.counterparty.updateMany({ data: { accountId: null } });
  await deliverRequests(outbox.deps);
  expect(await toldAt()).toBeNull(); // of this nobody has heard yet
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
  expect((await lettersIn(db)).map(({ why }) => why)).toEqual(['late', 'stuck']);
  expect(await toldAt()).toEqual(outbox.now());

  const released = { actor: customer.manager, requestId: id, trace: TRACE };
  expect(await releaseRequest(outbox.auth, released)).toEqual({ ok: true });
  expect(await toldAt()).toBeNull();
  outbox.pass(239);
  expect(await tellOfLateRequests(outbox.deps)).toBe(0);
  outbox.pass(1);
  expect(await tellOfLateRequests(outbox.deps)).toBe(1);
});

test('requests that nobody can be told of keep no later one from being told', async ({ db }) => {
  const { customer, outbox } = await aWaiting(db, { email: null });
  await aSentRequest(outbox, customer);
  outbox.pass(1);
  const other = await anOrderingCustomer(db);
  await anOutlet(outbox, { sourceId: other.sourceId, address: 'http://127.0.0.1:9/odata/' });
  const { number } = await aSentRequest(outbox, other);
  await db.holder.update({
    where: { id: other.manager.holderId },
    data: { email: 'other@seller.example' },
  });
  outbox.pass(600);

  expect(await tellOfLateRequests(outbox.deps, 1)).toBe(1);

  expect(await lettersIn(db)).toMatchObject([{ address: 'other@seller.example', number }]);
});
