/** The way to portals that this user's system is set to; the tools' texts are as Windows 11, wine and GNOME 43 write them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createPostHeartbeat } from '#key-agent/presence/post-heartbeat.ts';
import { isDirect } from '#key-agent/presence/proxy.ts';
import { createSystemProxy, readGnome, readRegistry } from '#key-agent/presence/system-proxy.ts';

const NOTHING = { url: undefined, except: [], pac: undefined };
const never = new AbortController().signal;

function registry(values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => `    ${name}    ${value}`);
  return `\r\nHKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function gnome(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `org.gnome.system.proxy${name} ${value}\n`)
    .join('');
}

test('SES-07 of Windows the proxy for https, its exceptions and the PAC file are taken', () => {
  const settings = registry({
    ProxyEnable: 'REG_DWORD    0x1',
    ProxyServer: 'REG_SZ    http=a.example:80;https=proxy.example:3128;ftp=b.example:21',
    ProxyOverride: 'REG_SZ    *.intern.example;10.*;<local>',
    AutoConfigURL: 'REG_SZ    http://proxy.example/proxy.pac',
  });
  expect(readRegistry(settings)).toEqual({
    url: 'http://proxy.example:3128',
    except: ['*.intern.example', '10.*', '<local>'],
    pac: 'http://proxy.example/proxy.pac',
  });
  const forAll = registry({ ProxyEnable: 'REG_DWORD    0x1', ProxyServer: 'REG_SZ    proxy.example:8080' });
  expect(readRegistry(forAll).url).toBe('http://proxy.example:8080');
  const socksAlone = registry({ ProxyEnable: 'REG_DWORD    0x1', ProxyServer: 'REG_SZ    socks=s:1080' });
  expect(readRegistry(socksAlone)).toEqual(NOTHING);
});

test('SES-07 a proxy that is switched off counts for nothing, and neither does what is not there', () => {
  const off = registry({ ProxyEnable: 'REG_DWORD    0x0', ProxyServer: 'REG_SZ    proxy.example:8080' });
  expect(readRegistry(off)).toEqual(NOTHING);
  expect(readRegistry('')).toEqual(NOTHING);
  expect(readGnome('')).toEqual(NOTHING);
  expect(readGnome(gnome({ ' mode': "'none'", '.https host': "'proxy.example'" }))).toEqual(NOTHING);
  expect(readGnome(gnome({ ' mode': "'auto'", ' autoconfig-url': "''" }))).toEqual(NOTHING);
});

test('SES-07 of GNOME the proxy for https and its exceptions are taken, or the PAC file', () => {
  const manual = gnome({
    ' autoconfig-url': "'http://old.example/proxy.pac'",
    ' ignore-hosts': "['localhost', '127.0.0.0/8', '*.intern.example']",
    ' mode': "'manual'",
    '.http host': "'other.example'",
    '.https host': "'proxy.example'",
    '.https port': '3128',
  });
  expect(readGnome(manual)).toEqual({
    ...NOTHING,
    url: 'http://proxy.example:3128',
    except: ['localhost', '127.0.0.0/8', '*.intern.example'],
  });
  const auto = gnome({ ' mode': "'auto'", ' autoconfig-url': "'http://proxy.example/proxy.pac'" });
  expect(readGnome(auto)).toEqual({ ...NOTHING, pac: 'http://proxy.example/proxy.pac' });
});

test('exceptions are read as Windows and GNOME mean them', () => {
  const within = (host: string, name: string) => isDirect(new URL(`https://${host}`), { except: [name] });
  expect(within('a.intern.example', '*.intern.example')).toBe(true);
  expect(within('intern.example.evil.example', '*.intern.example')).toBe(false);
  expect(within('10.1.2.3', '10.*')).toBe(true);
  expect(within('110.1.2.3', '10.*')).toBe(false);
  expect(within('portal', '<local>')).toBe(true);
  expect(within('portal.example', '<local>')).toBe(false);
});

test('the system is asked once a minute, with its own tool, and a system without one has no settings', async () => {
  const asked: string[] = [];
  let nowMs = 0;
  const run = async (command: string) => {
    asked.push(command);
    return registry({ ProxyEnable: 'REG_DWORD    0x1', ProxyServer: 'REG_SZ    proxy.example:8080' });
  };
  const find = createSystemProxy(run, { platform: 'win32', now: () => nowMs });
  expect([(await find()).url, (await find()).url]).toEqual([
    'http://proxy.example:8080',
    'http://proxy.example:8080',
  ]);
  nowMs = 61_000;
  await find();
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(/reg\.exe$/);
  const nowhere = createSystemProxy(async () => null, { platform: 'linux', now: () => nowMs });
  expect(await nowhere()).toEqual(NOTHING);
  expect(await createSystemProxy(run, { platform: 'darwin', now: () => nowMs })()).toEqual(NOTHING);
});

test('SES-07 without settings of its own the agent goes by the system’s proxy, with them by its own', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((_, response) => response.end());
  server.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server on TCP has an address of this form
  const system = async () => ({ ...NOTHING, url: `http://127.0.0.1:${port}` });
  await createPostHeartbeat(NOTHING, system)('https://portal.example', 'signed', never);
  expect(asked).toEqual(['portal.example:443']);
  const own = { ...NOTHING, url: 'http://127.0.0.1:1' };
  expect(await createPostHeartbeat(own, system)('https://portal.example', 'signed', never)).toMatchObject({
    reason: 'unreachable',
  });
  const excepted = { ...NOTHING, except: ['.invalid'] };
  const signal = AbortSignal.timeout(300);
  await createPostHeartbeat(excepted, system)('https://portal.invalid', 'signed', signal);
  expect(asked).toHaveLength(1);
  server.close();
});
