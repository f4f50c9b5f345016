import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect } from 'vitest';
import { AGENT_ERROR_CODES } from '#key-agent/errors.ts';
import { findPeerCheck } from '#key-agent/http/peer-user.ts';
import { startServer } from '#key-agent/http/server.ts';
import { test } from '#test/support/agent.ts';
import { sendRaw } from '#test/support/agent-http.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';

const NO_CORS = (headers: Record<string, unknown>) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

test('AGT-01 the agent is not reached by any other address of the machine', async ({ startAgent }) => {
  const { port } = await startAgent();
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ address }) => address !== '127.0.0.1')
    .map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%')[0]}]` : address));
  for (const host of [...others, '[::1]', '127.0.0.2']) {
    await expect(fetch(`http://${host}:${port}/v1/hello`, { method: 'POST' }), host).rejects.toThrow(
      'fetch failed',
    );
  }
});

test('AGT-01 a taken port is left alone and the next one of the list is used; without a free one nothing starts', async ({
  startAgent,
}) => {
  const { port } = await startAgent();
  const free = createServer();
  await new Promise<void>((resolve) => void free.listen(0, '127.0.0.1', resolve));
  const next = (free.address() as AddressInfo).port; // a server on TCP has an address of this form
  await new Promise((resolve) => free.close(resolve));
  const never = () => {
    throw new Error('nothing is served');
  };
  expect(await startServer([port], never)).toBeNull();
  const asked: number[] = [];
  const server = await startServer([port, next], (used) => {
    asked.push(used);
    return { signal: new AbortController().signal } as never; // nobody asks this server for anything
  });
  expect(asked).toEqual([next]);
  await server?.close();
});

test('AGT-03 AGT-04 what is refused has no body and tells no page that an agent is there', async ({
  startAgent,
}) => {
  const { send, portal } = await startAgent();
  const honest = { origin: portal.origin, 'content-type': 'application/json', 'x-key-agent': '1' };
  const refused = [
    await send({ method: 'GET', path: '/v1/hello', headers: honest }),
    await send({ method: 'POST', path: '/v1/hello', headers: { ...honest, origin: 'https://evil.example' } }),
    await send({ method: 'POST', path: '/v1/hello', headers: { ...honest, host: 'evil.example' } }),
    await send({ method: 'OPTIONS', path: '/v1/hello', headers: { origin: 'https://evil.example' } }),
    await send({ path: '/' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([404, 403, 421, 403, 404]);
  for (const { text, headers } of refused) {
    expect(text).toBe('');
    expect(NO_CORS(headers)).toEqual([]);
  }
});

test('AGT-04 the preflight of an allowed page names its exact origin and no more than is needed', async ({
  startAgent,
}) => {
  const { send, portal } = await startAgent();
  const headers = { origin: portal.origin, 'access-control-request-method': 'POST' };
  const { status, headers: given } = await send({ method: 'OPTIONS', path: '/v1/prove', headers });
  expect(status).toBe(204);
  expect(given).toMatchObject({
    'access-control-allow-origin': portal.origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, x-key-agent',
    vary: 'origin',
  });
  expect(given).not.toHaveProperty('access-control-allow-credentials');
});

test('AGT-14 the question whether an agent is there tells the protocol’s version, and only that', async ({
  startAgent,
}) => {
  const { ask, transport } = await startAgent();
  transport.plug(aReferenceFob());
  expect(await ask('hello', {})).toEqual({ status: 200, body: { protocol: 1 } });
  expect(transport.enumerations()).toBe(0);
  expect(await ask('hello', {}, { origin: 'https://evil.example' })).toEqual({ status: 403, body: {} });
});

test('AGT-07 a program of another user is not heard, whatever it sends', async ({ startAgent }) => {
  const { ask, send } = await startAgent({ isOwnUser: async () => false });
  expect(await ask('hello', {})).toEqual({ status: 403, body: {} });
  expect((await send({ path: '/' })).status).toBe(403);
});

test.runIf(process.platform === 'linux')(
  'AGT-07 on Linux the kernel says whose program asks: our own is heard, a connection that it does not list is nobody’s',
  async ({ startAgent }) => {
    const isOwnUser = findPeerCheck();
    expect(isOwnUser).not.toBeNull();
    const { ask } = await startAgent({ isOwnUser });
    expect(await ask('hello', {})).toMatchObject({ status: 200 });
    const unknown = { remoteAddress: '127.0.0.1', remotePort: 1, localPort: 2 };
    expect(await isOwnUser?.(unknown)).toBe(false);
    expect(await isOwnUser?.({ ...unknown, remoteAddress: '10.0.0.1' })).toBe(false);
    expect(await isOwnUser?.({})).toBe(false);
  },
);

test.runIf(process.getuid?.() === 0)(
  'AGT-07 on Linux a program that runs under another user is told apart by the kernel',
  async ({ startAgent }) => {
    const { spawn } = await import('node:child_process');
    const { port } = await startAgent({ isOwnUser: findPeerCheck() });
    const program = `fetch('http://127.0.0.1:${port}/').then((r) => process.stdout.write(String(r.status)))`;
    const statusFor = async (uid: number) => {
      const child = spawn(process.execPath, ['-e', program], { uid, stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      for await (const part of child.stdout) text += String(part);
      return text;
    };
    expect(await statusFor(0)).toBe('404');
    expect(await statusFor(65_534)).toBe('403');
  },
);

test('AGT-09 AGT-12 a body that is no message, too long, or carries a PIN is refused by a code', async ({
  startAgent,
}) => {
  const { ask, enrol, portal } = await startAgent();
  await enrol();
  const { request } = await portal.request('prove');
  const bodies = [
    null,
    'text',
    [],
    { message: 1 },
    { message: request, pin: '123456' },
    { message: 'x'.repeat(20_000) },
  ];
  for (const body of bodies)
    expect(await ask('prove', body)).toEqual({ status: 422, body: { error: 'request_refused' } });
  expect(await ask('hello', { pin: '1' })).toEqual({ status: 422, body: { error: 'request_refused' } });
  expect(await ask('unknown', {})).toEqual({ status: 404, body: {} });
});

test('AGT-09 every code is one word that says nothing of devices which were not asked for', () => {
  for (const code of AGENT_ERROR_CODES) expect(code).toMatch(/^[a-z_]+$/);
});

test('a page that sends half a request is let go, and others are served meanwhile', async ({
  startAgent,
}) => {
  const { port, ask, portal } = await startAgent();
  const stalled = new AbortController();
  const half = sendRaw(port, {
    method: 'POST',
    path: '/v1/hello',
    headers: {
      origin: portal.origin,
      'content-type': 'application/json',
      'x-key-agent': '1',
      'content-length': '10',
    },
    body: '{',
    signal: stalled.signal,
  }).catch((error: unknown) => error);
  expect(await ask('hello', {})).toMatchObject({ status: 200 });
  stalled.abort();
  expect(await half).toBeInstanceOf(Error);
  expect(await ask('hello', {})).toMatchObject({ status: 200 });
});
