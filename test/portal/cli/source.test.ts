import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { PASSWORD } from '#test/support/pulled-source.ts';
import { runBrelok } from '#test/support/run-brelok.ts';

type Fixtures = {
  dataDir: string;
  world: World;
  brelok: (...args: string[]) => ReturnType<typeof runBrelok>;
  configure: (differences?: object, credentials?: object | null) => ReturnType<typeof runBrelok>;
};

/** An empty data folder, the command line on it, and an emulated 1C. */
const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'brelok-cli-'));
    await use(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  },
  // oxlint-disable-next-line no-empty-pattern
  world: async ({}, use) => {
    const world = await WORLDS[0].open();
    await use(world);
    await world.emulator.close();
  },
  brelok: async ({ dataDir }, use) => {
    const env = { ...process.env, DATA_DIR: dataDir, BRELOK_MODE: 'demo', NODE_ENV: '' };
    await use((...args) => runBrelok(env, args));
  },
  configure: async ({ dataDir, world, brelok }, use) => {
    await use(async (differences = {}, credentials = PASSWORD) => {
      const [config, secrets] = [join(dataDir, 'source.json'), join(dataDir, 'credentials.json')];
      const { address } = world.emulator;
      const said = { name: 'erp', address, preset: '1c-ut11', timeZone: 'Europe/Moscow', ...differences };
      await writeFile(config, JSON.stringify(said));
      await writeFile(secrets, JSON.stringify(credentials));
      return brelok(
        'source',
        'configure',
        config,
        ...(credentials === null ? [] : ['--credentials', secrets]),
      );
    });
  },
});

test('an operator adds an ERP, tests it, looks at its rows, reads it, and sees how fresh it is', async ({
  brelok,
  configure,
}) => {
  expect(await configure()).toMatchObject({ exitCode: 0, output: expect.stringContaining('stored') });

  const tested = await brelok('source', 'test', 'erp');
  expect(tested.output).toContain('counterparty in Catalog_Контрагенты: all there');
  expect(tested.output).toContain('order in Document_ЗаказКлиента: FIELDS MISSING');
  expect(tested.exitCode).toBe(1);

  const preview = await brelok('source', 'preview', 'erp');
  expect(preview.output).toContain('order: 10 rows');
  expect(preview.output).toContain('"legalName":"ООО «Завод 1»"');

  const synced = await brelok('source', 'sync', 'erp', '--progress');
  expect(synced.output).toContain('order: 60 added');
  expect(synced.output).toMatch(/read order: \d+ of 60 rows/);
  expect(synced.exitCode).toBe(0);

  const status = await brelok('source', 'status');
  expect(status.output).toMatch(/erp: http:.*, every 15 min, next at/);
  expect(status.output).toMatch(/order: 60 rows, as of \d{4}-/);
  expect(status.exitCode).toBe(0);
}, 300_000);

test('what can’t be is refused with what to do, and no credential is repeated', async ({
  brelok,
  configure,
}) => {
  expect(await configure({ preset: '1c-ut12' })).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('preset: there is no preset 1c-ut12'),
  });
  const wrong = await configure({}, { kind: 'basic', user: 'a:b', password: 'hush-hush' });
  expect(wrong).toMatchObject({ exitCode: 1, output: expect.stringContaining('user: may have no colon') });
  expect(wrong.output).not.toContain('hush-hush');
  await configure({}, null);
  expect(await brelok('source', 'sync', 'nobody')).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('there is no such source'),
  });
  expect(await brelok('source', 'test')).toMatchObject({ exitCode: 2 });

  expect((await brelok('source', 'sync', 'erp')).output).toContain('its credentials are missing');
  expect(await brelok('source', 'status')).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('STOPPED: its credentials are missing'),
  });
}, 300_000);
