import type { Locator, Page } from '@playwright/test';
import { plugInKey } from '../support/virtual-key.ts';
import type { VirtualKey } from '../support/virtual-key.ts';
import { enrol, expect, linkFor, signIn, test } from './portal-fixture.ts';

const HOLDER = 'Софья Прилавкина';
const LOCKED_WITHIN_MS = 5_000;

test('AUT-10 a copy of a key is refused, the key is suspended, its open page locks and the staff are alarmed', async ({
  page,
  portal,
  openBrowser,
}) => {
  const key = await enrol(page, await linkFor(portal, 'customer', HOLDER));
  const copy = await copyOf(key);
  await signIn(page, '/home');

  const thief = await openBrowser();
  await (await plugInKey(thief)).addCredential(copy);
  await thief.goto(`${portal.origin}/sign-in`);
  await thief.locator('#sign-in').click();
  await thief.waitForURL('**/sign-in/no-answer**');
  await page.waitForURL('**/sign-in?reason=ended**', { timeout: LOCKED_WITHIN_MS });

  await page.locator('#sign-in').click();
  await expect(page.getByRole('heading', { name: 'Брелок приостановлен' })).toBeVisible();

  const manager = await openBrowser({ as: 'manager' });
  const history = await openKey(manager, { origin: portal.origin, key: /Софья Прилавкина.*приостановлен/ });
  await expect(history.getByRole('row', { name: /Тревога/ })).toBeVisible();
  await expect(history.getByRole('row', { name: /Приостановлен.*Счётчик пошёл назад/ })).toBeVisible();

  const administrator = await openBrowser({ as: 'administrator' });
  await administrator.goto(`${portal.origin}/admin`);
  const alarms = administrator.locator('section', { hasText: 'Открытые тревоги' });
  await expect(alarms).toContainText('возможно, есть копия');
  await expect(alarms).toContainText(HOLDER);
});

test('AUT-10 of two tabs with one honest key the slower one is refused, and nobody is alarmed', async ({
  page,
  portal,
  openBrowser,
}) => {
  const key = await enrol(page, await linkFor(portal, 'customer', 'Эдвард Смотрелкин'));
  const stalled = await stallSignIn(page);
  await page.locator('#sign-in').click();
  await stalled.isSent;
  const sameKey = await copyOf(key);
  await key.remove();

  const secondTab = await page.context().newPage();
  await (await plugInKey(secondTab)).addCredential(sameKey);
  await secondTab.goto(`${portal.origin}/sign-in`);
  await signIn(secondTab, '/home');
  stalled.release();
  await page.waitForURL('**/sign-in/no-answer**');

  await secondTab.reload();
  await expect(secondTab).toHaveURL(/\/home$/);
  const manager = await openBrowser({ as: 'manager' });
  const history = await openKey(manager, { origin: portal.origin, key: /Эдвард Смотрелкин.*работает/ });
  await expect(
    history.getByRole('row', { name: /Во входе отказано.*Другое окно успело раньше/ }),
  ).toBeVisible();
  await expect(history.getByRole('row', { name: /Тревога/ })).toHaveCount(0);
});

/** What somebody reads out of a key that is not as safe as it says: the credential with its counter of this moment. */
async function copyOf(key: VirtualKey) {
  const [credential] = await key.credentials();
  if (credential === undefined) throw new Error('the key holds no credential');
  return credential;
}

/** Holds a tab's answer on its way, with the cookies that it was sent with, until it is let go. */
async function stallSignIn(page: Page): Promise<{ isSent: Promise<void>; release: () => void }> {
  const sent = aPromise();
  const released = aPromise();
  await page.route('**/sign-in/finish', async (route) => {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    sent.keep();
    await released.isKept;
    const response = await route.fetch({ headers: { ...route.request().headers(), cookie } });
    await route.fulfill({ response });
  });
  return { isSent: sent.isKept, release: released.keep };
}

function aPromise(): { isKept: Promise<void>; keep: () => void } {
  let keep: () => void = () => undefined;
  const isKept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { isKept, keep };
}

/** The page of a key whose row on its customer's page reads so; gives what happened to it. */
async function openKey(manager: Page, { origin, key }: { origin: string; key: RegExp }): Promise<Locator> {
  await manager.goto(`${origin}/desk`);
  await manager.getByRole('table', { name: 'Мои клиенты' }).getByRole('link', { name: /Муляж/ }).click();
  await manager
    .getByRole('table', { name: 'Брелоки' })
    .getByRole('row', { name: key })
    .getByRole('link')
    .click();
  await manager.waitForURL('**/desk/keys/*');
  return manager.getByRole('table', { name: 'Что было с этим брелоком' });
}
