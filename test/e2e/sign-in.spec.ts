import { plugInKey } from '../support/virtual-key.ts';
import { enrol, expect, linkFor, openLink, signIn, test } from './portal-fixture.ts';

test('a person registers the key that came with a printed link and signs in with it', async ({
  page,
  portal,
}) => {
  const link = await linkFor(portal, 'customer', 'Нина Прорабова');
  await enrol(page, link);
  await signIn(page, '/home');
});

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

test('AUT-08 a wrong PIN, a key that stays silent and a key without its user lead to the page with the four reasons', async ({
  page,
  portal,
}) => {
  const link = await linkFor(portal, 'customer', 'Софья Прилавкина');
  const key = await enrol(page, link);
  await key.setPinIsRight(false);
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');
  await expect(page.getByRole('listitem')).toHaveCount(4);

  await key.setPinIsRight(true);
  await key.misbehave({ isBadUV: true });
  await page.goto(`${portal.origin}/sign-in`);
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');
});

test('AUT-18 a browser that can’t talk to keys is told so and offered no weaker way', async ({
  page,
  portal,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
  await page.goto(`${portal.origin}/sign-in`);
  await page.waitForURL('**/sign-in/unsupported');
  await expect(page.locator('input[type=password]')).toHaveCount(0);
});
