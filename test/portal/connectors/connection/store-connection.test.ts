import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect } from 'vitest';
import { createAsking } from '#portal/asking.server.ts';
import {
  previewConnection,
  syncConnection,
  testConnection,
} from '#portal/connectors/connection/ask-source.server.ts';
import type { AskingDeps } from '#portal/connectors/connection/ask-source.server.ts';
import { parseSourceConfig } from '#portal/connectors/connection/source-config.ts';
import { storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON, readLog } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import { PASSWORD } from '#test/support/pulled-source.ts';

const CONFIG = {
  name: 'erp',
  address: 'https://erp.example/ut/odata/standard.odata/',
  preset: '1c-ut11',
  timeZone: 'Europe/Moscow',
};
const SYNC = { startedById: null, isFull: false, allowRemoval: false };

function asking(
  db: Db,
  envelopeKeys: readonly [Uint8Array, ...Uint8Array[]] = [randomBytes(32)],
): AskingDeps {
  return createAsking({ db, audit, env: { mode: 'demo' }, secrets: { envelopeKeys }, now: () => NOON });
}

async function store(deps: AskingDeps, config: object, credentials: SourceCredentials | null) {
  const parsed = parseSourceConfig({ ...CONFIG, ...config });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return storeConnection(deps, { config: parsed.config, credentials, isDemo: false, startedById: null });
}

describe('credentials', () => {
  test('lie encrypted, and are nowhere in the database or the log', async ({ db }) => {
    await store(asking(db), {}, { kind: 'basic', user: 'portal', password: 'correct horse' });

    const stored = inspect([await db.sourceConnection.findMany(), await readLog(db)], { depth: 5 });
    expect(stored).not.toMatch(/correct horse|portal:|cG9ydGFs/);
  });

  test.for([
    ['scheme', 'http://erp.example/ut/odata/standard.odata/'],
    ['host', 'https://erp2.example/ut/odata/standard.odata/'],
    ['port', 'https://erp.example:8443/ut/odata/standard.odata/'],
  ] as const)('are deleted when the %s changes', async ([, address], { db }) => {
    const deps = asking(db);
    await store(deps, {}, PASSWORD);

    expect(await store(deps, { address }, null)).toMatchObject({ ok: true, areCredentialsGone: true });

    expect(await db.sourceConnection.findFirst()).toMatchObject({ credentialsSealed: null });
    expect(await testConnection(deps, 'erp')).toEqual({ ok: false, reason: 'credentials_missing' });
  });

  test('stay when the path, the preset or the schedule changes', async ({ db }) => {
    const deps = asking(db);
    await store(deps, {}, PASSWORD);

    const changed = await store(deps, { address: 'https://erp.example/other/', everyMinutes: 60 }, null);

    expect(changed).toMatchObject({ ok: true, areCredentialsGone: false });
  });

  test('WEB-11 go to no address that somebody writes into the database', async ({ db }) => {
    const capture = await startFaultProxy();
    const deps = asking(db);
    await store(deps, {}, PASSWORD);
    await db.sourceConnection.updateMany({ data: { address: `${capture.origin}/ut/odata/standard.odata/` } });

    expect(await testConnection(deps, 'erp')).toEqual({ ok: false, reason: 'credentials_missing' });

    expect(capture.seen).toEqual([]);
    await capture.close();
  });

  test('open for no other source, and under an older key as long as it is given', async ({ db }) => {
    const [oldKey, newKey] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
    const owner = { sourceId: 'one', origin: 'https://erp.example' };
    const sealed = asking(db, [oldKey]).box.seal(owner, PASSWORD);
    const { box } = asking(db, [newKey, oldKey]);

    expect(box.open(owner, sealed)).toEqual(PASSWORD);
    expect(box.open({ ...owner, sourceId: 'other' }, sealed)).toBeNull();
    expect(asking(db, [newKey]).box.open(owner, sealed)).toBeNull();
    const resealed = box.reseal(owner, sealed) ?? '';
    expect(asking(db, [newKey]).box.open(owner, resealed)).toEqual(PASSWORD);
    expect(box.reseal(owner, resealed)).toBe(resealed);
  });
});

test('a name that a source of another kind has is not taken', async ({ db }) => {
  await db.source.create({ data: { kind: 'file-drop', name: 'erp', createdAt: NOON } });

  expect(await store(asking(db), {}, PASSWORD)).toEqual({ ok: false, reason: 'name_taken' });
});

test('adding and changing a source is in the audit log', async ({ db }) => {
  const deps = asking(db);
  await store(deps, {}, PASSWORD);
  await store(deps, { everyMinutes: 30 }, null);

  expect((await readLog(db)).map(({ type }) => type)).toEqual(['source_added', 'source_changed']);
});

describe('a configuration is refused with what to do:', () => {
  const faultsOf = (config: object) => {
    const parsed = parseSourceConfig({ ...CONFIG, ...config });
    return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
  };
  test.for([
    [
      'a password in the address',
      { address: 'https://u:p@erp.example/' },
      /^address: is the address of the service/,
    ],
    ['another protocol', { address: 'file:///etc/passwd' }, /^address: /],
    [
      'a preset that there is not',
      { preset: '1c-ut12' },
      /^preset: there is no preset 1c-ut12; there are 1c-ut11, /,
    ],
    ['neither preset nor mapping', { preset: undefined }, /^preset: either a preset or a mapping is needed/],
    ['a setting that is missing', { preset: 'infor-ln' }, /^settings.company: the mapping needs it/],
    [
      'a setting that would break out of a header',
      { settings: { company: '1\r\nX: y' } },
      /^settings.company: is letters/,
    ],
    ['a time zone that there is not', { timeZone: 'Mars/Base' }, /^timeZone: is an IANA time zone/],
    ['a wrong mapping', { preset: undefined, mapping: { mapping: 2 } }, /^mapping.mapping: /],
  ] as const)('%s', ([, config, fault]) => {
    expect(faultsOf(config)).toContainEqual(expect.stringMatching(fault));
  });
});

describe.each(WORLDS)('$name', ({ open }) => {
  test('the test says which sets and fields are missing', async ({ db }) => {
    const world = await open();
    const deps = asking(db);
    await storeWorld(deps, world);
    world.unpublishInvoices();

    const outcome = await testConnection(deps, 'erp');

    expect(outcome.ok && outcome.sets.filter(({ kind }) => kind === 'invoice')).toMatchObject([
      { ok: false, reason: 'set_missing' },
    ]);
    const order = outcome.ok ? outcome.sets.find(({ kind }) => kind === 'order') : undefined;
    // The emulators have the fields that the tests need; the others of the preset are told one by one.
    expect(order?.missing).not.toContain(world.numberField);
    await world.emulator.close();
  });

  test('the preview shows rows as they would be stored, and stores none', async ({ db }) => {
    const world = await open();
    const deps = asking(db);
    await storeWorld(deps, world);

    const outcome = await previewConnection(deps, 'erp');

    const orders = outcome.ok ? outcome.kinds.find(({ kind }) => kind === 'order') : undefined;
    expect(orders?.rows).toHaveLength(10);
    expect(orders?.rows.every(({ ok }) => ok)).toBe(true);
    expect(await db.order.count()).toBe(0);

    world.unpublishInvoices();
    const less = await previewConnection(deps, 'erp');
    const faulty = less.ok ? less.kinds.filter(({ fault }) => fault !== null) : [];
    expect(faulty.map(({ kind }) => kind)).toContain('invoice'); // the others are shown all the same
    expect(less.ok && less.kinds.find(({ kind }) => kind === 'order')?.rows).toHaveLength(10);
    await world.emulator.close();
  });

  test('a wrong password stops the source, is told in the log once, and a right one ends the stop', async ({
    db,
  }) => {
    const world = await open();
    const deps = asking(db);
    await storeWorld(deps, world);
    const { password } = world.emulator;
    world.emulator.password = 'changed';

    await syncConnection(deps, 'erp', SYNC);
    await syncConnection(deps, 'erp', SYNC);

    expect(await db.sourceConnection.findFirst()).toMatchObject({ stoppedBy: 'credentials' });
    const refusals = (await readLog(db)).filter(({ reason }) => reason === 'credentials');
    expect(refusals).toHaveLength(1);
    world.emulator.password = password;
    await syncConnection(deps, 'erp', SYNC);
    expect(await db.sourceConnection.findFirst()).toMatchObject({ stoppedBy: null });
    await world.emulator.close();
  });
});

function storeWorld(deps: ReturnType<typeof asking>, { emulator, mapping, credentials }: World) {
  const config = { address: emulator.address, preset: undefined, mapping, settings: { database: 'shop' } };
  return store(deps, config, credentials ?? PASSWORD);
}
