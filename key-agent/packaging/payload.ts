import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { textEntry } from './entry.ts';
import type { Entry } from './entry.ts';

/** What a package is made of: the same program, and the driver's library for the systems that it is for. */
export type Payload = {
  program: Entry;
  licences: Entry;
  /** What the program loads from packages: node-hid with the prebuilt libraries whose folder names match, and others. */
  modules: (libraries: RegExp) => Promise<Entry[]>;
};

/** What is taken of each; sources and install scripts, which would compile them, are not. */
const MODULE_FILES = {
  'node-hid': ['nodehid.js', 'binding-options.js', 'LICENSE-bsd.txt', 'hidapi/LICENSE-bsd.txt'],
  'pkg-prebuilds': ['bindings.js', 'lib/prebuild.js', 'LICENSE'],
  'quickjs-wasi': [
    'dist/extensions.js',
    'dist/index.js',
    'dist/version.js',
    'dist/wasi-shim.js',
    'quickjs.wasm',
    'LICENSE',
  ],
};

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  main: z.string().optional(),
  type: z.string().optional(),
  exports: z.unknown().optional(),
});
const Metafile = z.object({ inputs: z.record(z.string(), z.unknown()) });

/**
 * Gathers what all packages share.
 * @param root the project's folder, built: `.build/key-agent.mjs` and what esbuild told of it
 */
export async function gatherPayload(root: string): Promise<Payload> {
  const bundle = await readFile(join(root, '.build', 'key-agent.mjs'), 'utf8');
  return {
    program: textEntry('key-agent.mjs', bundle.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'), true),
    licences: textEntry('LICENSES.txt', await gatherLicences(root)),
    modules: async (libraries) => [
      ...(await packageFiles(root, 'node-hid', await prebuiltLibraries(root, libraries))),
      ...(await packageFiles(root, 'pkg-prebuilds', [])),
      ...(await packageFiles(root, 'quickjs-wasi', [])),
    ],
  };
}

async function packageFiles(root: string, name: keyof typeof MODULE_FILES, more: string[]): Promise<Entry[]> {
  const folder = join('node_modules', name);
  const files = await Promise.all(
    [...MODULE_FILES[name], ...more].map(async (file) => ({
      path: `${folder}/${file}`,
      bytes: await readFile(join(root, folder, file)),
    })),
  );
  // Without scripts and dependencies: npm must neither compile nor fetch anything for it.
  const manifest = Manifest.parse(JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')));
  return [...files, textEntry(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)];
}

async function prebuiltLibraries(root: string, wanted: RegExp): Promise<string[]> {
  const folders = await readdir(join(root, 'node_modules', 'node-hid', 'prebuilds'));
  const chosen = folders.filter((name) => wanted.test(name)).sort();
  if (chosen.length === 0) throw new Error(`node-hid has no prebuilt library like ${wanted}`);
  return chosen.map((name) => `prebuilds/${name}/node-napi-v4.node`);
}

/** The project's own licence, and that of every package of which something is in the program. */
async function gatherLicences(root: string): Promise<string> {
  const metafile = Metafile.parse(
    JSON.parse(await readFile(join(root, '.build', 'key-agent.meta.json'), 'utf8')),
  );
  const bundled = Object.keys(metafile.inputs).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  const names = [...new Set([...bundled, ...Object.keys(MODULE_FILES)])].sort();
  const texts = await Promise.all(names.map((name) => licenceOf(root, name)));
  return [await readFile(join(root, 'LICENSE'), 'utf8'), ...texts].join(`\n${'-'.repeat(78)}\n\n`);
}

async function licenceOf(root: string, name: string): Promise<string> {
  const folder = join(root, 'node_modules', name);
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name}\n\n${await readFile(join(folder, file), 'utf8')}`;
}
