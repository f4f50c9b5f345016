import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDeb } from './deb.ts';
import type { Package } from './entry.ts';
import { fetchNode } from './node-runtime.ts';
import { makeNpmPackage } from './npm-package.ts';
import { gatherPayload } from './payload.ts';
import { makeWindowsZip } from './windows-zip.ts';

export const PACKAGE_KINDS = ['deb', 'windows', 'npm'] as const;
export type PackageKind = (typeof PACKAGE_KINDS)[number];

/** How the names of each kind end: an older version of the same kind gives way. */
const ENDINGS: Record<PackageKind, string> = { deb: '.deb', windows: '.zip', npm: '.tgz' };

type Building = {
  /** The project's folder, with the program built in `.build`. */
  root: string;
  kinds: readonly PackageKind[];
  folder: string;
  cache: string;
};

/**
 * Makes the agent's packages. The same sources, the same versions of Node's zlib and of what npm fetched give the same bytes.
 * @returns what lies in the folder now
 */
export async function buildPackages({ root, kinds, folder, cache }: Building): Promise<Package[]> {
  const payload = await gatherPayload(root);
  await mkdir(folder, { recursive: true });
  const built: Package[] = [];
  for (const kind of kinds) {
    const made = await make(kind, { payload, root, cache });
    for (const name of await readdir(folder)) {
      if (name.endsWith(ENDINGS[kind]) && name !== made.name) await rm(join(folder, name));
    }
    // Under its name it lies there whole or not at all: the portal may be handing it out.
    await writeFile(join(folder, `${made.name}.new`), made.bytes);
    await rename(join(folder, `${made.name}.new`), join(folder, made.name));
    built.push(made);
  }
  return built;
}

type Making = { payload: Awaited<ReturnType<typeof gatherPayload>>; root: string; cache: string };

async function make(kind: PackageKind, { payload, root, cache }: Making): Promise<Package> {
  switch (kind) {
    case 'deb':
      return makeDeb({ payload, root, node: await fetchNode('linux', cache) });
    case 'windows':
      return makeWindowsZip({ payload, root, node: await fetchNode('windows', cache) });
    case 'npm':
      return makeNpmPackage({ payload, root });
  }
}
