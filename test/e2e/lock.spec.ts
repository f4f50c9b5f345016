/** The portal locks, loses nothing that was typed, shows nothing to whoever passes by, and goes on with the key (SES-03). */
import type { Page } from '@playwright/test';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { VIEWS, chooseLanguage, expectFitForAll } from '../support/page-looks.ts';
import { expect, signInAs, test } from './portal-fixture.ts';

const LOCKED_WITHIN_MS = 5_000;
const TYPED = 'Ульяна Временная';
const SECOND_MS = 1_000;

/** A manager's form with something typed into it. */
async function typeIntoForm(page: Page): Promise<{ url: string; customer: string }> {
  await page.getByRole('table', { name: 'Мои клиенты' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Добавить человека' }).click();
  await page.getByLabel('Имя', { exact: true }).fill(TYPED);
  await page.getByLabel('Роль').first().selectOption({ index: 1 });
  const customer = await page.locator('.page-title a, main a').first().innerText();
  return { url: page.url(), customer };
}

/** The session of the newest sign-in. */
async function sessionOf(db: Db): Promise<string> {
  const { id } = await db.session.findFirstOrThrow({
    orderBy: { authenticatedAt: 'desc' },
    select: { id: true },
  });
  return id;
}

/** As if nobody had done anything for so long. */
async function rest(db: Db, sessionId: string, seconds: number): Promise<void> {
  const lastSeenAt = new Date(Date.now() - seconds * SECOND_MS);
  await db.session.update({ where: { id: sessionId }, data: { lastSeenAt } });
}

test('SES-03 a form in a tab in the background is emptied by “Lock” in another, and comes back with the key', async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, 'manager');
  const { url, customer } = await typeIntoForm(page);
  const role = await page.getByLabel('Роль').first().inputValue();
  const front = await page.context().newPage();
  await front.goto(`${portal.origin}/desk`);
  await front.getByRole('button', { name: 'Закрыть' }).click();
  await expect(front.getByRole('heading', { name: 'Портал закрыт' })).toBeVisible();

  await page.waitForURL('**/locked?return=**', { timeout: LOCKED_WITHIN_MS });
  await expect(page.locator('html')).not.toContainText(customer);
  const stored = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  expect(stored).toContain('brelok-draft');
  expect(stored).not.toContain(TYPED);

  await page.getByRole('button', { name: 'Открыть брелоком' }).click();
  await page.waitForURL(url);
  await expect(page.getByText('снова на месте')).toBeVisible();
  await expect(page.getByLabel('Имя', { exact: true })).toHaveValue(TYPED);
  await expect(page.getByLabel('Роль').first()).toHaveValue(role);
  await front.waitForURL('**/desk');

  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.waitForURL(/\?done=/);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('SES-03 a form that is sent into a locked session comes back, also from a page without its script', async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, 'manager');
  const db = createDb(portal.databaseUrl);
  const sessionId = await sessionOf(db);
  const scripts = /\/assets\/scripts\/(session-watch|step-up)/;
  await page.route(scripts, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const { url } = await typeIntoForm(page);
  await db.session.update({
    where: { id: sessionId },
    data: { lockedAt: new Date(), lockedReason: 'locked' },
  });
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(page.getByText('ничего не выполнено')).toBeVisible();
  await expect(page.locator('html')).not.toContainText(TYPED);
  await page.unroute(scripts);

  await page.getByRole('button', { name: 'Открыть брелоком' }).click();
  await page.waitForURL(url);
  await expect(page.getByLabel('Имя', { exact: true })).toHaveValue(TYPED);
  await db.$disconnect();
});

test('SES-03 what was typed is gone with the session: after a sign-out nobody gets it back', async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, 'manager');
  const { url } = await typeIntoForm(page);
  await page.getByRole('button', { name: 'Закрыть' }).click();
  await page.getByRole('button', { name: 'Завершить сеанс' }).click();
  await page.waitForURL('**/sign-in?reason=signed-out');
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.locator('#sign-in').click();
  await page.waitForURL('**/desk');
  await page.goto(url);
  await expect(page.getByLabel('Имя', { exact: true })).toHaveValue('');
});

test('SES-03 a warning comes before the lock in every tab, steals no focus, and a keyboard puts the lock off for all', async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, 'manager');
  const db = createDb(portal.databaseUrl);
  const sessionId = await sessionOf(db);
  const other = await page.context().newPage();
  await other.goto(`${portal.origin}/desk`);
  await page.goto(`${portal.origin}/desk`);
  await page.getByRole('searchbox').first().focus();
  await rest(db, sessionId, 275);
  for (const tab of [page, other]) {
    await expect(tab.getByRole('region', { name: 'Сколько портал ещё открыт' })).toContainText(
      'Через полминуты',
    );
  }
  await expect(page.getByRole('searchbox').first()).toBeFocused();

  await page.bringToFront();
  const stay = page.getByRole('button', { name: 'Продолжить работу' });
  for (let presses = 0; presses < 12 && !(await isFocused(page)); presses += 1)
    await page.keyboard.press('Shift+Tab');
  await expect(stay).toBeFocused();
  await page.keyboard.press('Enter');
  for (const tab of [page, other]) await expect(tab.locator('#session-watch.is-warning')).toHaveCount(0);
  const { lastSeenAt } = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(Date.now() - lastSeenAt.getTime()).toBeLessThan(60 * SECOND_MS);

  await rest(db, sessionId, 301);
  for (const tab of [page, other]) await tab.waitForURL('**/locked?return=%2Fdesk');
  await db.$disconnect();
});

test('SES-03 whoever types is not warned: a person’s hand at the page keeps the session', async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, 'manager');
  const db = createDb(portal.databaseUrl);
  const sessionId = await sessionOf(db);
  await typeIntoForm(page);
  await rest(db, sessionId, 250);
  await expect(page.getByText('через минуту портал закроется')).toBeVisible();
  await page.getByLabel('Имя', { exact: true }).press('End');
  await expect(page.getByText('через минуту портал закроется')).toBeHidden();
  await db.$disconnect();
});

test('SES-03 a page whose network is gone empties itself when its time is over', async ({
  page,
  portal,
  faults,
}) => {
  await signInAs(page, portal, 'manager');
  await page.clock.install();
  await page.goto(`${portal.origin}/desk`);
  await expect(page.getByRole('table', { name: 'Мои клиенты' })).toBeVisible();
  await page.context().setOffline(true);
  await page.clock.fastForward('05:30');
  await expect(page.getByRole('table', { name: 'Мои клиенты' })).toHaveCount(0);
  await page.context().setOffline(false);
  faults.length = 0; // that there was no network is what the browser complains of
});

test('the locked page and the warning are for everybody', async ({ page, portal }) => {
  test.setTimeout(120_000);
  await signInAs(page, portal, 'manager');
  const db = createDb(portal.databaseUrl);
  const sessionId = await sessionOf(db);
  for (const view of VIEWS) {
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/desk`);
    await rest(db, sessionId, 245);
    await expect(page.locator('#session-watch.is-warning')).toBeVisible();
    await expectFitForAll(page, view);
  }
  await db.session.update({
    where: { id: sessionId },
    data: { lockedAt: new Date(), lockedReason: 'locked' },
  });
  await page.waitForURL('**/locked**'); // the open page goes there by itself, and nowhere else meanwhile
  for (const view of VIEWS) {
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/desk`);
    await expectFitForAll(page, view);
  }
  await db.$disconnect();
});

function isFocused(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement?.id === 'stay');
}
