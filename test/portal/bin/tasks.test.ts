import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

test('db:migrate takes an operator’s NODE_ENV=production for production, as a start does', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'brelok-migrate-'));
  const said = execFileSync(process.execPath, ['portal/bin/tasks.mjs', 'db:migrate'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      ORIGIN: 'https://portal.example',
      HOST: '0.0.0.0',
      DATA_DIR,
    },
    encoding: 'utf8',
  });
  expect(said).toContain('applied 0001_initial');
  await rm(DATA_DIR, { recursive: true, force: true });
});
