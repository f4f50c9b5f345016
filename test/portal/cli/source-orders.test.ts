import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createAsking } from '#portal/asking.server.ts';
import { runCommandLine } from '#portal/cli/run-command-line.ts';
import { parseSourceConfig } from '#portal/connectors/connection/source-config.ts';
import { storeConnection } from '#portal/connectors/connection/store-connection.server.ts';
import { test } from '#test/support/installation.ts';
import { WRITING } from '#test/support/writing-world.ts';
import { WRITING_WORLDS } from '#test/support/writing-worlds.ts';

test('an operator opens an ERP (emulated) for orders with an account of its own, tests the way and closes it', async ({
  db,
  dataDir,
  databaseUrl,
  openInstallation,
}) => {
  const world = await WRITING_WORLDS[0].open();
  onTestFinished(world.close);
  const source = async (...words: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const variables = { BRELOK_MODE: 'demo', DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
    const line = { words: ['source', ...words], calledFrom: dataDir, variables, print, printError: print };
    return { exitCode: await runCommandLine(line), output: lines.join('\n') };
  };
  const fileOf = async (name: string, value: object) => {
    const file = join(dataDir, name);
    await writeFile(file, JSON.stringify(value));
    return file;
  };
  const { address, preset } = world;
  const reading = { ...WRITING, user: 'reader' };
  const readingFile = await fileOf('reading.json', reading);
  const { audit, auth, env, secrets } = openInstallation({ BRELOK_MODE: 'demo' });
  const asking = createAsking({ db, audit, env, secrets, now: auth.now });
  const parsed = parseSourceConfig({ name: 'erp', address, preset, timeZone: 'UTC' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { config } = parsed;
  await storeConnection(asking, { config, credentials: reading, isDemo: false, startedById: null });

  const open = ['orders', 'erp', '--open', await fileOf('orders.json', { address, preset }), '--credentials'];
  const same = await source(...open, readingFile);
  expect(same).toMatchObject({ exitCode: 1, output: expect.stringContaining('the account that reads') });
  const writing = await fileOf('writing.json', WRITING);
  expect(await source(...open, writing)).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp')).toMatchObject({ exitCode: 0, output: `open: ${address}` });

  expect(await source('orders', 'erp', '--test')).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp', '--close')).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp')).toMatchObject({ exitCode: 1, output: 'closed' });
  expect(world.orders()).toEqual([]);
});
