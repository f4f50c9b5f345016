import { afterEach, expect } from 'vitest';
import { createAsking } from '#portal/asking.server.ts';
import { parseSourceConfig } from '#portal/connectors/connection/source-config.ts';
import { beginConnection, storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import { askDueSources } from '#portal/jobs/ask-due-sources.server.ts';
import { createLogger } from '#portal/start-services.server.ts';
import { readEnv } from '#portal/env.server.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { ORDERS, WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { PASSWORD } from '#test/support/pulled-source.ts';

const opened: World[] = [];
afterEach(async () => {
  for (const { emulator } of opened.splice(0)) await emulator.close();
});

async function anAskingPortal(db: Db) {
  const world = await WORLDS[1].open();
  opened.push(world);
  const clock = { nowMs: NOON.getTime() };
  const secrets = { envelopeKeys: [new Uint8Array(32).fill(1)] as const };
  const asking = createAsking({
    db,
    audit,
    env: { mode: 'demo' },
    secrets,
    now: () => new Date(clock.nowMs),
  });
  const { address } = world.emulator;
  const parsed = parseSourceConfig({ name: 'erp', address, preset: 'business-central', timeZone: 'UTC' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  await storeConnection(asking, {
    config: parsed.config,
    credentials: PASSWORD,
    isDemo: false,
    startedById: null,
  });
  await beginConnection(asking, { name: 'erp', actorId: null });
  const lines: string[] = [];
  const log = createLogger(readEnv({}).env, { write: (line) => void lines.push(line) });
  const pass = (minutes: number) => {
    clock.nowMs += minutes * 60_000;
  };
  return { world, lines, pass, ask: () => askDueSources(asking, log) };
}

test('a source is asked when its time has come, by one process only, and not before', async ({ db }) => {
  const { world, ask, pass } = await anAskingPortal(db);

  await Promise.all([ask(), ask(), ask()]);
  const questions = world.emulator.asked.length;
  expect(await db.order.count()).toBe(ORDERS);

  pass(14);
  await ask();
  expect(world.emulator.asked).toHaveLength(questions);

  pass(2);
  await ask();
  expect(world.emulator.asked.length).toBeGreaterThan(questions);
});

test('a source that does not take its password is asked once, alarms, and is left alone', async ({ db }) => {
  const { world, ask, pass, lines } = await anAskingPortal(db);
  world.emulator.password = 'changed';
  let questions = 0;
  world.emulator.onRefused = () => {
    questions += 1;
  };

  await ask();
  pass(60);
  await ask();

  expect(questions).toBe(1);
  expect(await db.alarm.findMany({ select: { kind: true } })).toEqual([{ kind: 'source_credentials' }]);
  expect(lines.join('')).not.toContain('secret');
});

test('a source that suddenly shows nothing alarms, and its rows stay', async ({ db }) => {
  const { world, ask, pass } = await anAskingPortal(db);
  await ask();
  world.hideOrders(true);
  pass(24 * 60 + 1);

  await ask();

  expect(await db.alarm.findMany({ select: { kind: true } })).toEqual([{ kind: 'source_would_remove' }]);
  expect(await db.order.count({ where: { deletedAt: null } })).toBe(ORDERS);
});
