/** Makes the key-agent's packages in `.build/agent`, from the program that a build has left in `.build`. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './setup.mjs';

const BUILD_FOLDER = join(ROOT, '.build');
export const PACKAGES_FOLDER = join(BUILD_FOLDER, 'agent');
/** Beside what npm keeps, since a build empties its own folders: Node is fetched once. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'brelok-node');

/**
 * @param {('deb' | 'windows' | 'npm')[]} [kinds] all of them when none is named
 * @returns {Promise<{ name: string, bytes: Uint8Array }[]>}
 */
export async function makeAgentPackages(kinds) {
  const outfile = join(BUILD_FOLDER, 'agent-packages.mjs');
  await build({
    entryPoints: [join(ROOT, 'key-agent', 'packaging', 'build-packages.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    absWorkingDir: ROOT,
  });
  const { buildPackages, PACKAGE_KINDS } = await import(pathToFileURL(outfile).href);
  return buildPackages({ root: ROOT, kinds: kinds ?? PACKAGE_KINDS, folder: PACKAGES_FOLDER, cache: CACHE });
}
