/** An installation as its own programs see it: settings, keys and a data folder, on the test's database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '#portal/env.server.ts';
import type { Env } from '#portal/env.server.ts';
import { generateSecrets, loadSecrets } from '#portal/secrets.server.ts';
import type { Secrets } from '#portal/secrets.server.ts';
import { createBaseServices } from '#portal/start-services.server.ts';
import type { BaseServices } from '#portal/start-services.server.ts';
import { test as withDatabase } from './db.ts';

export type Installation = BaseServices & { env: Env; secrets: Secrets };

/** What a production installation is started with, keys of its own included. */
export function productionVariables(): Record<string, string> {
  return { BRELOK_MODE: 'production', ORIGIN: 'https://portal.example', ...generateSecrets() };
}

/** `openInstallation()` is a demo that nobody has set up yet; variables make it another one. */
export const test = withDatabase.extend<{
  dataDir: string;
  openInstallation: (variables?: NodeJS.ProcessEnv) => Installation;
}>({
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-installation-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  openInstallation: ({ db, databaseUrl, dataDir }, use) =>
    use((variables = {}) => {
      const read = readEnv({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...variables });
      if (!read.ok) throw new Error(read.faults.join('; '));
      const loaded = loadSecrets(read.env);
      if (!loaded.ok) throw new Error(loaded.faults.join('; '));
      const { secrets } = loaded;
      return { ...createBaseServices({ env: read.env, secrets, db }), env: read.env, secrets };
    }),
});
