/** Builds the portal, its page scripts, its command line and the key-agent into .build/. Called by setup.mjs. */
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeAgentPackages } from './agent-packages.mjs';
import { ROOT, runTool } from './setup.mjs';

const BUILD_FOLDER = join(ROOT, '.build');

rmSync(join(BUILD_FOLDER, 'client'), { recursive: true, force: true });
rmSync(join(BUILD_FOLDER, 'server'), { recursive: true, force: true });
await runTool('@react-router/dev react-router', ['build', '--logLevel', 'error'], {
  env: { ...process.env, NODE_ENV: 'production' },
  quiet: true,
});
await buildPageScripts();
await buildCommandLine();
await buildAgent();
// Quickly made, and needs nothing from elsewhere: so the portal has one to offer. The others: `npm run build:agent`.
await makeAgentPackages(['npm']);

/** Small modules for the pages that need one; a manifest tells the server their names with content hashes. */
async function buildPageScripts() {
  const entryPoints = readdirSync(join(ROOT, 'portal'), { recursive: true })
    .filter((path) => path.endsWith('.browser.ts'))
    .map((path) => join(ROOT, 'portal', path));
  const outdir = join(BUILD_FOLDER, 'client', 'assets', 'scripts');
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints,
    outdir,
    entryNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    target: ['chrome129', 'firefox128', 'safari17'],
    minify: true,
    metafile: true,
    absWorkingDir: ROOT,
  });
  const manifest = Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint ? [[basename(entryPoint, '.browser.ts'), `/assets/scripts/${basename(path)}`]] : [],
    ),
  );
  writeFileSync(join(BUILD_FOLDER, 'page-scripts.json'), JSON.stringify(manifest, null, 2));
}

async function buildCommandLine() {
  await build({
    entryPoints: [join(ROOT, 'portal', 'cli', 'main.ts')],
    outfile: join(BUILD_FOLDER, 'brelok.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    absWorkingDir: ROOT,
  });
}

/** One file beside node-hid and quickjs-wasi, which bring libraries of their own: all that is carried to a customer's PC. */
async function buildAgent() {
  const { metafile } = await build({
    entryPoints: [join(ROOT, 'key-agent', 'main.ts')],
    outfile: join(BUILD_FOLDER, 'key-agent.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['node-hid', 'quickjs-wasi'],
    banner: { js: '#!/usr/bin/env node' },
    sourcemap: true,
    metafile: true,
    absWorkingDir: ROOT,
  });
  writeFileSync(join(BUILD_FOLDER, 'key-agent.meta.json'), JSON.stringify(metafile));
}
