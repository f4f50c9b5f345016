import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { VARIABLES, readEnv } from '#portal/env.server.ts';
import type { Env } from '#portal/env.server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NO_ORIGIN = 'ORIGIN: is scheme, host and port of the portal, such as https://portal.example';
const NO_MAIL =
  'MAIL_URL: is smtp://user:password@host:587 or smtps://user:password@host:465, percent-encoded';
const PRODUCTION = { BRELOK_MODE: 'production', ORIGIN: 'https://portal.example' };
const EXAMPLE = parseEnv(readFileSync(join(ROOT, '.env.example'), 'utf8'));

test('without any variable it is a demo that only this machine reaches', () => {
  expect(envOf({})).toEqual({
    mode: 'demo',
    host: '127.0.0.1',
    port: 3000,
    origin: 'http://localhost:3000',
    rpId: 'localhost',
    dataDir: join(process.cwd(), '.data'),
    databaseUrl: `file:${join(process.cwd(), '.data', 'brelok.db')}`,
    policyFile: undefined,
    agentPackagesDir: undefined,
    timeZone: 'Europe/Moscow',
    trustedProxies: 0,
    logLevel: 'info',
    mail: { way: 'file' },
    secrets: {},
  });
});

test('every variable says what it is for', () => {
  const secrets = {
    PEPPER: 'a',
    COOKIE_KEYS: 'b,c',
    ENVELOPE_KEY: 'd',
    AUDIT_KEY: 'e',
    CHECKPOINT_KEY: 'f',
    AGENT_SIGNING_KEY: 'g',
  };
  const env = envOf({
    BRELOK_MODE: 'production',
    HOST: '0.0.0.0',
    PORT: '8443',
    ORIGIN: 'https://portal.example:8443/',
    RP_ID: 'example',
    DATA_DIR: '/var/lib/brelok',
    DATABASE_URL: 'postgresql://user@host/brelok',
    POLICY_FILE: '/etc/brelok/policy.json',
    AGENT_PACKAGES_DIR: '/srv/agent',
    TIME_ZONE: 'Asia/Omsk',
    TRUSTED_PROXIES: '2',
    LOG_LEVEL: 'warn',
    MAIL_URL: 'smtp://portal:p%40ss@mail.example',
    MAIL_FROM: 'portal@seller.example',
    ...secrets,
  });
  expect(env).toEqual({
    mode: 'production',
    host: '0.0.0.0',
    port: 8443,
    origin: 'https://portal.example:8443',
    rpId: 'example',
    dataDir: '/var/lib/brelok',
    databaseUrl: 'postgresql://user@host/brelok',
    policyFile: '/etc/brelok/policy.json',
    agentPackagesDir: '/srv/agent',
    timeZone: 'Asia/Omsk',
    trustedProxies: 2,
    logLevel: 'warn',
    mail: {
      way: 'smtp',
      host: 'mail.example',
      port: 587,
      isTlsFromStart: false,
      mustUseTls: true,
      login: { user: 'portal', password: 'p@ss' },
      from: 'portal@seller.example',
    },
    secrets,
  });
});

test('.env.example lists every variable that is read, and no other, with its default', () => {
  expect(Object.keys(EXAMPLE).toSorted()).toEqual([...VARIABLES].toSorted());
  expect(envOf(EXAMPLE)).toEqual(envOf({}));
});

test('a variable left empty counts as not set', () => {
  expect(envOf({ PORT: '', ORIGIN: '', BRELOK_MODE: '' })).toEqual(envOf({}));
});

test.each([
  [{ BRELOK_MODE: 'live' }, 'BRELOK_MODE: is demo or production'],
  [{ PORT: 'http' }, 'PORT: is a whole number from 1 to 65535'],
  [{ PORT: '0' }, 'PORT: is a whole number from 1 to 65535'],
  [{ PORT: '70000.5' }, 'PORT: is a whole number from 1 to 65535'],
  [{ TRUSTED_PROXIES: 'yes' }, 'TRUSTED_PROXIES: is a whole number from 0 to 5'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: is one of silent, error, warn, info, debug'],
  [{ TIME_ZONE: 'Moscow' }, 'TIME_ZONE: is an IANA time zone, such as Europe/Moscow'],
  [{ DATABASE_URL: 'mysql://root:hunter2@db' }, 'DATABASE_URL: begins with file: or postgresql://'],
  [{ MAIL_URL: 'http://portal:hunter2@mail.example', MAIL_FROM: 'a@b.example' }, NO_MAIL],
  [{ MAIL_URL: 'smtp://mail.example/?tls=no', MAIL_FROM: 'a@b.example' }, NO_MAIL],
  [{ MAIL_URL: 'smtp://portal@mail.example', MAIL_FROM: 'a@b.example' }, NO_MAIL],
  [{ MAIL_URL: 'smtp://portal:hunter2%ZZ@mail.example', MAIL_FROM: 'a@b.example' }, NO_MAIL],
  [
    { MAIL_URL: 'smtp://portal:hunter2@mail.example' },
    'MAIL_FROM: is missing; a mail server wants to know the address that letters come from',
  ],
  [{ MAIL_FROM: 'a@b.example' }, 'MAIL_URL: is missing; MAIL_FROM alone sends no letters'],
  [
    { MAIL_URL: 'smtp://mail.example', MAIL_FROM: 'Portal <a@b.example>' },
    'MAIL_FROM: is the address that letters come from, such as portal@company.example',
  ],
  [{ ORIGIN: 'portal.example' }, NO_ORIGIN],
  [{ ORIGIN: 'ftp://portal.example' }, NO_ORIGIN],
  [{ ORIGIN: 'https://portal.example/shop' }, NO_ORIGIN],
  [{ ORIGIN: 'https://operator:hunter2@portal.example' }, NO_ORIGIN],
  [
    { ORIGIN: 'http://127.0.0.1:3000' },
    'ORIGIN: http://127.0.0.1:3000 names an address; keys can only be bound to a host name',
  ],
  [
    { ORIGIN: 'http://[::1]:3000' },
    'ORIGIN: http://[::1]:3000 names an address; keys can only be bound to a host name',
  ],
  [{ RP_ID: 'ocalhost' }, 'RP_ID: ocalhost must be the host of ORIGIN (localhost) or a parent domain of it'],
  [
    { HOST: '0.0.0.0' },
    'HOST: the demo answers on this machine only (127.0.0.1), not on 0.0.0.0; set BRELOK_MODE=production to serve others',
  ],
  [
    { ORIGIN: 'https://demo.example' },
    'ORIGIN: the demo is a localhost address, not https://demo.example; set BRELOK_MODE=production to serve others',
  ],
  [
    { BRELOK_MODE: 'production', ORIGIN: 'http://portal.example' },
    'ORIGIN: production needs an https address, not http://portal.example',
  ],
])('%j is refused with a sentence that says what to do', (variables, sentence) => {
  expect(faultsOf(variables)).toEqual([sentence]);
});

test('keys may be bound to a parent domain, so that the portal can move below it', () => {
  const env = envOf({ ...PRODUCTION, ORIGIN: 'https://portal.demo.example', RP_ID: 'demo.example' });
  expect(env.rpId).toBe('demo.example');
});

test('the demo also answers on the other names of this machine', () => {
  for (const HOST of ['localhost', '::1']) expect(envOf({ HOST }).host).toBe(HOST);
  expect(envOf({ ORIGIN: 'http://brelok.localhost:3000' }).rpId).toBe('brelok.localhost');
});

test('all faults are told in one run, those between variables too', () => {
  const faults = faultsOf({ BRELOK_MODE: 'production', PORT: 'x', TIME_ZONE: 'x', RP_ID: 'other.example' });
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(['PORT', 'TIME_ZONE', 'RP_ID', 'ORIGIN']);
});

test('a variable that can’t be read brings no fault on another one', () => {
  expect(faultsOf({ BRELOK_MODE: 'production', ORIGIN: 'nonsense', RP_ID: 'portal.example' })).toEqual([
    NO_ORIGIN,
  ]);
  expect(faultsOf({ BRELOK_MODE: 'live', HOST: '0.0.0.0' })).toHaveLength(1);
});

test('no fault repeats a secret or the password of the database', () => {
  const secrets = { PEPPER: 'hunter2', COOKIE_KEYS: 'hunter2', AUDIT_KEY: 'hunter2' };
  const faults = faultsOf({ ...secrets, DATABASE_URL: 'hunter2', PORT: 'x', BRELOK_MODE: 'production' });
  expect(faults.length).toBeGreaterThan(2);
  expect(faults.join()).not.toContain('hunter2');
});

test('an operator’s NODE_ENV=production counts as production, unless BRELOK_MODE says otherwise', () => {
  expect(launchedMode({ NODE_ENV: 'production' })).toBe('production');
  expect(launchedMode({ NODE_ENV: 'production', BRELOK_MODE: '' })).toBe('production');
  expect(launchedMode({ NODE_ENV: 'production', BRELOK_MODE: 'demo' })).toBe('demo');
  expect(launchedMode({ NODE_ENV: 'development' })).toBe('demo');
  expect(launchedMode({ BRELOK_MODE: 'production' })).toBe('production');
});

function envOf(variables: NodeJS.ProcessEnv): Env {
  const read = readEnv(variables);
  if (!read.ok) throw new Error(read.faults.join('; '));
  return read.env;
}

function faultsOf(variables: NodeJS.ProcessEnv): string[] {
  const read = readEnv(variables);
  return read.ok ? [] : read.faults;
}

/** The mode that a program of the portal is started in, from this environment of whoever starts it. */
function launchedMode(variables: NodeJS.ProcessEnv): string {
  const program = `
    import { launchEnvironment } from './portal/bin/launch-environment.mjs';
    process.stdout.write(launchEnvironment().BRELOK_MODE);`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    env: variables,
    encoding: 'utf8',
  });
}

test('only a mail server on this machine is spoken to without TLS', () => {
  const mailOf = (MAIL_URL: string) => envOf({ MAIL_URL, MAIL_FROM: 'a@b.example' }).mail;
  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    expect(mailOf(`smtp://${host}:1025`)).toMatchObject({ mustUseTls: false, port: 1025 });
  for (const host of ['mail.example', 'localhost.example', '127.0.0.1.example', '10.0.0.7'])
    expect(mailOf(`smtp://${host}`)).toMatchObject({ mustUseTls: true });
  expect(mailOf('smtps://mail.example')).toMatchObject({ isTlsFromStart: true, port: 465, mustUseTls: true });
});
