/** `npm run auth:vectors -- FILE`: makes the clone runnable, bundles the program and runs it in this process. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, setUp } from './setup.mjs';

const PROGRAM = join(ROOT, '.build', 'auth-vectors.mjs');

try {
  await setUp();
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(ROOT, 'auth', 'ceremonies', 'vectors-cli.ts')],
    outfile: PROGRAM,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
const [file, ...others] = process.argv.slice(2);
if (file !== undefined) process.argv.splice(2, process.argv.length, whereItIs(file), ...others);
await import(pathToFileURL(PROGRAM).href);

/** npm runs scripts in the project's folder and keeps in INIT_CWD the one in which the command was typed. */
function whereItIs(path) {
  const typedIn = process.env['INIT_CWD'];
  const asTyped = typedIn === undefined ? path : resolve(typedIn, path);
  return existsSync(asTyped) ? asTyped : path;
}
