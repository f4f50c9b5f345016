/**
 * The SQL that leads from the migrations to the models, worked out by Prisma's schema engine as WebAssembly: no
 * engine download, no database server.
 * SQLite: the migrations run in a database in memory and the result is compared with the models.
 * PostgreSQL: the engine can't read version 18, so the models kept beside the newest migration are compared with
 * today's. (That the migrations really make those models is a test of its own, on a real server.)
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PRISMA_FOLDER, modelsText, schemaText } from './schema-heads.mjs';

export const MODELS_FILE = 'models.prisma';
const SQL_FILE = 'migration.sql';
/** The schema is there already, and a database role of an installation may not be allowed to create one. */
const CREATE_SCHEMA = '-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

let isEngineLoaded = false;

/** Where the migrations of a database lie. */
export function migrationsFolder(provider) {
  return join(PRISMA_FOLDER, provider, 'migrations');
}

/** Names of the migrations of a database, oldest first. */
export function migrationNames(provider) {
  const folder = migrationsFolder(provider);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}_/.test(name))
    .sort();
}

/** SQL from the given SQLite migrations to today's models; empty when they agree. */
export async function sqliteDifference(names = migrationNames('sqlite')) {
  const from =
    names.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...migrationList('sqlite', names) };
  return difference('sqlite', from, modelsText());
}

/** SQL from the models of the newest given PostgreSQL migration to today's models; empty when they agree. */
export async function postgresqlDifference(names = migrationNames('postgresql')) {
  return difference('postgresql', postgresqlStart(names), modelsText());
}

/** SQL that makes all of today's tables in an empty PostgreSQL database. */
export function postgresqlFromNothing() {
  return difference('postgresql', { tag: 'empty' }, modelsText());
}

function postgresqlStart(names) {
  const files = names.map((name) => join(migrationsFolder('postgresql'), name, MODELS_FILE));
  const newest = files.findLast((file) => existsSync(file));
  if (newest === undefined) return { tag: 'empty' };
  return { tag: 'schemaDatamodel', ...schemaFiles('postgresql', readFileSync(newest, 'utf8')) };
}

async function difference(provider, from, models) {
  loadEngine();
  const { files } = schemaFiles(provider, models);
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(provider === 'sqlite' ? sqliteFactory() : postgresqlFactory()),
  );
  const { exitCode, stdout } = await schemaEngine.diff({
    from,
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: NO_FILTERS,
  });
  return exitCode === 0 ? '' : stdout.replace(CREATE_SCHEMA, '');
}

function loadEngine() {
  if (isEngineLoaded) return;
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const wasmModule = new WebAssembly.Module(readFileSync(join(packageFolder, 'schema_engine_bg.wasm')));
  const { exports } = new WebAssembly.Instance(wasmModule, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  isEngineLoaded = true;
}

function schemaFiles(provider, models) {
  return { files: [{ path: 'schema.prisma', content: schemaText(provider, models) }] };
}

function migrationList(provider, names) {
  const folder = migrationsFolder(provider);
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: SQL_FILE,
        content: { tag: 'ok', value: readFileSync(join(folder, name, SQL_FILE), 'utf8') },
      },
    })),
  };
}

/** The engine hands a whole migration to `executeRaw`, which would run its first statement only. */
function sqliteFactory() {
  const factory = new PrismaLibSql({ url: ':memory:' });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => runningWholeScripts(await factory.connect()),
    connectToShadowDb: async () => runningWholeScripts(await factory.connectToShadowDb()),
  };
}

function runningWholeScripts(adapter) {
  const executeRaw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return executeRaw(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
  return adapter;
}

/** Answers the one question that the engine asks before it compares two sets of models: which version it talks to. */
function postgresqlFactory() {
  const connection = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [5, 7, 0],
      rows: [[true, 'PostgreSQL 17.0', 170000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    startTransaction: async () => {
      throw new Error('the comparison of two sets of models needs no transaction');
    },
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => connection,
    connectToShadowDb: async () => connection,
  };
}
