/** An old key, from the manager's desk to the moment it is pulled out: the shipped agent on this computer, a model on its USB. */
import type { BrowserContext, Page } from '@playwright/test';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { aComputer } from '../support/agent-page.ts';
import { aFidoKey } from '../support/fobs/fob-model.ts';
import { aVirtualYubikey } from '../support/fobs/virtual-yubikey.ts';
import { findAccessibilityFaults } from '../support/page-audit.ts';
import { PEOPLE } from '../support/people.ts';
import { enrol, expect, linkFor, signIn, test } from './portal-fixture.ts';

const PERSON = 'Зоя Закупкина';
const PIN = 'трамвай58';
const SECRET = Buffer.from('303132333435363738393a3b3c3d3e3f40414243', 'hex');
const SERIAL = 12_345_678;

test('AGT-12 AGT-13 SES-07 an old key is registered by eight digits on two screens, gets in with its PIN, and pulling it out empties the page', async ({
  newPortal,
  page: holder,
  context,
  openBrowser,
}) => {
  test.setTimeout(120_000);
  const db = createDb(newPortal.databaseUrl);
  const manager = await openBrowser();
  const managersLink = newPortal.links['account-manager'];
  if (managersLink === undefined) throw new Error('no link was printed for a manager');
  await enrol(manager, managersLink);
  await signIn(manager, PEOPLE.manager.home);
  const link = await linkFor(newPortal, 'customer', PERSON);
  const keyId = await makeDongle(db);
  const shownDigits: string[] = [];
  const toAgent = collectWhatAgentGets(holder);
  const startComputer = () =>
    aComputer(newPortal, {
      ports: AGENT_PORTS,
      openPage: async (url) => void allowInWindow(context, url, shownDigits),
    });
  let computer = await startComputer();
  let path = '';
  const plug = () => {
    const key = aVirtualYubikey({ secret: SECRET, serial: SERIAL });
    setInterval(() => key.touch(), 50).unref(); // whoever holds it touches it as soon as it blinks
    path = computer.transport.plug(key);
  };

  await test.step('the manager writes its secret down with their own key', async () => {
    await manager.goto(`${newPortal.origin}/desk/keys/${keyId}`);
    await manager.getByRole('link', { name: 'Записать его секрет' }).click();
    expect(await findAccessibilityFaults(manager)).toEqual([]);
    await manager.getByLabel('Секрет шестнадцатеричными цифрами').fill(SECRET.toString('hex'));
    await manager.getByRole('button', { name: 'Сохранить секрет' }).click();
    await manager.waitForURL('**?done=secret');
  });

  await test.step('its holder registers it: the agent’s window and the page show the same eight digits', async () => {
    await holder.goto(link.url);
    await holder.locator('input[name=code]').fill(link.code);
    await holder.locator('main form button').click();
    await holder.waitForURL('**/enrol/dongle');
    expect(await findAccessibilityFaults(holder)).toEqual([]);
    plug();
    await holder.getByLabel('Ваш ПИН-код').fill(PIN);
    await holder.getByLabel('Тот же ПИН-код ещё раз').fill(PIN);
    await holder.locator('#register').click();
    await expect(holder.locator('#compare')).toBeVisible();
    const digits = await holder.locator('#compare-digits').textContent();
    await holder.locator('#same').click();
    await holder.waitForURL('**/sign-in/dongle?enrolled=yes');
    expect(shownDigits[0]).toContain(digits);
  });

  await test.step('a wrong PIN opens nothing and says why; the right one leads in', async () => {
    expect(await findAccessibilityFaults(holder)).toEqual([]);
    await signInByDongle(holder, 'трамвай59');
    await expect(holder.getByText('Войти не получилось')).toBeVisible();
    await signInByDongle(holder, PIN);
    await holder.waitForURL('**/home');
    await holder.goto(`${newPortal.origin}/my-key`);
    await expect(holder.getByText('Для вас есть брелок получше')).toBeVisible();
    expect(await findAccessibilityFaults(holder)).toEqual([]);
  });

  await test.step('pulled out, the page is empty by itself; plugged in, key and PIN go on where it was', async () => {
    computer.transport.unplug(path);
    await holder.waitForURL('**/locked**', { timeout: 5_000 }); // the promise of SES-07
    await expect(holder.getByText('Для вас есть брелок получше')).toHaveCount(0);
    plug();
    await holder.getByRole('link', { name: 'Открыть ключом и ПИН-кодом' }).click();
    await signInByDongle(holder, PIN);
    await holder.waitForURL('**/my-key');
  });

  const other = await openBrowser();
  await test.step('at another computer, which they invited from the first one, it leads in as well', async () => {
    await holder.goto(`${newPortal.origin}/my-key/computers/new`);
    await holder.getByLabel('ПИН-код ключа, с которым вы вошли').fill(PIN);
    await holder.getByRole('button', { name: 'Сделать ссылку' }).click();
    const [url = '', code = ''] = await holder.locator('main .claim').allTextContents();
    computer.transport.unplug(path);
    await holder.waitForURL('**/locked**', { timeout: 5_000 });
    await computer.stop();
    computer = await startComputer();
    await other.goto(url);
    await other.locator('input[name=code]').fill(code);
    await other.locator('main form button').click();
    await other.waitForURL('**/enrol/computer');
    expect(await findAccessibilityFaults(other)).toEqual([]);
    plug();
    await other.getByLabel('ПИН-код старого ключа').fill(PIN);
    await other.locator('#add').click();
    await expect(other.locator('#compare')).toBeVisible();
    const digits = await other.locator('#compare-digits').textContent();
    await other.locator('#same').click();
    await other.waitForURL('**/sign-in/dongle**');
    expect(shownDigits.at(-1)).toContain(digits);
    await signInByDongle(other, PIN);
    await other.waitForURL('**/home');
  });

  await test.step('SES-07 with a new key they are watched by the same agent, without being asked, until it is pulled out', async () => {
    const fresh = await openBrowser();
    await enrol(fresh, await linkFor(newPortal, 'customer', PERSON));
    await settleLoopback(fresh, { origin: newPortal.origin, setting: 'granted' });
    const fido = computer.transport.plug(aFidoKey());
    await fresh.locator('#sign-in').click();
    await fresh.waitForURL('**/home');
    await fresh.goto(`${newPortal.origin}/my-key`);
    await expect(fresh.getByText('За этим брелоком следит агент')).toBeVisible();
    computer.transport.unplug(fido);
    await fresh.waitForURL('**/locked**', { timeout: 5_000 });
    await fresh.close();
  });

  await test.step('the manager revokes the agent, and the open page is over', async () => {
    const { id, accountId } = await db.agent.findFirstOrThrow({ orderBy: { enrolledAt: 'desc' } });
    await manager.goto(`${newPortal.origin}/desk/customers/${accountId}`);
    expect(await findAccessibilityFaults(manager)).toEqual([]);
    await manager.locator(`a[href$="/agents/${id}/revoke"]`).click();
    await manager.getByLabel('Причина').fill('компьютер продали');
    await manager.getByRole('button', { name: 'Отозвать агента' }).click();
    await manager.waitForURL('**?done=agent-revoked');
    await other.waitForURL('**/sign-in?reason=ended**');
  });

  await test.step('AGT-12 in nothing that the page gave the agent was the PIN, right or wrong', () => {
    expect(toAgent.length).toBeGreaterThan(3);
    for (const body of toAgent) expect(readable(body)).not.toMatch(/трамвай/i);
  });
  await computer.stop();
  await db.$disconnect();
});

test('AGT-13 the page tells an agent that is not there from a browser that does not let it ask', async ({
  portal,
  browser,
}) => {
  // A browser of its own: it complains of each connection that is refused, as it should.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('http://127.0.0.1:*/**', (route) => route.abort('connectionrefused'));
  await page.goto(`${portal.origin}/sign-in/dongle`);
  await signInByDongle(page, PIN);
  await expect(page.getByText('Агент не ответил')).toBeVisible();
  const wayOut = await page.getByRole('link', { name: 'Скачать агент' }).getAttribute('href');

  await settleLoopback(page, { origin: portal.origin, setting: 'denied' });
  await signInByDongle(page, PIN);
  await expect(page.getByText('Браузер не пустил страницу к агенту')).toBeVisible();
  await expect(page.getByText('Агент не ответил')).toBeHidden();

  await page.goto(`${portal.origin}${wayOut ?? ''}`);
  await expect(page.getByText(`brelok-key-agent allow ${portal.origin}`).first()).toBeVisible();
  await context.close();
});

/** What the browser's user has said to its question whether the page may reach programs on this computer. */
async function settleLoopback(
  page: Page,
  { origin, setting }: { origin: string; setting: 'granted' | 'denied' },
): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { browserContextId = '' } = (await cdp.send('Target.getTargetInfo')).targetInfo;
  const permission = { name: 'loopback-network' };
  await cdp.send('Browser.setPermission', { permission, setting, origin, browserContextId });
}

const TO_AGENT: readonly string[] = AGENT_PORTS.map((port) => `http://127.0.0.1:${port}`);

/** Bodies of all that this page posts to a program on its computer. */
function collectWhatAgentGets(page: Page): string[] {
  const bodies: string[] = [];
  page.on('request', (request) => {
    const body = request.postData();
    if (TO_AGENT.includes(new URL(request.url()).origin) && body !== null) bodies.push(body);
  });
  return bodies;
}

/** A body and the claims of the request in it. */
function readable(body: string): string {
  const { message }: { message?: string } = JSON.parse(body);
  const [, claims = ''] = message?.split('.') ?? [];
  return `${body} ${Buffer.from(claims, 'base64url').toString('utf8')}`;
}

/** What the holder does in the agent's own window: reads the digits and allows it. */
async function allowInWindow(context: BrowserContext, url: string, shown: string[]): Promise<void> {
  const window = await context.newPage();
  await window.goto(url);
  shown.push((await window.locator('body').textContent()) ?? '');
  await window.locator('button[value=allow]').click();
  await window.close();
}

/** The newest key that waits was issued as an old one. */
async function makeDongle(db: Db): Promise<string> {
  const { id } = await db.key.findFirstOrThrow({
    where: { status: 'assigned', holder: { name: PERSON } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  await db.key.update({
    where: { id },
    data: { kind: 'challenge-response', serial: String(SERIAL) },
    select: { id: true },
  });
  return id;
}

async function signInByDongle(page: Page, pin: string): Promise<void> {
  await page.getByLabel('ПИН-код этого ключа').fill(pin);
  await page.locator('#sign-in').click();
}
