import type { Page } from '@playwright/test';
import { z } from 'zod';
import { captureNext, send } from '../support/captured-request.ts';
import { plugInKey } from '../support/virtual-key.ts';
import { enrol, expect, linkFor, openLink, signIn, test } from './portal-fixture.ts';

test('a mistyped code costs a try and nothing else; a used link opens nothing', async ({ page, portal }) => {
  const link = await linkFor(portal, 'customer', 'Олеся Полеводова');
  await plugInKey(page);
  await page.goto(link.url);
  await page.locator('input[name=code]').fill('0000-0000');
  await page.locator('main form button').click();
  await expect(page.getByText('Осталось 4 попытки')).toBeVisible();
  await page.locator('input[name=code]').fill(link.code);
  await page.locator('main form button').click();
  await page.waitForURL('**/enrol/key');
  await page.locator('#register').click();
  await page.waitForURL('**/sign-in?enrolled=yes');
  await page.goto(link.url);
  await page.locator('input[name=code]').fill(link.code);
  await page.locator('main form button').click();
  await expect(page.getByText('Ссылка использована, отозвана или устарела')).toBeVisible();
});

test('REG-02 a ticket is spent by one registration: the same answer again, and the same page, register nothing', async ({
  page,
  portal,
}) => {
  const link = await linkFor(portal, 'customer', 'Олеся Полеводова');
  await plugInKey(page);
  await openLink(page, link);
  const captured = captureNext(page, '/enrol/finish');
  await page.locator('#register').click();
  const request = await captured;
  const answers = await Promise.all([send(request), send(request)]);
  expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
  expect((await send(request)).status).toBe(409);
  await page.waitForURL('**/enrol/key?problem=**');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Ссылка использована' })).toBeVisible();
  await expect(page.locator('#register')).toHaveCount(0);
});

test('the secret of a link leaves the address bar and reaches no server log', async ({ page, portal }) => {
  const link = await linkFor(portal, 'customer', 'Архип Гаечкин');
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  await page.goto(link.url);
  await expect(page.locator('#invitation')).toHaveValue(/.{43}/);
  expect(page.url()).toBe(`${portal.origin}/enrol`);
  expect(seen.filter((url) => url.includes(link.url.split('#')[1] ?? '?') && !url.includes('#'))).toEqual([]);
});

test('REG-12 a passkey that is copied between devices is refused, and told why', async ({ page, portal }) => {
  const link = await linkFor(portal, 'customer', 'Леонид Новичковский');
  await plugInKey(page, { isSynced: true });
  await openLink(page, link);
  await page.locator('#register').click();
  await expect(page.getByText('копируется между устройствами')).toBeVisible();
});

test('a key without a PIN, or with a wrong one, registers nothing and spends nothing', async ({
  page,
  portal,
}) => {
  await openLink(page, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  const withoutPin = await plugInKey(page, { hasUserVerification: false });
  await registerInVain(page);
  await withoutPin.remove();

  const key = await plugInKey(page);
  await key.setPinIsRight(false);
  await registerInVain(page);
  await key.setPinIsRight(true);
  await page.locator('#register').click();
  await page.waitForURL('**/sign-in?enrolled=yes');
  await signIn(page, '/home');
});

test('REG-04 a page that was made to ask for less than a PIN is refused by the portal', async ({
  page,
  portal,
}) => {
  await plugInKey(page, { hasUserVerification: false });
  await openLink(page, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  await weakenRegistration(page);
  await page.locator('#register').click();
  await expect(page.getByText('Брелок не спросил ПИН-код')).toBeVisible();
});

test('a key that is registered already is not registered twice for the same person', async ({
  page,
  portal,
}) => {
  await enrol(page, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  await openLink(page, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  await page.locator('#register').click();
  await expect(page.getByText('Этот брелок уже зарегистрирован')).toBeVisible();
});

async function registerInVain(page: Page): Promise<void> {
  const answered = page.waitForResponse('**/enrol/key?problem=no_answer');
  await page.locator('#register').click();
  await answered;
  await expect(page.getByText('Ничего не потрачено, попробуйте снова')).toBeVisible();
}

/** As somebody would with the browser's developer tools. */
async function weakenRegistration(page: Page): Promise<void> {
  await page.route('**/enrol/begin', async (route) => {
    const response = await route.fetch();
    const begun = z.looseObject({ options: z.looseObject({}) }).parse(await response.json());
    const weaker = {
      authenticatorSelection: { userVerification: 'discouraged', residentKey: 'discouraged' },
      extensions: {},
    };
    await route.fulfill({ response, json: { ...begun, options: { ...begun.options, ...weaker } } });
  });
}
