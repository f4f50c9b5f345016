import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test as base, expect, vi } from 'vitest';
import { createPostHeartbeat } from '#key-agent/presence/post-heartbeat.ts';
import { openTunnel, proxyFor } from '#key-agent/presence/proxy.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const DIRECT = { url: undefined, except: [], pac: undefined };
const never = new AbortController().signal;

const test = base.extend<{ serve: (answer: RequestListener) => Promise<{ origin: string; server: Server }> }>(
  {
    // oxlint-disable-next-line no-empty-pattern
    serve: async ({}, use) => {
      const servers: Server[] = [];
      await use(async (answer) => {
        const server = createServer(answer);
        servers.push(server);
        await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
        const { port } = server.address() as AddressInfo; // a server on TCP has an address of this form
        return { origin: `http://127.0.0.1:${port}`, server };
      });
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  },
);

test('SES-07 a heartbeat is posted to the portal’s own address, and its reply read', async ({ serve }) => {
  const heard: string[] = [];
  const { origin } = await serve((request, response) => {
    heard.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    request.on('data', (part: Buffer) => heard.push(part.toString()));
    request.on('end', () => response.end('{"watch":"stop"}'));
  });
  expect(await createPostHeartbeat(DIRECT)(origin, 'signed', never)).toEqual({ ok: true, watch: 'stop' });
  expect(heard).toEqual(['POST /agent/heartbeat application/json', '{"message":"signed"}']);
});

test.for<[string, number, string, string]>([
  ['refuses', 403, '', 'refused'],
  ['sends elsewhere', 302, '', 'refused'],
  ['says something else', 200, '{"watch":"forever"}', 'reply_malformed'],
  ['answers a page', 200, '<html>', 'reply_malformed'],
])('SES-07 a portal that %s is no reason to stop', async ([, status, body, reason], { serve }) => {
  const { origin } = await serve((_, response) => response.writeHead(status, { location: '/' }).end(body));
  expect(await createPostHeartbeat(DIRECT)(origin, 'signed', never)).toEqual({ ok: false, reason });
});

test('SES-07 a portal that answers without an end is hung up on', async ({ serve }) => {
  const { origin } = await serve((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(500)), 1);
    response.once('close', () => clearInterval(timer));
  });
  expect(await createPostHeartbeat(DIRECT)(origin, 'signed', never)).toEqual({
    ok: false,
    reason: 'unreachable',
  });
});

test('SES-07 a portal that is not there is no reason to stop either', async () => {
  expect(await createPostHeartbeat(DIRECT)('http://127.0.0.1:1', 'signed', never)).toEqual({
    ok: false,
    reason: 'unreachable',
  });
});

test('SES-07 the way leads through the proxy of the settings, except to the named hosts and to this machine', () => {
  const proxy = { url: 'http://proxy.example:3128', except: ['.intern.example', 'portal.example'] };
  expect(proxyFor(new URL('https://other.example'), proxy)?.host).toBe('proxy.example:3128');
  for (const direct of ['https://portal.example', 'https://a.intern.example', 'http://localhost:3000']) {
    expect(proxyFor(new URL(direct), proxy), direct).toBeNull();
  }
  expect(proxyFor(new URL('https://notportal.example'), proxy)).not.toBeNull();
  expect(proxyFor(new URL('https://other.example'), { ...proxy, except: ['*'] })).toBeNull();
});

test('SES-07 through a proxy the agent speaks with the portal itself, and shows the proxy its name and nothing else', async ({
  serve,
}) => {
  const { origin, server } = await serve((_, response) => response.end('never asked'));
  const asked: string[] = [];
  server.on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.on('data', (part: Buffer) => socket.end(part.toString().toUpperCase()));
  });
  const proxy = new URL(origin.replace('//', '//user:pass%20word@'));
  const tunnel = await openTunnel(proxy, new URL('https://portal.example'), never);
  tunnel.write('hello');
  const heard = await new Promise((resolve) =>
    tunnel.once('data', (part: Buffer) => resolve(part.toString())),
  );
  expect(heard).toBe('HELLO');
  expect(asked).toEqual([`portal.example:443 Basic ${Buffer.from('user:pass word').toString('base64')}`]);
});

test('SES-07 through a proxy a heartbeat reaches a portal over its own TLS, whose certificate must be a trusted one', async ({
  serve,
}) => {
  const { certificate, key } = createTestCa();
  const body = Buffer.from(certificate).toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const portal = createTlsServer({ cert, key: pem }, (_, response) => response.end('{"watch":"continue"}'));
  await new Promise<void>((resolve) => void portal.listen(0, '127.0.0.1', resolve));
  const { port } = portal.address() as AddressInfo; // a server on TCP has an address of this form
  const { origin, server } = await serve((_, response) => response.end());
  server.on('connect', (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
  });
  const post = createPostHeartbeat({ ...DIRECT, url: origin });
  expect(await post('https://portal.example', 'signed', never)).toEqual({ ok: false, reason: 'unreachable' });
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0'); // as if the certificate were a trusted one
  expect(await post('https://portal.example', 'signed', never)).toEqual({ ok: true, watch: 'continue' });
  vi.unstubAllEnvs();
  portal.close();
});

test('SES-07 a proxy that refuses is told as an unreachable portal', async ({ serve }) => {
  const { origin, server } = await serve((_, response) => response.end());
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
  const post = createPostHeartbeat({ ...DIRECT, url: origin });
  expect(await post('https://portal.example', 'signed', never)).toEqual({ ok: false, reason: 'unreachable' });
});

test('SES-07 a PAC file leads through the first of its proxies that lets the agent pass', async ({
  serve,
}) => {
  const asked: string[] = [];
  const refusing = await serve((_, response) => response.end());
  refusing.server.on('connect', (request, socket) => {
    asked.push(`refused ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const passing = await serve((_, response) => response.end());
  passing.server.on('connect', (request, socket) => {
    asked.push(`passed ${request.url}`);
    socket.end('HTTP/1.1 200 OK\r\n\r\n'); // and then nothing: whose TLS it is, another test knows
  });
  const hostOf = ({ origin }: { origin: string }) => new URL(origin).host;
  const pac = await serve((request, response) => {
    asked.push(`pac ${request.url}`);
    response.end(`function FindProxyForURL(url, host) {
      return 'PROXY ${hostOf(refusing)}; PROXY ${hostOf(passing)}; DIRECT'; }`);
  });
  const post = createPostHeartbeat({ ...DIRECT, pac: `${pac.origin}/proxy.pac` });
  expect(await post('https://portal.example', 'signed', never)).toMatchObject({ ok: false });
  expect(await post('https://portal.example', 'signed', never)).toMatchObject({ ok: false });
  const way = ['refused portal.example:443', 'passed portal.example:443'];
  expect(asked).toEqual(['pac /proxy.pac', ...way, ...way]);
});

test.for([
  ['can not be fetched', 404, ''],
  ['is no PAC file', 200, '<html>Sign in to the network</html>'],
] as const)(
  'SES-07 a PAC file that %s leaves the proxy of the settings',
  async ([, status, body], { serve }) => {
    const pac = await serve((_, response) => response.writeHead(status).end(body));
    const asked: (string | undefined)[] = [];
    const { origin, server } = await serve((_, response) => response.end());
    server.on('connect', (request, socket) => {
      asked.push(request.url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const post = createPostHeartbeat({ url: origin, except: ['.intern.example'], pac: pac.origin });
    await post('https://portal.example', 'signed', never);
    await post('https://portal.intern.example', 'signed', AbortSignal.timeout(200));
    expect(asked).toEqual(['portal.example:443']);
  },
);
