/** The command line for every kind of source: added, tested, looked at, read, and told of. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ORDERS, WORLDS } from '#test/support/emulated-worlds.ts';
import { PASSWORD } from '#test/support/pulled-source.ts';
import { runBrelok } from '#test/support/run-brelok.ts';

test.each(WORLDS)('brelok source, $name: configure, test, preview, sync, status', async ({ open }) => {
  const world = await open();
  const dataDir = await mkdtemp(join(tmpdir(), 'brelok-cli-'));
  const env = { ...process.env, DATA_DIR: dataDir, BRELOK_MODE: 'demo', NODE_ENV: '' };
  const source = (...args: string[]) => runBrelok(env, ['source', ...args]);
  const [config, secrets] = [join(dataDir, 'source.json'), join(dataDir, 'credentials.json')];
  const { mapping, emulator } = world;
  const settings = { database: 'shop' };
  const said = { name: 'erp', address: emulator.address, mapping, settings, timeZone: 'Europe/Moscow' };
  await writeFile(config, JSON.stringify(said));
  await writeFile(secrets, JSON.stringify(world.credentials ?? PASSWORD));

  expect(await source('configure', config, '--credentials', secrets)).toMatchObject({ exitCode: 0 });
  expect((await source('test', 'erp')).output).toMatch(/^product in .*: (all there|FIELDS MISSING)/m);
  expect((await source('preview', 'erp')).output).toContain('order: 10 rows');
  const synced = await source('sync', 'erp', '--progress');
  expect(synced).toMatchObject({ exitCode: 0 });
  expect(synced.output).toMatch(/^read order: \d+.* rows, \d+ a second/m);
  expect(synced.output).toContain(`order: ${ORDERS} added`);
  const status = await source('status');
  expect(status).toMatchObject({ exitCode: 0 });
  expect(status.output).toMatch(new RegExp(`order: ${ORDERS} rows, as of \\d{4}-`));

  await emulator.close();
  await rm(dataDir, { recursive: true, force: true });
});
