/**
 * The browser story of `npm run test:hid`: a real portal and a real Chromium here, whose page speaks to the agent where the
 * fob is, on a real kernel. STORY_PORTAL_PORT and STORY_HAND_PORT come from run.mjs, which has the guest started.
 */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createDb } from '#prisma/client.ts';
import type { EnrolLine, RunningPortal } from '../support/running-portal.ts';
import { startPortal } from '../support/running-portal.ts';
import { plugInKey } from '../support/virtual-key.ts';
import { STORY_FOB } from './story-fob.ts';

const PERSON = 'Зоя Закупкина';
const PIN = 'трамвай58';
const GUEST_LIMIT_MS = 150_000;
const PERMITTED_MS = 5_000;

test('SES-07 Chromium, agent, hidraw, YubiKey and PIN open the portal, and pulling the key out empties the page', async ({
  page,
  browser,
}) => {
  test.setTimeout(GUEST_LIMIT_MS + 60_000);
  const portal = await startPortal({ port: Number(process.env['STORY_PORTAL_PORT']) });
  try {
    const manager = await (await browser.newContext()).newPage();
    const link = await prepareKey(manager, portal);
    await waitForHand();
    await lead('plug');
    await register(page, link);
    await signIn(page);
    await page.waitForURL('**/home');

    await lead('unplug');
    await page.waitForURL('**/locked**', { timeout: PERMITTED_MS });
    await lead('plug');
    await page.getByRole('link', { name: 'Открыть ключом и ПИН-кодом' }).click();
    await signIn(page);
    await page.waitForURL('**/home');
  } finally {
    await lead('end').catch(() => undefined); // a computer that never came up has no hand
    await portal.stop();
  }
});

/** A manager issues the key and writes its secret down. */
async function prepareKey(manager: Page, portal: RunningPortal): Promise<EnrolLine> {
  await plugInKey(manager);
  await openLink(manager, portal.links['account-manager']);
  await manager.locator('#register').click();
  await manager.waitForURL('**/sign-in?enrolled=yes');
  await manager.locator('#sign-in').click();
  await manager.waitForURL('**/desk');
  const { output } = await portal.brelok('enrol-link', '--role', 'customer', '--holder', PERSON);
  const [, role, url, code, name] = /enrol (\S+) (\S+) code (\S+) name (.+)/.exec(output) ?? [];
  if (role === undefined || url === undefined || code === undefined || name === undefined)
    throw new Error(output);
  const db = createDb(portal.databaseUrl);
  const { id } = await db.key.findFirstOrThrow({
    where: { status: 'assigned', holder: { name: PERSON } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  await db.key.update({ where: { id }, data: { kind: 'challenge-response' }, select: { id: true } });
  await db.$disconnect();
  await manager.goto(`${portal.origin}/desk/keys/${id}/secret`);
  await manager.getByLabel('Секрет шестнадцатеричными цифрами').fill(STORY_FOB.secret);
  await manager.getByRole('button', { name: 'Сохранить секрет' }).click();
  await manager.waitForURL('**?done=secret');
  return { role, url, code, name };
}

/** Eight digits on two screens: the agent's own window is read, and allowed, where the agent is. */
async function register(page: Page, link: EnrolLine): Promise<void> {
  await openLink(page, link);
  await page.waitForURL('**/enrol/dongle');
  await page.getByLabel('Ваш ПИН-код').fill(PIN);
  await page.getByLabel('Тот же ПИН-код ещё раз').fill(PIN);
  await page.locator('#register').click();
  await expect(page.locator('#compare')).toBeVisible();
  const digits = await page.locator('#compare-digits').textContent();
  expect(await lead('allow')).toContain(digits);
  await page.locator('#same').click();
  await lead('allow'); // a dongle is not registered without its holder's word, whatever it proves
  await page.waitForURL('**/sign-in/dongle?enrolled=yes');
}

async function openLink(page: Page, link: EnrolLine | undefined): Promise<void> {
  if (link === undefined) throw new Error('no link was printed');
  await page.goto(link.url);
  await page.locator('input[name=code]').fill(link.code);
  await page.locator('main form button').click();
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('ПИН-код этого ключа').fill(PIN);
  await page.locator('#sign-in').click();
}

/** Leads the hand at the customer's computer. @returns what it saw */
async function lead(action: 'plug' | 'unplug' | 'allow' | 'end'): Promise<string> {
  const response = await fetch(`${hand()}/${action}`, { method: 'POST' });
  const text = await response.text();
  expect(response.status, `${action}: ${text}`).toBe(200);
  return text;
}

/** The guest does its other cases first. */
async function waitForHand(): Promise<void> {
  const isThere = () =>
    fetch(hand(), { signal: AbortSignal.timeout(2_000) })
      .then(({ status }) => status === 404)
      .catch(() => false);
  await expect.poll(isThere, { timeout: GUEST_LIMIT_MS, intervals: [500] }).toBe(true);
}

function hand(): string {
  return `http://127.0.0.1:${process.env['STORY_HAND_PORT']}`;
}
