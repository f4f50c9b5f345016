import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PACKAGE_SYSTEMS, systemOf } from './agent-package.ts';
import type { AgentPackage } from './agent-package.ts';

/** The key-agent's packages as they lie in one folder. */
export type PackageShelf = {
  /** All of them in the order of their systems; none where no folder is. */
  list: () => Promise<AgentPackage[]>;
  /** Opens one for reading, by a name that the list has; null for every other name. Whoever gets it closes it. */
  open: (name: string) => Promise<{ handle: FileHandle; bytes: number } | null>;
};

/**
 * A folder of packages. A checksum is computed once for each file, and again when the file has changed.
 * @param folder may be missing: then the shelf is empty
 */
export function createPackageShelf(folder: string): PackageShelf {
  const checksums = new Map<string, Promise<string>>();
  const checksumOf = (path: string, stamp: string): Promise<string> => {
    const known = checksums.get(stamp);
    if (known !== undefined) return known;
    const computed = sha256Of(path);
    computed.catch(() => checksums.delete(stamp));
    checksums.set(stamp, computed);
    return computed;
  };
  const names = async () => (await filesIn(folder)).filter((name) => systemOf(name) !== null);
  return {
    list: async () => {
      const found = await Promise.all((await names()).map((name) => describe(folder, name, checksumOf)));
      return found.flat().toSorted(bySystem);
    },
    open: async (name) => {
      if (!(await names()).includes(name)) return null;
      const handle = await open(join(folder, name));
      return { handle, bytes: (await handle.stat()).size };
    },
  };
}

type ChecksumOf = (path: string, stamp: string) => Promise<string>;

async function describe(folder: string, name: string, checksumOf: ChecksumOf): Promise<AgentPackage[]> {
  const system = systemOf(name);
  if (system === null) return [];
  const path = join(folder, name);
  const { size, mtimeMs, ino } = await stat(path);
  return [{ name, system, bytes: size, sha256: await checksumOf(path, `${name} ${size} ${mtimeMs} ${ino}`) }];
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function bySystem(one: AgentPackage, other: AgentPackage): number {
  const rank = ({ system }: AgentPackage) => PACKAGE_SYSTEMS.indexOf(system);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}
