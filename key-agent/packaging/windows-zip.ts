import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AGENT_VERSION } from '../version.ts';
import { writeZip } from './archives/zip.ts';
import { below, textEntry } from './entry.ts';
import type { Package } from './entry.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { Payload } from './payload.ts';

const SCRIPTS = ['brelok-key-agent.cmd', 'install.cmd', 'uninstall.cmd'];
const BYTE_ORDER_MARK = '\uFEFF';

type Parts = { payload: Payload; node: NodeRuntime; root: string };

/**
 * The zip for Windows on x64, with Node in it, under a name of its own: so the program can be told from others in the
 * list of tasks, and be ended.
 */
export async function makeWindowsZip({ payload, node, root }: Parts): Promise<Package> {
  const source = async (name: string) =>
    withWindowsLines(await readFile(join(root, 'key-agent', 'packaging', 'windows', name), 'utf8'));
  const entries = below('brelok-key-agent', [
    payload.program,
    payload.licences,
    ...(await payload.modules(/^HID-win32-x64$/)),
    { path: 'runtime/brelok-key-agent.exe', bytes: node.program },
    { path: 'runtime/node-LICENSE.txt', bytes: node.licence },
    textEntry('README.txt', `${BYTE_ORDER_MARK}${await source('README.txt')}`),
    ...(await Promise.all(SCRIPTS.map(async (name) => textEntry(name, await source(name))))),
  ]);
  return { name: `brelok-key-agent-${AGENT_VERSION}-windows-x64.zip`, bytes: await writeZip(entries) };
}

/** cmd.exe misses jumps in scripts whose lines end otherwise. */
function withWindowsLines(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
