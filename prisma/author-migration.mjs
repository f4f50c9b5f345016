/**
 * `npm run db:author -- NAME` writes the next migration of both databases: what leads from the migrations so far to
 * the models as they stand. `npm run db:author -- --initial` writes 0001_initial anew (only before the first release,
 * while no installation holds data, and with no later one that was written from the models). Statements that models can't express, such as triggers, go into a migration
 * folder of their own or are added to the written file by hand.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  MODELS_FILE,
  migrationNames,
  migrationsFolder,
  postgresqlDifference,
  sqliteDifference,
} from './schema-diff.mjs';
import { modelsText } from './schema-heads.mjs';

const INITIAL = '0001_initial';
const DIFFERENCE = { sqlite: sqliteDifference, postgresql: postgresqlDifference };

const [argument = '', ...rest] = process.argv.slice(2);
if (rest.length > 0 || !(argument === '--initial' || /^[a-z][a-z0-9_]*$/.test(argument))) {
  console.error('usage: npm run db:author -- NAME   (lower case, words joined by _) or -- --initial');
  process.exit(2);
}
await author(argument);

async function author(wanted) {
  const isInitial = wanted === '--initial';
  if (isInitial) refuseToWriteTwice();
  const folderName = isInitial ? INITIAL : `${nextNumber()}_${wanted}`;
  for (const provider of Object.keys(DIFFERENCE)) {
    const sql = await DIFFERENCE[provider](isInitial ? [] : undefined);
    if (sql === '') console.log(`${provider}: migrations and models agree, nothing to write`);
    else write(provider, folderName, sql);
  }
}

/** 0001_initial written anew would make what a later migration makes too. */
function refuseToWriteTwice() {
  const later = migrationNames('postgresql').filter(
    (name) => name !== INITIAL && existsSync(join(migrationsFolder('postgresql'), name, MODELS_FILE)),
  );
  if (later.length === 0) return;
  console.error(
    `${later.join(', ')}: also written from the models; delete the folder under both databases first`,
  );
  process.exit(1);
}

/** One number for both databases, so that a change has the same name in both. */
function nextNumber() {
  const names = Object.keys(DIFFERENCE).flatMap((provider) => migrationNames(provider));
  const highest = Math.max(0, ...names.map((name) => Number.parseInt(name, 10)));
  return String(highest + 1).padStart(4, '0');
}

function write(provider, folderName, sql) {
  const folder = join(migrationsFolder(provider), folderName);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), `${sql.trim()}\n`);
  if (provider === 'postgresql') writeFileSync(join(folder, MODELS_FILE), modelsText());
  console.log(`${provider}: wrote ${relative(process.cwd(), folder)}`);
}
