import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { test } from '#test/support/agent.ts';
import { sendRaw } from '#test/support/agent-http.ts';

const PROGRAM = fileURLToPath(new URL('../../.build/key-agent.mjs', import.meta.url));

function start(folder: string, args: string[], variables: Record<string, string> = {}) {
  const env = { ...process.env, KEY_AGENT_STATE_DIR: join(folder, 'state'), ...variables };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
  const ended = once(child, 'close').then(([code]) => ({ ...said, code: Number(code) }));
  return { child, said, ended };
}

const run = (folder: string, args: string[], variables?: Record<string, string>) =>
  start(folder, args, variables).ended;

test('the program tells its commands, its version, and what is wrong with a command or a setting', async ({
  folder,
}) => {
  expect(await run(folder, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--check') });
  expect(await run(folder, ['--version'])).toMatchObject({ code: 0, out: '0.1.0\n' });
  expect(await run(folder, ['--nonsense'])).toMatchObject({ code: 2, out: '' });
  const wrong = await run(folder, [], { KEY_AGENT_PORT: '80', KEY_AGENT_MODE: 'x' });
  expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/KEY_AGENT_MODE[\s\S]*KEY_AGENT_PORT/) });
});

test('the check loads the real driver and ends well, whatever is plugged in', async ({ folder }) => {
  const { code, out } = await run(folder, ['--check']);
  expect(code).toBe(0);
  expect(out).toMatch(/plugged in|: /);
});

test('AGT-03 AGT-11 portals are allowed and forgotten by command, and uninstalling leaves nothing', async ({
  folder,
}) => {
  const state = join(folder, 'state', 'portals.json');
  expect(await run(folder, ['allow', 'http://portal.example'])).toMatchObject({ code: 2 });
  expect(await run(folder, ['allow', 'https://portal.example'])).toMatchObject({ code: 0 });
  expect(await readFile(state, 'utf8')).toContain('https://portal.example');
  expect(await run(folder, ['forget', 'https://portal.example'])).toMatchObject({ code: 0 });
  expect(await run(folder, ['forget', 'https://portal.example'])).toMatchObject({ code: 1 });
  expect(await run(folder, ['--uninstall'])).toMatchObject({ code: 0 });
  await expect(readFile(state)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('asked to end, the program gives its port back and ends well', async ({ folder }) => {
  const { child, said, ended } = start(folder, [], { KEY_AGENT_PORTALS: 'https://portal.example' });
  await expect.poll(() => said.err, { timeout: 20_000 }).toContain('"listening"');
  const port = Number(/"port":(\d+)/.exec(said.err)?.[1]);
  expect((await sendRaw(port, { path: '/v1/hello' })).status).toBe(404);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: expect.stringContaining('"ended"') });
  await expect(sendRaw(port, {})).rejects.toThrow('ECONNREFUSED');
});

test('AGT-11 the agent of this user is ended by command, and nobody else’s process by a note that is old', async ({
  folder,
}) => {
  expect(await run(folder, ['--end'])).toMatchObject({ code: 0, out: 'No agent of this user runs.\n' });
  const { said, ended } = start(folder, []);
  await expect.poll(() => said.err, { timeout: 20_000 }).toContain('"listening"');
  const note = join(folder, 'state', 'running.json');
  const text = await readFile(note, 'utf8');
  expect(await run(folder, ['--end'])).toMatchObject({ code: 0, out: 'The agent of this user is ended.\n' });
  expect(await ended).toMatchObject({ code: 0 });
  await expect(readFile(note)).rejects.toMatchObject({ code: 'ENOENT' });

  const bystander = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const stale = { ...JSON.parse(text), processId: bystander.pid };
  await writeFile(note, JSON.stringify(stale));
  expect(await run(folder, ['--end'])).toMatchObject({ code: 0, out: 'No agent of this user runs.\n' });
  expect(bystander.exitCode).toBeNull();
  bystander.kill();
});
