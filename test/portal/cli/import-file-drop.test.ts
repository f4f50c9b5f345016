import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { createDb } from '#prisma/client.ts';
import { runBrelok } from '#test/support/run-brelok.ts';

/** The command line as it is typed in a folder of the operator's own; its data folder is not there yet. */
const test = base.extend<{ folder: string; brelok: (...args: string[]) => ReturnType<typeof runBrelok> }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-cli-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  brelok: async ({ folder }, use) => {
    const settings = { BRELOK_MODE: 'demo', NODE_ENV: '', DATA_DIR: join(folder, 'data') };
    await use((...args) => runBrelok({ ...process.env, ...settings, INIT_CWD: folder }, args));
  },
});

test('an operator generates a demo’s export and takes it into a data folder that is not there yet', async ({
  folder,
  brelok,
}) => {
  const made = await brelok('demo', 'generate', '--out', 'drop', '--orders', '3', '--customers', '1');
  expect(made).toMatchObject({ exitCode: 0, output: expect.stringContaining('orders.csv: 3 rows') });

  const first = await brelok('import', 'file-drop', 'drop');
  expect(first.output).toMatch(/^database: \d+ migrations applied/);
  expect(first.output).toContain('order: 3 added');
  expect(first.exitCode).toBe(0);

  const again = await brelok('import', 'file-drop', 'drop');
  expect(again).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing to do') });

  const db = createDb(`file:${join(folder, 'data', 'brelok.db')}`);
  expect([await db.order.count(), await db.importRun.count()]).toEqual([3, 1]);
  await db.$disconnect();
});

test('the program ends with the exit code of the command', async ({ brelok }) => {
  const unknown = await brelok('enroll');
  expect(unknown).toMatchObject({ exitCode: 2, output: expect.stringContaining('no command "enroll"') });
  const notThere = await brelok('import', 'file-drop', 'none');
  expect(notThere).toMatchObject({ exitCode: 1, output: expect.stringContaining('nothing was changed') });
});
