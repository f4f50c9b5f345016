/** Writes own-cases.ndjson anew: `node test/vectors/write-own-cases.mjs`. Only the ECDSA signatures differ from run to run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';

const PROGRAM = join(ROOT, '.build', 'own-vectors.mjs');

await setUp();
const { build } = await import('esbuild');
await build({
  entryPoints: [join(ROOT, 'test', 'support', 'own-vectors.ts')],
  outfile: PROGRAM,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { buildOwnVectors } = await import(pathToFileURL(PROGRAM).href);
const lines = buildOwnVectors().map(({ vector }) => `${JSON.stringify(vector)}\n`);
writeFileSync(join(ROOT, 'test', 'vectors', 'own-cases.ndjson'), lines.join(''));
console.log(`${lines.length} cases written`);
