/**
 * Chromium's own rule about pages of the internet that ask programs of their visitor's computer (Local Network Access): here the
 * portal's sign-in page as a customer meets it, by https and from a public address, which the browser is told by a switch, and
 * the shipped agent on the loopback address.
 */
import { createServer } from 'node:https';
import { request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';
import { aComputer } from '../support/agent-page.ts';
import { findChromium } from '../support/find-chromium.ts';
import { basicConstraints, createTestCa, DIGITAL_SIGNATURE, keyUsage } from '../support/test-ca.ts';
import { expect, test } from './portal-fixture.ts';

const HOST = 'portal.example';

test('AGT-13 an https page of a public address reaches the agent once the browser’s user allows it, and says what to do when they refuse', async ({
  portal,
}) => {
  const front = await serveByTls(portal.origin);
  const origin = `https://${HOST}:${front.port}`;
  const computer = await aComputer({ origin }, { ports: AGENT_PORTS });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      `--ip-address-space-overrides=127.0.0.1:${front.port}=public`,
    ],
  });
  const page = await browser.newPage({ ignoreHTTPSErrors: true, locale: 'ru-RU' });
  await page.goto(`${origin}/sign-in/dongle`);

  await test.step('the browser would ask its user first', async () => {
    expect(await stateOf(page)).toBe('prompt');
  });

  await test.step('refused, the page says where to allow it', async () => {
    await decide(page, 'denied');
    await trySignIn(page);
    await expect(page.getByText('Браузер не пустил страницу к агенту')).toBeVisible();
    expect(await reachesAgent(page)).toBe(false);
  });

  await test.step('allowed, the agent answers: it is there, and does not know this portal yet', async () => {
    await decide(page, 'granted');
    await trySignIn(page);
    await expect(page.getByText('Агент на этом компьютере порталу не известен')).toBeVisible();
    await expect(page.getByText('Браузер не пустил страницу к агенту')).toBeHidden();
    expect(await reachesAgent(page)).toBe(true);
  });
  await browser.close();
  await computer.stop();
  await front.close();
});

function stateOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const name = 'loopback-network' as PermissionName; // newer than the type
    return (await navigator.permissions.query({ name })).state;
  });
}

async function decide(page: Page, setting: 'granted' | 'denied'): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { browserContextId = '' } = (await cdp.send('Target.getTargetInfo')).targetInfo;
  const { origin } = new URL(page.url());
  const permission = { name: 'loopback-network' };
  await cdp.send('Browser.setPermission', { permission, setting, origin, browserContextId });
}

async function trySignIn(page: Page): Promise<void> {
  await page.getByLabel('ПИН-код этого ключа').fill('трамвай58');
  await page.locator('#sign-in').click();
}

/** Past the page's own questions: whether the browser lets the request through at all. */
function reachesAgent(page: Page): Promise<boolean> {
  return page.evaluate(async (ports) => {
    const headers = { 'content-type': 'application/json', 'x-key-agent': '1' };
    const ask = (port: number) =>
      fetch(`http://127.0.0.1:${port}/v1/hello`, { method: 'POST', headers, body: '{}' });
    const answers = await Promise.allSettled(ports.map(ask));
    return answers.some(({ status }) => status === 'fulfilled');
  }, AGENT_PORTS);
}

/** What stands before a portal on the internet: TLS, and the name under which its visitors know it. */
async function serveByTls(portal: string): Promise<{ port: number; close: () => Promise<void> }> {
  const extensions = [basicConstraints(false), keyUsage(DIGITAL_SIGNATURE)];
  const { certificate, key } = createTestCa({ unlike: { extensions } });
  const body = Buffer.from(certificate).toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
  const options = { cert, key: key.export({ type: 'pkcs8', format: 'pem' }) };
  const server = createServer(options, (incoming, outgoing) => pass(portal, incoming, outgoing));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server on TCP has an address of this form
  return { port, close: () => closeServer(server) };
}

function pass(portal: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host } = new URL(portal);
  const { origin, ...rest } = incoming.headers;
  const headers = { ...rest, host, ...(origin !== undefined && { origin: portal }) };
  const asked = request(new URL(incoming.url ?? '/', portal), { method: incoming.method, headers });
  asked.once('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.once('error', () => outgoing.destroy());
  incoming.pipe(asked);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
