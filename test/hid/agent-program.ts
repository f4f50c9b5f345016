/** The built program as its user starts it, with a browser that only notes which windows it was told to open. */
import { equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './device-cases.ts';

export type AgentProgram = {
  port: number;
  processId: number;
  /** The address of the next window, as soon as there is one. */
  nextWindow: () => Promise<string>;
  end: () => Promise<void>;
};

/** @param origin of the one portal whose pages may ask */
export async function startAgentProgram(program: string, origin: string): Promise<AgentProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'key-agent-'));
  const opened = join(folder, 'opened');
  const browser = join(folder, 'browser');
  await writeFile(browser, `#!/bin/sh\necho "$1" >> ${opened}\n`);
  await chmod(browser, 0o755);
  const env = {
    ...process.env,
    KEY_AGENT_MODE: 'demo',
    KEY_AGENT_PORTALS: origin,
    KEY_AGENT_STATE_DIR: join(folder, 'state'),
    KEY_AGENT_BROWSER: browser,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (part: Buffer) => (log += part.toString()));
  const port = await waitFor(async () => Number(/"port":(\d+)/.exec(log)?.[1]) || undefined);
  let windows = 0;
  return {
    port,
    processId: child.pid ?? 0,
    nextWindow: () => {
      windows += 1;
      return waitFor(
        async () => (await readFile(opened, 'utf8').catch(() => '')).split('\n')[windows - 1] || undefined,
      );
    },
    end: async () => {
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      equal(code, 0, 'the program ends well');
    },
  };
}
