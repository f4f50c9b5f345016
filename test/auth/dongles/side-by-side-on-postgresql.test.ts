/** Old keys on PostgreSQL, where transactions run side by side: two computers at once, and one that is taken away meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';
import { removeComputer } from '#auth/dongles/remove-computer.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { aCustomerActor } from '#test/support/actors.ts';
import { openTestAuth, TRACE } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import { beginWithDongle, enrolledDongle } from '#test/support/soft-agent.ts';
import type { Registered } from '#test/support/soft-agent.ts';

let testDb: TestDb;
let auth: TestAuth;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
  auth = openTestAuth(testDb.db);
});

afterAll(() => testDb.close());

/** The same dongle at a second computer of its account. */
async function atSecondComputer(key: Registered): Promise<Registered> {
  const { agent, agentId } = await enrolledDongle(auth);
  await auth.db.agent.update({ where: { id: agentId }, data: { accountId: key.accountId ?? '' } });
  await auth.db.dongleAgent.create({ data: { keyId: key.keyId, agentId, addedAt: auth.now() } });
  return { ...key, agent, agentId };
}

/** A sign-in takes its request out of use, counts a try of the PIN, and then opens a session. */
const OPENING = 3;

/** So many sign-ins do the first two things one after the other, and come to the last in one moment. */
function meetingAfterPin(db: Db, visitors: number): () => Db {
  let [counted, arrived]: [Promise<unknown>, number] = [Promise.resolve(), 0];
  let open = (): void => undefined;
  const allAreHere = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    let transactions = 0;
    const transact = async <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => {
      transactions += 1;
      if (transactions < OPENING) {
        const done = counted.then(() => db.$transaction(work));
        counted = done;
        return done;
      }
      arrived += 1;
      if (arrived === visitors) open();
      await allAreHere;
      return db.$transaction(work);
    };
    return new Proxy(db, {
      get: (target, name) => (name === '$transaction' ? transact : Reflect.get(target, name)),
    });
  };
}

test('of two computers at which one dongle signs in at once one is let in, and somebody is told', async () => {
  const { db } = testDb;
  const key = await enrolledDongle(auth);
  const begun = [await beginWithDongle(auth, key), await beginWithDongle(auth, await atSecondComputer(key))];
  const meeting = meetingAfterPin(db, begun.length);
  const outcomes = await Promise.all(begun.map((one) => finishDongleSignIn({ ...auth, db: meeting() }, one)));
  expect(outcomes.map((one) => (one.ok ? 'in' : one.reason)).toSorted()).toEqual(['dongle_in_use', 'in']);
  expect(await db.session.count({ where: { keyId: key.keyId, endedAt: null } })).toBe(1);
  expect(await db.alarm.findMany({ where: { keyId: key.keyId }, select: { kind: true } })).toEqual([
    { kind: 'dongle_elsewhere' },
  ]);
});

test('a computer that is taken away while a dongle signs in there lets nobody in', async () => {
  const { db } = testDb;
  const key = await enrolledDongle(auth);
  const colleague = await aCustomerActor(db, { account: { id: key.accountId ?? '' } });
  const actor = { ...colleague, holderId: key.holderId };
  const begun = await beginWithDongle(auth, key);
  const signIns: ReturnType<typeof finishDongleSignIn>[] = [];
  const audit: TestAuth['audit'] = {
    ...auth.audit,
    record: async (...event) => {
      signIns.push(finishDongleSignIn(auth, begun)); // what is removed is written, and nobody else sees it yet
      await expect.poll(() => waitingForLocks(db)).toBe(1);
      return auth.audit.record(...event);
    },
  };
  const removal = { agentId: key.agentId, actor, trace: TRACE };
  expect((await removeComputer({ ...auth, audit }, removal)).ok).toBe(true);
  expect(await Promise.all(signIns)).toMatchObject([{ ok: false, reason: 'agent_revoked' }]);
  expect(await db.session.count({ where: { keyId: key.keyId } })).toBe(0);
});

async function waitingForLocks(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<
    { waiting: number }[]
  >`SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}
