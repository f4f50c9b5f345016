import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { keyModelAdd } from '#portal/cli/commands/key-model-add.ts';
import { readEnv } from '#portal/env.server.ts';
import { generateSecrets } from '#portal/secrets.server.ts';
import { test as withDatabase } from '#test/support/db.ts';
import { auditTypes } from '#test/support/auth.ts';
import { toPem } from '#test/support/pem.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const test = withDatabase.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-model-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test('an operator adds a model from a file, and is told the fingerprints to compare', async ({
  db,
  databaseUrl,
  folder,
}) => {
  const model = { aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a', name: 'Demo key', maker: 'Demo' };
  const added = await run({ databaseUrl, folder, content: { ...model, roots: [pem()] } });
  expect(added.code).toBe(0);
  expect(added.printed).toMatch(
    /added Demo key of Demo, 2fc0579f[\s\S]+SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/,
  );
  expect(await db.keyModel.count()).toBe(1);
  expect(await auditTypes(db)).toEqual(['key_model_added']);
});

test('a file with a fault changes nothing and says which field it is in', async ({
  db,
  databaseUrl,
  folder,
}) => {
  const content = { aaguid: 'none', name: 'Demo key', maker: 'Demo', roots: pem() };
  const refused = await run({ databaseUrl, folder, content });
  expect(refused.code).toBe(1);
  expect(refused.printed).toContain('aaguid: not_aaguid');
  expect((await run({ databaseUrl, folder, content: { aaguid: 'x' } })).code).toBe(1);
  expect(await db.keyModel.count()).toBe(0);
});

async function run({
  databaseUrl,
  folder,
  content,
}: {
  databaseUrl: string;
  folder: string;
  content: object;
}) {
  const file = join(folder, 'model.json');
  await writeFile(file, JSON.stringify(content));
  const read = readEnv({ DATABASE_URL: databaseUrl, DATA_DIR: folder, ...generateSecrets() });
  if (!read.ok) throw new Error(read.faults.join('; '));
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = await keyModelAdd.run({
    args: [file],
    env: read.env,
    calledFrom: folder,
    print,
    printError: print,
  });
  return { code, printed: lines.join('\n') };
}

function pem(): string {
  return toPem(createTestCa().certificate);
}
