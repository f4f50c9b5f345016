import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { createDb } from '#prisma/client.ts';
import { runBrelok } from '#test/support/run-brelok.ts';

const SAMPLES = ['carono-import-small.xml', 'carono-offers.xml', 'carono-orders.xml'].map(
  (name) => `test/fixtures/commerceml/${name}`,
);

/** An empty data folder and the command line on it; no portal runs. */
const test = base.extend<{ dataDir: string; brelok: (...args: string[]) => ReturnType<typeof runBrelok> }>({
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'brelok-cli-'));
    await use(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  },
  brelok: async ({ dataDir }, use) => {
    const env = { ...process.env, DATA_DIR: dataDir, BRELOK_MODE: 'demo', NODE_ENV: '' };
    await use((...args) => runBrelok(env, args));
  },
});

test('an operator takes in an export of 1C into an empty data folder, once', async ({ brelok, dataDir }) => {
  const first = await brelok('import', 'commerceml', ...SAMPLES);
  expect(first.output).toContain('product: 7 added');
  expect(first.output).toContain('taken in');
  expect(first.exitCode).toBe(0);

  const again = await brelok('import', 'commerceml', ...SAMPLES);
  expect(again).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing to do') });

  const db = createDb(`file:${join(dataDir, 'brelok.db')}`);
  expect(await db.order.count()).toBe(1);
  expect(await db.source.findMany({ select: { kind: true, name: true } })).toEqual([
    { kind: 'commerceml', name: '1C' },
  ]);
  await db.$disconnect();
});

test('a set with a broken, a dangerous or a missing file changes nothing and says where the fault is', async ({
  brelok,
  dataDir,
}) => {
  const entity = join(dataDir, 'entity.xml');
  await writeFile(entity, '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><КоммерческаяИнформация/>');
  for (const [file, reason] of [
    [entity, 'entity.xml, line 1: the file has a DOCTYPE'],
    [join(dataDir, 'none.xml'), "none.xml: the file can't be read"],
  ] as const) {
    const outcome = await brelok('import', 'commerceml', ...SAMPLES, file);
    expect(outcome.output).toContain(reason);
    expect(outcome.output).toContain('nothing was changed');
    expect(outcome.exitCode).toBe(1);
  }
  const db = createDb(`file:${join(dataDir, 'brelok.db')}`);
  expect(await db.product.count()).toBe(0);
  await db.$disconnect();
});

test('without a file the command says how it is called', async ({ brelok }) => {
  const outcome = await brelok('import', 'commerceml');
  expect(outcome).toMatchObject({ exitCode: 2, output: expect.stringContaining('FILE…') });
});
