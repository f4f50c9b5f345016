import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#prisma/migrate.ts';
import type { Env } from '../env.server.ts';

/** Migrates the installation's database; the folder with the migrations lies beside the running program's `.build`. */
export async function migrateDatabase(env: Env): Promise<{ applied: string[] }> {
  mkdirSync(env.dataDir, { recursive: true, mode: 0o700 });
  return migrate({ url: env.databaseUrl, prismaFolder: join(import.meta.dirname, '..', 'prisma') });
}
