/** A server that writes down all that it is sent stands where each kind of source is said to have moved to. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import { createAsking } from '#portal/asking.server.ts';
import {
  previewConnection,
  syncConnection,
  testConnection,
} from '#portal/connectors/connection/ask-source.server.ts';
import { parseSourceConfig } from '#portal/connectors/connection/source-config.ts';
import { storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import { PASSWORD } from '#test/support/pulled-source.ts';

const SYNC = { startedById: null, isFull: false, allowRemoval: false };

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** An administrator's portal with this source in it, whose credentials were taken once. */
async function aConnected(db: Db, open: () => Promise<World>) {
  const world = await open();
  const capture = await startFaultProxy();
  const front = await startFaultProxy(new URL(world.emulator.address).origin);
  opened.push(world.emulator, capture, front);
  const envelopeKeys = [randomBytes(32)] as const;
  const deps = createAsking({ db, audit, env: { mode: 'demo' }, secrets: { envelopeKeys }, now: () => NOON });
  const { pathname } = new URL(world.emulator.address);
  const configure = (origin: string, credentials: SourceCredentials | null) => {
    const parsed = parseSourceConfig({
      name: 'erp',
      address: new URL(pathname, origin).href,
      mapping: world.mapping,
      settings: { database: 'shop' },
      timeZone: 'Europe/Moscow',
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const request = { config: parsed.config, credentials, isDemo: false, startedById: null };
    return storeConnection(deps, request);
  };
  const credentials = world.credentials ?? PASSWORD;
  await configure(front.origin, credentials);
  const everything = async () => [
    await testConnection(deps, 'erp'),
    await previewConnection(deps, 'erp'),
    await syncConnection(deps, 'erp', SYNC),
  ];
  const isConnected = async () => (await testConnection(deps, 'erp')).ok;
  return { capture, front, credentials, configure, everything, isConnected };
}

describe.each(WORLDS)('WEB-11 $name: no credential reaches', ({ open }) => {
  test('another host or port that its address was changed to, and only there they are entered anew', async ({
    db,
  }) => {
    const { capture, front, credentials, configure, everything, isConnected } = await aConnected(db, open);
    expect(await isConnected()).toBe(true);
    front.seen.length = 0;
    const missing = { ok: false, reason: 'credentials_missing' };
    for (const origin of [capture.origin, front.origin.replace('127.0.0.1', 'localhost')]) {
      await configure(front.origin, credentials);
      expect(await configure(origin, null)).toMatchObject({ ok: true, areCredentialsGone: true });
      expect(await everything()).toEqual([missing, missing, missing]);
    }

    // Nor do they come back with the old address.
    await configure(front.origin, null);
    expect(await everything()).toEqual([missing, missing, missing]);
    expect([capture.seen, front.seen]).toEqual([[], []]);
    await configure(front.origin, credentials);
    expect(await isConnected()).toBe(true);
  });

  test('a host that it sends its askers to', async ({ db }) => {
    const { capture, front, everything } = await aConnected(db, open);
    front.always({ kind: 'redirect', to: `${capture.origin}/` });

    for (const outcome of await everything()) {
      expect(JSON.stringify(outcome)).toContain('redirected');
    }

    expect(front.seen.length).toBeGreaterThan(0);
    expect(capture.seen).toEqual([]);
  });
});
