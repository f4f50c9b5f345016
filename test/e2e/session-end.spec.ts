import { enrol, expect, linkFor, signIn, test } from './portal-fixture.ts';

const LOCKED_WITHIN_MS = 5_000;

test('SES-08 after signing out the browser has forgotten everything, and the back button shows no data', async ({
  page,
  portal,
}) => {
  await enrol(page, await linkFor(portal, 'customer', 'Нина Прорабова'));
  await signIn(page, '/home');
  await page.getByRole('link', { name: 'Заказы', exact: true }).click();
  const order = await page.getByRole('table', { name: 'Заказы' }).getByRole('link').first().innerText();
  await page.evaluate(() => localStorage.setItem('left behind', 'by anything'));
  const [signedOut] = await Promise.all([
    page.waitForResponse('**/sign-out'),
    page.getByRole('button', { name: 'Выйти' }).click(),
  ]);
  expect(await signedOut.headerValue('Clear-Site-Data')).toBe('"cache", "storage"');
  await expect(page.getByText('Вы вышли. Брелок можно вынуть.')).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('left behind'))).toBeNull();

  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.locator('html')).not.toContainText(order);
});

test('SES-08 no page of a session is kept for the back button', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'owner' });
  await page.goto(`${portal.origin}/orders`);
  await page.getByRole('link', { name: 'Цены', exact: true }).click();
  await page.waitForURL('**/prices');
  await page.goBack();
  await page.waitForURL('**/orders');
  expect(await page.evaluate(whyNotKept)).toContain('response-cache-control-no-store');
});

test('SES-08 a page that a browser kept all the same asks again before it is seen', async ({
  page,
  portal,
}) => {
  await enrol(page, await linkFor(portal, 'customer', 'Нина Прорабова'));
  await signIn(page, '/home');
  await page.context().clearCookies();
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    if (!document.body.hidden) throw new Error('the page can be seen while it asks');
  });
  await page.waitForURL('**/sign-in?return=%2Fhome');
});

test('a locked portal opens again where it was left', async ({ page, portal }) => {
  await enrol(page, await linkFor(portal, 'customer', 'Нина Прорабова'));
  await signIn(page, '/home');
  await page.getByRole('link', { name: 'Заказы', exact: true }).click();
  await page.getByRole('table', { name: 'Заказы' }).getByRole('link').first().click();
  await page.waitForURL('**/orders/*');
  const left = page.url();
  await page.getByRole('button', { name: 'Закрыть' }).click();
  await expect(page.getByRole('heading', { name: 'Портал закрыт' })).toBeVisible();
  await page.locator('#sign-in').click();
  await page.waitForURL(left);
});

test('SES-06 a person ends their session at another computer, and its open page is emptied', async ({
  page,
  portal,
  openBrowser,
}) => {
  const other = await openBrowser();
  await enrol(other, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  await signIn(other, '/home');
  await enrol(page, await linkFor(portal, 'customer', 'Леонид Новичковский'));
  await signIn(page, '/home');
  await page.goto(`${portal.origin}/my-key`);
  await page.getByRole('button', { name: 'Завершить все остальные' }).click();
  await expect(page.getByText(/Заверш[ёе]н[ыо]? \d+ друг/)).toBeVisible();
  await other.waitForURL('**/sign-in?reason=ended**', { timeout: LOCKED_WITHIN_MS });
  await expect(other.locator('html')).not.toContainText('Леонид Новичковский');
});

/** Runs in the page: what the browser says of a page that it did not keep. */
function whyNotKept(): string {
  const [entry] = performance.getEntriesByType('navigation');
  return JSON.stringify(entry?.toJSON());
}
