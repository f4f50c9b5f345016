/**
 * Writes the schema folder of each database and generates its client into prisma/generated/.
 * Works without a network: the command-line tool fetches an engine only when PRISMA_SCHEMA_ENGINE_BINARY names no
 * file, and generating never runs that engine.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PRISMA_FOLDER, PROVIDERS, writeSchemaFolder } from './schema-heads.mjs';

const ROOT = join(PRISMA_FOLDER, '..');
const PRISMA_PROGRAM = join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');

for (const provider of PROVIDERS) generateClient(writeSchemaFolder(provider));

function generateClient(schemaFolder) {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [PRISMA_PROGRAM, 'generate', '--schema', schemaFolder, '--no-hints'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  if (error) throw error;
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  process.exit(1);
}
