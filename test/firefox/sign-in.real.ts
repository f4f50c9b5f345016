/** Firefox on the portal's own sign-in page for old keys: the shipped portal and agent, a model in place of the USB bus. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';
import { aBrowser, aComputer } from '#test/support/agent-page.ts';
import type { RunningComputer } from '#test/support/agent-page.ts';
import { aFidoKey } from '#test/support/fobs/fob-model.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';
import { aKey, aSession } from '#test/support/builders.ts';
import { test as withPortal } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aYubikey, inviteDongle } from '#test/support/soft-agent.ts';
import { PIN, WRONG_PIN } from '#test/support/u2f.ts';

const FIREFOX = '/usr/bin/firefox-esr';
const SECRET = Buffer.from('303132333435363738393a3b3c3d3e3f40414243', 'hex');
/** What SES-07 promises. */
const EMPTY_WITHIN_MS = 5_000;

const test = withPortal.extend<{ computer: RunningComputer; firefox: Browser; page: Page }>({
  computer: async ({ portal }, use) => {
    const computer = await aComputer(portal, { ports: AGENT_PORTS });
    await use(computer);
    await computer.stop();
  },
  // oxlint-disable-next-line no-empty-pattern
  firefox: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'brelok-firefox-'));
    const firefox = await puppeteer.launch({
      browser: 'firefox',
      executablePath: FIREFOX,
      headless: true,
      env: { ...process.env, HOME: home },
      extraPrefsFirefox: { 'intl.accept_languages': 'en' },
    });
    await use(firefox);
    await firefox.close();
    await rm(home, { recursive: true, force: true });
  },
  page: async ({ firefox }, use) => use(await firefox.newPage()),
});

/** Registers it on this computer, as its holder did some day before. */
async function registered(portal: TestPortal, computer: RunningComputer) {
  const invited = await inviteDongle(portal.services.auth, aYubikey({ serial: '12345678', secret: SECRET }));
  const browser = aBrowser(portal, computer);
  await browser.openLink(invited);
  expect((await browser.enrolAgent()).finished.status).toBe(200);
  expect((await browser.register()).status).toBe(200);
  return invited;
}

function plug({ transport }: RunningComputer): string {
  const key = aVirtualYubikey({ secret: SECRET });
  setInterval(() => key.touch(), 50).unref(); // whoever holds it touches it as soon as it blinks
  return transport.plug(key);
}

async function signIn(page: Page, pin: string): Promise<void> {
  await page.waitForSelector('#sign-in:not([disabled])');
  await page.type('#pin', pin);
  await page.click('#sign-in');
}

/** The problem that the page shows, by its code. */
async function shownProblem(page: Page): Promise<string | null> {
  const shown = await page.waitForSelector('[data-problem]:not([hidden])');
  return shown?.evaluate((element) => element.getAttribute('data-problem')) ?? null;
}

test('AGT-13 SES-07 in Firefox an old key gets in by agent, touch and PIN, and pulling it out empties the page', async ({
  portal,
  computer,
  page,
}) => {
  const path = plug(computer);
  await registered(portal, computer);
  await page.goto(`${portal.origin}/sign-in/dongle`);
  await signIn(page, WRONG_PIN);
  expect(await shownProblem(page)).toBe('refused');
  await Promise.all([page.waitForNavigation(), signIn(page, PIN)]);
  expect(new URL(page.url()).pathname).toBe('/home');
  computer.transport.unplug(path);
  await page.waitForFunction(() => window.location.pathname === '/locked', { timeout: EMPTY_WITHIN_MS });
});

test('AGT-13 in Firefox the page tells an agent that is not there from one that does not know the key', async ({
  portal,
  page,
}) => {
  await page.goto(`${portal.origin}/sign-in/dongle`);
  await signIn(page, PIN);
  expect(await shownProblem(page)).toBe('no_agent');
  const computer = await aComputer(portal, { ports: AGENT_PORTS });
  plug(computer);
  await signIn(page, PIN);
  await page.waitForSelector('[data-problem=not_enrolled]:not([hidden])');
  await computer.stop();
});

test('SES-07 in Firefox the holder of a new key lets the agent watch it, and pulling it out empties the page', async ({
  portal,
  computer,
  page,
}) => {
  plug(computer);
  const { holderId, accountId } = await registered(portal, computer);
  const { db } = portal.services;
  const owner = { holderId, accountId: accountId ?? null };
  const { id: keyId } = await aKey(db, owner);
  const { token } = await aSession(db, { ...owner, keyId });
  const fido = computer.transport.plug(aFidoKey());
  const name = '__Host-brelok-session';
  await page.browserContext().setCookie({
    name,
    value: token,
    domain: 'localhost',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
  });
  await page.goto(`${portal.origin}/my-key/watch?asked=yes&return=/home`);
  await page.waitForSelector('#watch:not([disabled])');
  await page.click('#watch');
  await page.waitForFunction(() => window.location.pathname === '/home');
  expect(await db.session.count({ where: { keyId, watchId: { not: null } } })).toBe(1);
  computer.transport.unplug(fido);
  await page.waitForFunction(() => window.location.pathname === '/locked', { timeout: EMPTY_WITHIN_MS });
});

test('AGT-03 AGT-04 in Firefox a page of another address hears nothing, and the agent shows nothing to whoever opens its address', async ({
  computer,
  page,
}) => {
  const stranger = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>page</title>');
  });
  await new Promise<void>((resolve) => void stranger.listen(0, '127.0.0.1', resolve));
  const { port } = stranger.address() as AddressInfo; // a server on TCP has an address of this form
  expect(await computer.ask('hello', {})).toEqual({ status: 200, body: { protocol: 1 } });
  await page.goto(`http://localhost:${port}`);
  const heard = await page.evaluate(async (ports) => {
    const headers = { 'content-type': 'application/json', 'x-key-agent': '1' };
    const ask = (agent: number) =>
      fetch(`http://127.0.0.1:${agent}/v1/hello`, { method: 'POST', headers, body: '{}' });
    return (await Promise.allSettled(ports.map(ask))).map(({ status }) => status);
  }, AGENT_PORTS);
  expect(heard).toEqual(AGENT_PORTS.map(() => 'rejected'));
  const shown = await page.goto(`http://127.0.0.1:${computer.port}/v1/hello`);
  expect(shown?.status()).toBe(404);
  stranger.closeAllConnections();
  stranger.close();
});
