/**
 * `npm run test:firefox`: a page in Debian's Firefox and the built key-agent on this machine, over the loopback address, by
 * Firefox's own rules; the page itself is of this machine, so Firefox does not ask its user. Installs nothing; without Firefox it exits 2 and names the package. The last line is
 * `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';

const FIREFOX = '/usr/bin/firefox-esr';
const CANNOT_RUN = 2;
const LIMIT_MS = 60_000;

if (!existsSync(FIREFOX)) {
  console.error('Missing package. Run: sudo apt-get install --no-install-recommends firefox-esr');
  process.exit(CANNOT_RUN);
}

const folder = mkdtempSync(join(tmpdir(), 'brelok-firefox-'));
const endings = [];
const total = { passed: 0, failed: 0 };
try {
  await setUp({ build: true });
  await story();
} catch (error) {
  console.error(error);
  total.failed += 1;
} finally {
  for (const end of endings.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function story() {
  const [allowed, stranger] = [await servePage(), await servePage()];
  const agentPort = await startAgent(allowed);
  const browser = await openFirefox();
  const hello = (origin) => askFrom(browser, origin, agentPort);
  await runCase('a page of an allowed portal hears from the agent which protocol it speaks', async () =>
    assert.deepEqual(await hello(allowed), { status: 200, body: { protocol: 1 } }),
  );
  await runCase('a page of another address hears nothing at all', async () =>
    assert.deepEqual(await hello(stranger), { refused: 'TypeError' }),
  );
  await runCase('the agent shows nothing to somebody who opens its address', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`http://127.0.0.1:${agentPort}/v1/hello`);
    assert.equal(answer.status(), 404);
  });
}

async function runCase(name, work) {
  try {
    await work();
    total.passed += 1;
    console.log(`passed  ${name}`);
  } catch (error) {
    total.failed += 1;
    console.log(`FAILED  ${name}`);
    console.log(error);
  }
}

/** An address of its own with an empty page, as a portal in a demo has one. */
async function servePage() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>page</title>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => server.close());
  return `http://localhost:${server.address().port}`;
}

async function startAgent(portal) {
  const env = {
    ...process.env,
    KEY_AGENT_MODE: 'demo',
    KEY_AGENT_PORTALS: portal,
    KEY_AGENT_STATE_DIR: join(folder, 'state'),
  };
  const agent = spawn(process.execPath, [join(ROOT, '.build', 'key-agent.mjs')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endings.push(() => agent.kill('SIGTERM'));
  let said = '';
  return new Promise((resolve, reject) => {
    agent.once('error', reject);
    agent.once('close', () => reject(new Error(`the agent ended: ${said}`)));
    agent.stderr.on('data', (part) => {
      said += part;
      const port = /"listening","port":(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
  });
}

async function openFirefox() {
  const { default: puppeteer } = await import('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    timeout: LIMIT_MS,
    env: { ...process.env, HOME: folder },
  });
  endings.push(() => browser.close());
  return browser;
}

/** As the sign-in page does it: a POST with a header of our own, so that Firefox asks the agent first. */
async function askFrom(browser, origin, agentPort) {
  const page = await browser.newPage();
  await page.goto(origin);
  return page.evaluate(async (url) => {
    try {
      const headers = { 'content-type': 'application/json', 'x-key-agent': '1' };
      const answer = await fetch(url, { method: 'POST', headers, body: '{}', credentials: 'omit' });
      return { status: answer.status, body: await answer.json() };
    } catch (error) {
      return { refused: error.name };
    }
  }, `http://127.0.0.1:${agentPort}/v1/hello`);
}
