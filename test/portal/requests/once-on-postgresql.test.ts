/**
 * On PostgreSQL transactions run side by side: a draft is sent once, a request or claim leaves once, a source is asked and a letter
 * is sent by one of several processes. Two processes here are two pools of connections to one database.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendLetters } from '#auth/letters/send-letters.ts';
import { writeLetter } from '#auth/letters/write-letter.ts';
import { deliverClaims } from '#portal/claims/deliver-claims.server.ts';
import { sendClaim } from '#portal/claims/send-claim.server.ts';
import { decideClaim } from '#portal/claims/settle-claim.server.ts';
import { claimDueSources } from '#portal/connectors/connection/claim-due-sources.server.ts';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { addGoods } from '#portal/requests/draft-request.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { sendRequest } from '#portal/requests/send-request.server.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aClaimingCustomer, aClaimOf, entryOfClaim } from '#test/support/claim-builders.ts';
import type { TestDb } from '#test/support/db.ts';
import { startOrderEmulator } from '#test/support/order-emulator.ts';
import type { OrderEmulator } from '#test/support/order-emulator.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import { anOrderingCustomer, anOutbox, anOutlet, aSentRequest } from '#test/support/request-builders.ts';
import type { OrderingCustomer, Outbox } from '#test/support/request-builders.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';

let testDb: TestDb;
let otherDb: Db;
let erp: OrderEmulator;
let customer: OrderingCustomer;
/** One a process. */
let outboxes: [Outbox, Outbox];

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
  otherDb = createDb(testDb.url);
  erp = await startOrderEmulator('v3');
  customer = await anOrderingCustomer(testDb.db);
  outboxes = [anOutbox(testDb.db), anOutbox(otherDb)];
  await anOutlet(outboxes[0], { sourceId: customer.sourceId, address: erp.address });
});

afterAll(async () => {
  await erp.close();
  await otherDb.$disconnect();
  await testDb.close();
});

/** The same in both processes, twice in each, in one moment. */
function everywhere<Outcome>(work: (outbox: Outbox) => Promise<Outcome>): Promise<Outcome[]> {
  return Promise.all([...outboxes, ...outboxes].map(work));
}

test('a draft whose sending is pressed several times at once is one request', async () => {
  const { db } = testDb;
  const { actor, product } = customer;
  const lines = [{ productId: product.id, quantity: '3' }];
  const drafted = await addGoods(db, { actor, requestId: null, lines, at: outboxes[0].now() });
  if (!drafted.ok) throw new Error(drafted.reason);
  const { requestId } = drafted;
  const draft = await findRequest(db, { actor, requestId, on: TODAY_ON });
  if (!draft?.total) throw new Error('the draft has no price');
  const { changedAt, lines: priced, total } = draft;
  const request = { actor, requestId, changedAt, lines: priced, total, isSigned: false, trace: TRACE };

  const outcomes = await everywhere(({ auth }) => sendRequest(auth, request));

  const [sent, ...others] = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.number] : []));
  expect(others).toEqual([]);
  expect(await db.outboxEntry.findMany({ select: { key: true } })).toEqual([{ key: sent }]);
  expect(await db.orderRequest.findMany({ select: { number: true } })).toEqual([{ number: sent }]);
  expect(await db.auditEvent.count({ where: { type: 'order_request_sent' } })).toBe(1);
});

test('goods that are put on a draft in the moment in which it is sent are on it and unsent, or on another one', async () => {
  const { db } = testDb;
  const { actor, product } = customer;
  const wanted = [{ productId: product.id, quantity: '1' }];
  const add = (into: Db, { now }: Outbox) =>
    addGoods(into, { actor, requestId: null, lines: wanted, at: now() });
  const drafted = await add(db, outboxes[0]);
  if (!drafted.ok) throw new Error(drafted.reason);
  const { requestId } = drafted;
  const draft = await findRequest(db, { actor, requestId, on: TODAY_ON });
  if (!draft?.total) throw new Error('the draft has no price');
  const { changedAt, lines, total } = draft;
  const request = { actor, requestId, changedAt, lines, total, isSigned: false, trace: TRACE };

  outboxes[1].pass(1);
  const [, sent] = await Promise.all([add(otherDb, outboxes[1]), sendRequest(outboxes[0].auth, request)]);
  outboxes[0].pass(1);

  const { lines: stored } = await db.orderRequest.findUniqueOrThrow({
    where: { id: requestId },
    select: { lines: { select: { quantity: true } } },
  });
  expect(stored).toEqual([{ quantity: sent.ok ? '1' : '2' }]);
});

test('two processes bring each request to the ERP (emulated) once', async () => {
  const { db } = testDb;
  for (const quantity of ['4', '5', '6']) await aSentRequest(outboxes[0], { ...customer, quantity });
  const waiting = await db.outboxEntry.findMany({ where: { state: 'waiting' }, select: { key: true } });
  const before = erp.orders.length;

  const tried = await everywhere(({ deps }) => deliverRequests(deps));

  expect(waiting.length).toBeGreaterThan(2);
  expect(tried.reduce((sum, count) => sum + count, 0)).toBe(waiting.length);
  expect(erp.orders.length - before).toBe(waiting.length);
  expect(new Set(erp.orders.map((order) => order['НомерПоДаннымКлиента'])).size).toBe(erp.orders.length);
  expect(await db.outboxEntry.count({ where: { state: { not: 'taken' } } })).toBe(0);
  expect(await db.auditEvent.count({ where: { type: 'order_request_taken' } })).toBe(erp.orders.length);
});

test('a job is done by one of two processes: a source has one turn, a letter leaves once', async () => {
  const { db } = testDb;
  const [{ now }] = outboxes;
  const asked = { mappingJson: '{}', timeZone: 'UTC', credentialsSealed: 'sealed', everyMinutes: 15 };
  await db.sourceConnection.create({
    data: { ...asked, sourceId: customer.sourceId, address: erp.address, changedAt: now(), dueAt: now() },
  });
  const turns = await everywhere(async ({ auth }) => {
    const names: string[] = [];
    for await (const { name } of claimDueSources({ db: auth.db, now })) names.push(name);
    return names;
  });
  expect(turns.flat()).toEqual([customer.sourceName]);

  const unnamed = { keyLabel: null, holderName: null, accountName: null };
  const letter = { kind: 'alarm_raised', alarm: 'copied', ...unnamed } as const;
  const to = ['one', 'two', 'three'].map((name) => {
    return { holderId: null, address: `${name}@works.example`, language: 'ru' };
  });
  await db.$transaction((tx) => writeLetter(tx, { letter, to, at: now() }));
  const left: string[] = [];
  await everywhere(({ auth }) =>
    sendLetters(auth, ({ address }) => {
      left.push(address);
      return Promise.resolve({ ok: true });
    }),
  );
  expect(left.toSorted()).toEqual(to.map(({ address }) => address).toSorted());
});

test('a claim whose form comes several times at once is one claim, leaves once and is decided once', async () => {
  const { db } = testDb;
  const claiming = await aClaimingCustomer(db);
  await anOutlet(outboxes[0], { sourceId: claiming.sourceId });
  const claim = await aClaimOf(db, claiming);

  const sent = await everywhere(({ auth }) => sendClaim(auth, claim));
  const ids = sent.flatMap((outcome) => (outcome.ok ? [outcome.claimId] : []));
  const [claimId = ''] = ids;
  const tried = await everywhere(({ deps }) => deliverClaims(deps));
  const by = { actor: claiming.manager, claimId, trace: TRACE, answer: 'seen' };
  const decisions = await Promise.all(
    (['accepted', 'refused', 'accepted', 'refused'] as const).map((decision, index) =>
      decideClaim(outboxes[index % 2 === 0 ? 0 : 1].auth, { ...by, decision }),
    ),
  );

  expect(new Set(ids)).toEqual(new Set([claimId]));
  expect(ids).toHaveLength(4);
  expect(sent.filter((outcome) => outcome.ok && outcome.isNew)).toHaveLength(1);
  expect(await db.letter.count({ where: { kind: 'claim_waiting' } })).toBe(1);
  expect(tried.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await entryOfClaim(db, claimId)).toMatchObject({ state: 'handed', attempts: 1 });
  expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
  const settled = { type: { in: ['claim_accepted', 'claim_refused'] } };
  expect(await db.auditEvent.count({ where: settled })).toBe(1);
});
