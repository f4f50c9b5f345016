import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runBrelok } from '#test/support/run-brelok.ts';
import { WRITING } from '#test/support/writing-world.ts';
import { WRITING_WORLDS } from '#test/support/writing-worlds.ts';

test('an operator opens an ERP (emulated) for orders with an account of its own, tests the way and closes it', async () => {
  const world = await WRITING_WORLDS[0].open();
  const dataDir = await mkdtemp(join(tmpdir(), 'brelok-cli-'));
  onTestFinished(async () => {
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const env = { ...process.env, DATA_DIR: dataDir, BRELOK_MODE: 'demo', NODE_ENV: '' };
  const source = (...args: string[]) => runBrelok(env, ['source', ...args]);
  const fileOf = async (name: string, value: object) => {
    const file = join(dataDir, name);
    await writeFile(file, JSON.stringify(value));
    return file;
  };
  const { address, preset } = world;
  const reading = { ...WRITING, user: 'reader' };
  const config = await fileOf('source.json', { name: 'erp', address, preset, timeZone: 'UTC' });
  await source('configure', config, '--credentials', await fileOf('reading.json', reading));

  const open = ['orders', 'erp', '--open', await fileOf('orders.json', { address, preset }), '--credentials'];
  const same = await source(...open, join(dataDir, 'reading.json'));
  expect(same).toMatchObject({ exitCode: 1, output: expect.stringContaining('the account that reads') });
  const writing = await fileOf('writing.json', WRITING);
  expect(await source(...open, writing)).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp')).toMatchObject({ exitCode: 0, output: `open: ${address}\n` });

  expect(await source('orders', 'erp', '--test')).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp', '--close')).toMatchObject({ exitCode: 0 });
  expect(await source('orders', 'erp')).toMatchObject({ exitCode: 1, output: 'closed\n' });
  expect(world.orders()).toEqual([]);
});
