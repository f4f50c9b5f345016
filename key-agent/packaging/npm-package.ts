import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { AGENT_VERSION } from '../version.ts';
import { writeTar } from './archives/tar.ts';
import { below, textEntry } from './entry.ts';
import type { Entry, Package } from './entry.ts';
import type { Payload } from './payload.ts';

const NAME = 'brelok-key-agent';
const RULES = '70-brelok-key-agent.rules';

type Parts = { payload: Payload; root: string };

/** The package for whoever has Node: `npm install --global FILE` fetches nothing more and compiles nothing. */
export async function makeNpmPackage({ payload, root }: Parts): Promise<Package> {
  const source = (path: string) => readFile(join(root, 'key-agent', 'packaging', path));
  const modules = await payload.modules(/^(HID_hidraw-linux|HID-win32|HID-darwin)-/);
  const manifest = {
    name: NAME,
    version: AGENT_VERSION,
    description: 'Lets legacy USB keys sign in to customer portals',
    license: 'MIT',
    type: 'module',
    bin: { [NAME]: 'key-agent.mjs' },
    engines: { node: '>=20.19' },
    ...bundled(modules),
  };
  const entries = below('package', [
    payload.program,
    payload.licences,
    ...modules,
    textEntry('package.json', `${JSON.stringify(manifest, null, 2)}\n`),
    { path: 'README.md', bytes: await source('npm/README.md') },
    { path: RULES, bytes: await source(`linux/${RULES}`) },
  ]);
  return { name: `${NAME}-${AGENT_VERSION}.tgz`, bytes: gzipSync(writeTar(entries), { level: 9 }) };
}

const Bundled = z.object({ name: z.string(), version: z.string() });

/** Says of each package below node_modules that it comes with this one. */
function bundled(entries: readonly Entry[]) {
  const manifests = entries.flatMap((entry) =>
    'bytes' in entry && entry.path.endsWith('/package.json')
      ? [Bundled.parse(JSON.parse(Buffer.from(entry.bytes).toString()))]
      : [],
  );
  return {
    dependencies: Object.fromEntries(manifests.map(({ name, version }) => [name, version])),
    bundleDependencies: manifests.map(({ name }) => name),
  };
}
