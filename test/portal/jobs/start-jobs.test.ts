import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { startJobs } from '#portal/jobs/start-jobs.server.ts';
import type { PortalServices } from '#portal/portal-services.server.ts';
import { createLogger } from '#portal/start-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { attack } from '#test/support/audit-log.ts';
import { anAccount } from '#test/support/builders.ts';
import { aStaffProposal } from '#test/support/four-eyes.ts';
import { test as withPortal } from '#test/support/portal-test.ts';
import { aTrader, anOrder } from '#test/support/trade-builders.ts';

const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 60_000, interval: 20 };

/** `services` of a portal whose log is read by the test in `lines`. */
const test = withPortal.extend<{ services: PortalServices; lines: string[] }>({
  // oxlint-disable-next-line no-empty-pattern
  lines: ({}, use) => use([]),
  services: ({ portal: { services }, lines }, use) => {
    const log = createLogger(services.env, { write: (line) => void lines.push(line) });
    return use({ ...services, log });
  },
});

test('at the start every job runs once, and what a process left behind when it died is settled', async ({
  db,
  services,
  lines,
}) => {
  const order = await leaveOwnerPending(db);
  const { sourceId } = await db.counterparty.findFirstOrThrow({ select: { sourceId: true } });
  const source = await db.source.findUniqueOrThrow({ where: { id: sourceId }, select: { name: true } });
  await spendChallenge(db, 'old', -HOUR_MS);
  await spendChallenge(db, 'fresh', HOUR_MS);
  await record(services);

  const jobs = startJobs(services);
  await vi.waitFor(async () => {
    expect(await ownerOf(db, order.id)).toBe(order.newOwner);
    expect(await challenges(db)).toEqual([hashOf('fresh')]);
    expect(existsSync(checkpointsOf(services))).toBe(true);
    expect(existsSync(join(services.env.dataDir, 'outgoing', source.name, 'key-discounts.csv'))).toBe(true);
  }, PATIENCE);
  jobs.stop();
  expect(await db.counterparty.count({ where: { isOwnerPending: true } })).toBe(0);
  expect(lines).toEqual([]);
});

test('a job that fails is logged with its reason, and the others go on', async ({ db, services, lines }) => {
  await spendChallenge(db, 'old', -HOUR_MS);
  await record(services);
  await writeFile(join(services.env.dataDir, 'audit-checkpoints'), 'a file where the folder should be');

  const jobs = startJobs(services);
  await vi.waitFor(async () => {
    expect(lines).toHaveLength(1);
    expect(await challenges(db)).toEqual([]);
  }, PATIENCE);
  jobs.stop();
  expect(JSON.parse(lines.join())).toMatchObject({
    msg: 'job failed',
    name: 'anchor the audit log',
    error: { message: expect.stringContaining('ENOTDIR') },
  });
});

test('ADM-06 a log that is not what was anchored is not anchored anew, and the operator is told', async ({
  db,
  services,
  lines,
}) => {
  await record(services);
  const first = startJobs(services);
  await vi.waitFor(() => expect(existsSync(checkpointsOf(services))).toBe(true), PATIENCE);
  first.stop();
  const anchored = await readFile(checkpointsOf(services), 'utf8');

  await attack(db, `UPDATE "AuditEvent" SET "hash" = zeroblob(32)`);
  const second = startJobs(services);
  await vi.waitFor(() => expect(lines).toHaveLength(1), PATIENCE);
  second.stop();
  expect(JSON.parse(lines.join())).toMatchObject({
    reason: 'log_differs_from_checkpoint',
    msg: expect.stringContaining('npm run brelok -- audit verify'),
  });
  expect(await readFile(checkpointsOf(services), 'utf8')).toBe(anchored);
});

test('ADM-02 a lone administrator’s change takes effect when its day is over, though nobody asks again', async ({
  db,
  services,
}) => {
  const { proposalId } = await aStaffProposal(db, { isAlone: true });
  const due = new Date(Date.now() - 1000);
  await db.proposal.update({ where: { id: proposalId }, data: { effectiveAt: due } });
  const jobs = startJobs(services);
  await vi.waitFor(async () => expect(await db.policyVersion.count()).toBe(2), PATIENCE);
  jobs.stop();
  expect(await db.proposal.findFirst()).toMatchObject({ status: 'approved', decidedById: 'system' });
});

test('a job comes round again, and no more once the jobs are stopped', async ({ db, services }) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  try {
    const jobs = startJobs(services);
    await spendChallenge(db, 'while running', -HOUR_MS);
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await challenges(db)).toEqual([]);
    }, PATIENCE);
    jobs.stop();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

/** An order that still carries the account of before, as a process that died on the way leaves it. */
async function leaveOwnerPending(db: Db): Promise<{ id: string; newOwner: string }> {
  const trader = await aTrader(db);
  const { id: counterpartyId } = await db.counterparty.findFirstOrThrow({ select: { id: true } });
  const { id } = await anOrder(db, { ...trader, counterpartyId });
  const { id: newOwner } = await anAccount(db);
  await db.counterparty.update({
    where: { id: counterpartyId },
    data: { accountId: newOwner, isOwnerPending: true },
  });
  return { id, newOwner };
}

async function ownerOf(db: Db, orderId: string): Promise<string | null> {
  const { accountId } = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    select: { accountId: true },
  });
  return accountId;
}

async function spendChallenge(db: Db, name: string, expiresInMs: number): Promise<void> {
  const expiresAt = new Date(Date.now() + expiresInMs);
  await db.spentChallenge.create({ data: { challengeHash: hashOf(name), purpose: 'sign-in', expiresAt } });
}

async function challenges(db: Db): Promise<string[]> {
  return (await db.spentChallenge.findMany()).map(({ challengeHash }) => challengeHash);
}

async function record({ db, audit, now }: PortalServices): Promise<void> {
  await db.$transaction((tx) =>
    audit.record(tx, { type: 'company_settings_changed', result: 'ok', actorId: randomUUID(), at: now() }),
  );
}

function checkpointsOf({ env }: PortalServices): string {
  return join(env.dataDir, 'audit-checkpoints', 'audit-checkpoints.ndjson');
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
