/**
 * Runs once before all unit and integration tests: makes the template database that every test clones, and starts a
 * PostgreSQL server when one of the chosen test files needs it. All of it lies in one temporary folder.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import type { TestProject } from 'vitest/node';
import { migrate } from '#prisma/migrate.ts';
import { startPostgresql } from './postgresql-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of this run; deleted at its end. */
    testFolder: string;
    /** Path of the migrated, empty SQLite database. */
    templateDatabase: string;
    /** A server with a superuser, or empty when no chosen file imports test/support/postgresql.ts. */
    postgresqlUrl: string;
  }
}

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma', import.meta.url));
const NEEDS_POSTGRESQL = 'support/postgresql.ts';

export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  process.env['TZ'] = 'UTC';
  const endings: (() => Promise<void>)[] = [];
  const tearDown = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    await provideDatabases(project, endings);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function provideDatabases(project: TestProject, endings: (() => Promise<void>)[]): Promise<void> {
  const testFolder = await mkdtemp(join(tmpdir(), 'brelok-test-'));
  endings.push(() => rm(testFolder, { recursive: true, force: true }));
  const templateDatabase = join(testFolder, 'template.db');
  await makeTemplate(`file:${templateDatabase}`);
  project.provide('testFolder', testFolder);
  project.provide('templateDatabase', templateDatabase);

  if (!(await isPostgresqlNeeded(project))) return project.provide('postgresqlUrl', '');
  const server = await startPostgresql();
  endings.push(() => server.stop());
  await migrate({ url: server.templateUrl, prismaFolder: PRISMA_FOLDER });
  project.provide('postgresqlUrl', server.url);
}

async function makeTemplate(url: string): Promise<void> {
  await migrate({ url, prismaFolder: PRISMA_FOLDER });
  const client = createClient({ url });
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)'); // else the tables are in a second file that no clone has
  client.close();
}

async function isPostgresqlNeeded(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles(chosenNames(project));
  const sources = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')));
  return sources.some((source) => source.includes(NEEDS_POSTGRESQL));
}

/** The file names given on the command line. Vitest keeps them in a property that its types leave out. */
function chosenNames({ vitest }: TestProject): string[] | undefined {
  return 'filenamePattern' in vitest && Array.isArray(vitest.filenamePattern)
    ? vitest.filenamePattern.map(String)
    : undefined;
}
