import { gzipSync } from 'node:zlib';
import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import { createSourceClient } from '#portal/connectors/http/source-client.server.ts';
import type { SourceClient, SourceClientOptions } from '#portal/connectors/http/source-client.server.ts';
import { closeServer, portOf, startFaultProxy } from '#test/support/fault-proxy.ts';
import type { FaultProxy } from '#test/support/fault-proxy.ts';

const SECRET = 'корова-42!';
const BASIC = { kind: 'basic', user: 'portal', password: SECRET } as const;

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function aProxy(): Promise<FaultProxy> {
  const proxy = await startFaultProxy();
  opened.push(proxy);
  return proxy;
}

function aClient(
  origin: string,
  differences: Partial<SourceClientOptions> = {},
): SourceClient & { pauses: number[] } {
  const pauses: number[] = [];
  const now = () => new Date();
  const client = createSourceClient({
    address: new URL(origin),
    credentials: BASIC,
    rules: { isDemo: true },
    breaker: createBreaker(now),
    now,
    random: () => 0.5,
    sleep: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    limits: { connectMs: 300, headersMs: 300, bodyMs: 300, bodyBytes: 10_000 },
    ...differences,
  });
  opened.push(client);
  return { ...client, pauses };
}

const ask = (client: SourceClient, origin: string) => client.get(new URL('/odata/Orders', origin), {});

test('an answer comes with the credentials of the source', async () => {
  const proxy = await aProxy();

  const { status, text } = await ask(aClient(proxy.origin), proxy.origin);

  expect({ status, text }).toEqual({ status: 200, text: '{"value":[]}' });
  const [seen] = proxy.seen;
  expect(Buffer.from(seen?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
    `portal:${SECRET}`,
  );
});

test('WEB-11 no credential reaches a changed address: another origin is not even asked', async () => {
  const [proxy, capture] = [await aProxy(), await aProxy()];
  const client = aClient(proxy.origin);

  await expect(ask(client, capture.origin)).rejects.toMatchObject({ code: 'address_refused' });

  expect(capture.seen).toEqual([]);
});

test('WEB-11 no credential follows a redirect', async () => {
  const [proxy, capture] = [await aProxy(), await aProxy()];
  proxy.inject({ kind: 'redirect', to: `${capture.origin}/odata/Orders` });

  await expect(ask(aClient(proxy.origin), proxy.origin)).rejects.toMatchObject({ code: 'redirected' });

  expect(capture.seen).toEqual([]);
  expect(proxy.seen).toHaveLength(1);
});

test('WEB-11 the connection goes to the address that was judged, whatever the name says the next time', async () => {
  const proxy = await aProxy();
  const { port } = new URL(proxy.origin);
  const answers = ['127.0.0.1', '169.254.169.254'];
  const resolve = () => Promise.resolve([{ address: answers.shift() ?? '', family: 4 }]);
  const origin = `http://erp.example:${port}`;

  await ask(aClient(origin, { resolve }), origin);

  expect(proxy.seen.map(({ headers }) => headers.host)).toEqual([`erp.example:${port}`]);
  expect(answers).toEqual(['169.254.169.254']);
});

test('a wrong password is tried once, and never again by this client', async () => {
  const proxy = await aProxy();
  proxy.always({ kind: 'status', status: 401, body: '<html>Unauthorized</html>' });
  const client = aClient(proxy.origin);

  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'credentials', isPassing: false });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'credentials' });

  expect(proxy.seen).toHaveLength(1);
});

test.each([408, 429, 500, 502, 503])(
  'status %i is tried again, with a pause of any length',
  async (status) => {
    const proxy = await aProxy();
    proxy.inject({ kind: 'status', status }, { kind: 'status', status });
    const client = aClient(proxy.origin);

    expect((await ask(client, proxy.origin)).status).toBe(200);

    expect(client.pauses).toEqual([250, 500]);
  },
);

test.each([400, 403, 404, 405])('status %i would only be repeated, so it is not', async (status) => {
  const proxy = await aProxy();
  proxy.always({ kind: 'status', status });

  await expect(ask(aClient(proxy.origin), proxy.origin)).rejects.toMatchObject({ isPassing: false });

  expect(proxy.seen).toHaveLength(1);
});

test('Retry-After is kept to, and a source that asks for long is left alone', async () => {
  const proxy = await aProxy();
  const client = aClient(proxy.origin);
  proxy.inject({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
  await ask(client, proxy.origin);
  expect(client.pauses).toEqual([7_000]);

  proxy.inject({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'busy', retryAfterMs: 3_600_000 });
});

test.each([
  { fault: { kind: 'reset' }, code: 'cut_short' },
  { fault: { kind: 'silent' }, code: 'timed_out' },
  { fault: { kind: 'slow-loris' }, code: 'timed_out' },
  { fault: { kind: 'huge', bytes: 20_000 }, code: 'too_large' },
] as const)('$fault.kind ends as $code', async ({ fault, code }) => {
  const proxy = await aProxy();
  proxy.always(fault);

  await expect(ask(aClient(proxy.origin), proxy.origin)).rejects.toMatchObject({ code });
});

test('a packed answer is unpacked, and may not grow beyond the limit', async () => {
  const bodies = [gzipSync('{"value":[1]}'), gzipSync(Buffer.alloc(1_000_000, ' '))];
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bodies.shift());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  opened.push({ close: () => closeServer(server) });
  const origin = `http://127.0.0.1:${portOf(server)}`;
  const client = aClient(origin);

  expect((await ask(client, origin)).text).toBe('{"value":[1]}');
  await expect(ask(client, origin)).rejects.toMatchObject({ code: 'too_large' });
});

test('nobody listening is a fault that may pass', async () => {
  const proxy = await aProxy();
  const { origin } = proxy;
  await proxy.close();

  await expect(ask(aClient(origin), origin)).rejects.toMatchObject({ code: 'unreachable', isPassing: true });
});

test('an error repeats neither our secrets nor the traceback of the source', async () => {
  const proxy = await aProxy();
  const message = `user portal with ${SECRET} at ${Buffer.from(`portal:${SECRET}`).toString('base64')} failed`;
  proxy.always({ kind: 'status', status: 400, body: `${message}\nTraceback (most recent call last): db.py` });

  const fault = await ask(aClient(proxy.origin), proxy.origin).catch((error: unknown) => error);

  expect(String(fault)).toContain('user portal with [cut] at [cut] failed');
  expect(String(fault)).not.toContain('db.py');
});

test('the message of an error is found in any version of OData, and a page of HTML has none', async () => {
  const proxy = await aProxy();
  const detailOf = async (body: string) => {
    proxy.inject({ kind: 'status', status: 400, body });
    const fault = await ask(aClient(proxy.origin), proxy.origin).catch((error: unknown) => error);
    return fault instanceof Error ? fault.message : '';
  };

  expect(await detailOf('{"odata.error":{"code":"6","message":{"lang":"ru","value":"Лишние"}}}')).toBe(
    'status 400: Лишние',
  );
  expect(await detailOf('{"error":{"message":"No property","code":"400"}}')).toBe('status 400: No property');
  expect(
    await detailOf('<m:error><m:code>6</m:code><m:message xml:lang="ru">Нет</m:message></m:error>'),
  ).toBe('status 400: Нет');
  expect(await detailOf('<html><body>Licence</body></html>')).toBe('status 400: no reason given');
});

test('a source that fails again and again is left alone, and then asked once', async () => {
  const proxy = await aProxy();
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  const now = () => new Date(nowMs);
  const client = aClient(proxy.origin, { now, breaker: createBreaker(now) });
  proxy.always({ kind: 'status', status: 500 });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'failed' });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'paused' });
  expect(proxy.seen).toHaveLength(5);

  nowMs += 30_001;
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'paused' });
  expect(proxy.seen).toHaveLength(6);

  proxy.inject();
  nowMs += 30_001;
  expect((await ask(client, proxy.origin)).status).toBe(200);
});

test('a token that has ended is fetched anew once, and its address gets nothing but the client’s own secret', async () => {
  const [proxy, tokens] = [await aProxy(), await aProxy()];
  const answer = (token: string) =>
    ({ kind: 'answer', body: JSON.stringify({ access_token: token, expires_in: 3600 }) }) as const;
  const client = aClient(proxy.origin, {
    credentials: {
      kind: 'client-credentials',
      tokenUrl: `${tokens.origin}/token`,
      clientId: 'brelok',
      clientSecret: 'hush',
    },
  });
  tokens.inject(answer('first'), answer('second'));
  proxy.inject({ kind: 'status', status: 401 });

  expect((await ask(client, proxy.origin)).status).toBe(200);

  expect(proxy.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  expect(tokens.seen).toHaveLength(2);

  tokens.inject(answer('third'));
  proxy.always({ kind: 'status', status: 401 });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'credentials' });
  await expect(ask(client, proxy.origin)).rejects.toMatchObject({ code: 'credentials' });
  expect(proxy.seen).toHaveLength(4);
});
