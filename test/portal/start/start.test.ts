/** `npm start` as a supervisor and a person at a terminal see it: real processes on copies of one demo. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { generateSecrets } from '#portal/secrets.server.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { ask, isListening, openRawConnection } from '#test/support/portal-process.ts';
import type { PortalProcess } from '#test/support/portal-process.ts';
import { runBrelok } from '#test/support/run-brelok.ts';
import { LAST_ENROL_LINE, test } from '#test/support/start-test.ts';

const ENROL = /^enrol (\S+) (\S+) code ([A-Z0-9]{4}-[A-Z0-9]{4}) name (\S.*)$/;

test('a first start tells its steps, then that it is ready, then exactly four enrol lines, one a role', ({
  demo: { firstStart },
}) => {
  const ready = firstStart.findIndex((line) => line.startsWith('ready '));
  const steps = firstStart.slice(0, ready).join('\n');
  for (const step of [
    'database: ',
    'installation: demo',
    'demo: importing order',
    'demo: 6 customers, 12 holders',
  ]) {
    expect(steps).toContain(step);
  }
  expect(firstStart[ready]).toMatch(/^ready http:\/\/localhost:\d+$/);
  const enrolments = firstStart.filter((line) => line.startsWith('enrol'));
  expect(firstStart.indexOf(enrolments[0] ?? '')).toBe(ready + 1);
  expect(enrolments.map((line) => ENROL.exec(line)?.[1])).toEqual([
    'administrator',
    'account-manager',
    'loyalty',
    'customer',
  ]);
});

test('a second start keeps all data and prints the links that are still open; Ctrl-C ends it cleanly', async ({
  demo: { firstStart },
  dataDir,
  start,
}) => {
  const db = createDb(`file:${join(dataDir, 'brelok.db')}`);
  const before = await contentOf(db);
  const PORT = /:(\d+)\//.exec(firstStart.at(-1) ?? '')?.[1] ?? '';
  const portal = await start({ DATA_DIR: dataDir, PORT });
  await portal.line(LAST_ENROL_LINE);
  expect(portal.lines).toEqual(firstStart.filter((line) => /^(ready|enrol) /.test(line)));
  expect(await contentOf(db)).toEqual(before);
  await db.$disconnect();

  const other = await start({ DATA_DIR: dataDir, PORT });
  expect(await other.ended).toBe(1);
  expect(other.lines).toContain(`  - PORT: ${PORT} is taken by another program; set PORT to a free one`);

  const inFlight = await beginRequest(portal);
  portal.interrupt();
  await portal.line('draining');
  expect(await inFlight.finish()).toContain('HTTP/1.1 200 OK');
  expect(await portal.ended).toBe(0);
  expect(await isListening(portal.port)).toBe(false);
});

test('SIGTERM lets a request in flight finish, says not ready meanwhile, closes the port and exits with 0', async ({
  dataDir,
  start,
}) => {
  const portal = await start({ DATA_DIR: dataDir });
  await portal.line(LAST_ENROL_LINE);
  const probe = await openRawConnection(portal.port);
  probe.send('GET /readyz HTTP/1.1\r\nHost: balancer\r\n');
  const inFlight = await beginRequest(portal);

  portal.signal('SIGTERM');
  await portal.line('draining');
  expect(await isListening(portal.port)).toBe(false);
  probe.send('\r\n');
  expect(await probe.received('\r\n\r\n')).toMatch(/^HTTP\/1\.1 503 /);
  expect(await inFlight.finish()).toContain('HTTP/1.1 200 OK');
  expect(await portal.ended).toBe(0);
});

test('/healthz and /readyz answer before the framework, by whatever name they are asked', async ({
  running,
}) => {
  const headers = { host: 'balancer' };
  expect(await ask(running, '/healthz', { headers })).toEqual({ status: 200, cookies: [], text: 'ok\n' });
  expect(await ask(running, '/readyz', { headers })).toEqual({ status: 200, cookies: [], text: 'ready\n' });
  expect((await ask(running, '/sign-in', { headers })).status).toBe(421);
});

test('the log of a running portal holds no cookie, token, claim code, challenge or ticket, even where all is logged', async ({
  running: portal,
}) => {
  const [, , link = '', code = ''] = ENROL.exec(await portal.line('enrol loyalty ')) ?? [];
  const token = link.split('#')[1] ?? '';
  const own = { host: `localhost:${portal.port}`, origin: portal.origin, 'sec-fetch-site': 'same-origin' };
  const asJson = { ...own, 'content-type': 'application/json' };
  const asForm = { ...own, 'content-type': 'application/x-www-form-urlencoded' };
  const post = { method: 'POST' };

  const browser = valueIn((await ask(portal, '/sign-in', { headers: own })).cookies);
  const cookie = `__Host-brelok-browser=${browser}; __Host-brelok-session=${SESSION}`;
  const begun = await ask(portal, '/sign-in/begin', { ...post, headers: { ...asJson, cookie }, body: '{}' });
  const { state, options } = JSON.parse(begun.text);
  const answer = JSON.stringify({ state, response: { id: 'x' } });
  const finished = await ask(portal, '/sign-in/finish', {
    ...post,
    headers: { ...asJson, cookie },
    body: answer,
  });
  const claim = (typed: string) =>
    ask(portal, '/enrol', {
      ...post,
      headers: { ...asForm, cookie },
      body: `invitation=${token}&code=${typed}`,
    });
  const wrong = await claim(WRONG_CODE);
  const claimed = await claim(code);
  const pasted = await ask(portal, `/enrol?invitation=${token}`, { headers: { ...own, cookie } });
  const statuses = [begun, finished, wrong, claimed, pasted].map(({ status }) => status);
  expect(statuses).toEqual([200, 403, 422, 302, 200]);

  await ask(portal, '/robots.txt', { headers: own });
  await portal.line('"path":"/robots.txt"'); // whose line comes after all others
  const log = portal.lines.filter((line) => line.startsWith('{')).join('\n');
  for (const path of ['/sign-in/begin', '/sign-in/finish', '/enrol'])
    expect(log).toContain(`"path":"${path}"`);
  const secrets = [
    browser,
    SESSION,
    token,
    code,
    WRONG_CODE,
    valueIn(claimed.cookies),
    state,
    options.challenge,
  ];
  for (const secret of secrets) {
    expect(secret).toMatch(/^\S{9,}$/);
    expect(log).not.toContain(secret);
  }
});

test('production on a demo’s folder lists every fault of settings, keys and database at once and exits with 1', async ({
  dataDir,
  start,
}) => {
  const { PEPPER, COOKIE_KEYS } = generateSecrets();
  const portal = await start({
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    ORIGIN: 'http://portal.example',
    TIME_ZONE: 'Moscow',
    COOKIE_KEYS,
    PEPPER: PEPPER.slice(1),
  });
  expect(await portal.ended).toBe(1);
  for (const fault of [
    'TIME_ZONE: is an IANA time zone',
    'ORIGIN: production needs an https address',
    'PEPPER: must be 32 random bytes',
    'ENVELOPE_KEY: missing',
    'AUDIT_KEY: missing',
    'CHECKPOINT_KEY: missing',
    'AGENT_SIGNING_KEY: missing',
    'RP_ID: keys here are bound to localhost, not to portal.example',
    'DATABASE_URL: this database holds demo data',
    'policy: staff keys must be attested in production',
    'policy: attestation is required but no key model with its maker’s roots is known',
  ]) {
    expect(portal.lines).toContainEqual(expect.stringContaining(fault));
  }
  expect(portal.lines.at(-1)).toBe('Brelok does not start; what is in the way stands above.');
  expect(portal.lines.join('\n')).not.toContain(PEPPER.slice(1));
});

test('a new production installation asks for a maker’s roots, then says how its first administrator gets in', async ({
  folder,
  start,
}) => {
  const variables = {
    BRELOK_MODE: 'production',
    ORIGIN: 'https://portal.example',
    DATA_DIR: folder,
    ...generateSecrets(),
  };
  const first = await start(variables);
  expect(await first.ended).toBe(1);
  expect(first.lines).toContainEqual('installation: production, keys bound to portal.example');
  expect(first.lines).toContainEqual(expect.stringContaining('npm run brelok -- key-model add FILE'));

  await addKeyModel(`file:${join(folder, 'brelok.db')}`);
  const second = await start(variables);
  expect(await second.line('enrol')).toBe(
    'no administrator yet; on this machine, in a terminal: npm run brelok -- enrol-link --role administrator --name "NAME"',
  );
  expect(second.lines[0]).toBe('ready https://portal.example');
  expect(second.lines).toHaveLength(2);
  const environment = { ...process.env, NODE_ENV: '', ...variables };
  const words = ['enrol-link', '--role', 'administrator', '--name', 'Demo'];
  const typed = await runBrelok(environment, words);
  expect(typed).toEqual({ exitCode: 1, output: expect.stringContaining('on a terminal only') });
});

/** The last one, since it ends the portal of this file. */
test('the server does not outlive the program that started it', async ({ running }) => {
  running.signal('SIGKILL');
  await running.ended; // its outputs are the server's too: they close with the last of both
  expect(running.lines.at(-1)).toContain('start.mjs is gone');
  expect(await isListening(running.port)).toBe(false);
});

const SESSION = 's'.repeat(43);
const WRONG_CODE = 'QQQQ-QQQQ';

/** A request that the portal has taken and whose end it waits for. */
async function beginRequest({ port, origin }: PortalProcess): Promise<{ finish: () => Promise<string> }> {
  const connection = await openRawConnection(port);
  const headers = {
    host: `localhost:${port}`,
    origin,
    cookie: `__Host-brelok-browser=${'b'.repeat(43)}`,
    'content-type': 'application/json',
    'content-length': '2',
    expect: '100-continue',
  };
  connection.send(headOf('POST /sign-in/begin', headers));
  await connection.received('100 Continue');
  return {
    finish: () => {
      connection.send('{}');
      return connection.received('"challenge"');
    },
  };
}

function headOf(line: string, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Of the first cookie that an answer sets. */
function valueIn([cookie = '']: string[]): string {
  return /=([^;]+);/.exec(cookie)?.[1] ?? '';
}

/** What a second start must not change: rows of every sort, and nothing minted. */
async function contentOf(db: Db) {
  const [orders, documents, holders, keys, invitations, runs] = await Promise.all([
    db.order.count(),
    db.document.count(),
    db.holder.count(),
    db.key.count(),
    db.invitation.findMany({ select: { id: true, status: true }, orderBy: { id: 'asc' } }),
    db.importRun.count(),
  ]);
  const events = await db.auditEvent.count();
  return { orders, documents, holders, keys, invitations, runs, events };
}

async function addKeyModel(databaseUrl: string): Promise<void> {
  const db = createDb(databaseUrl);
  const aaguid = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
  const values = { name: 'Demo key', maker: 'Demo', rootsPem: '', addedAt: new Date() };
  await db.keyModel.create({ data: { aaguid, ...values } });
  await db.$disconnect();
}
