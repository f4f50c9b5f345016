import type { Page } from '@playwright/test';
import type { EnrolLine } from '../support/running-portal.ts';
import { enrol, expect, signIn, test } from './portal-fixture.ts';

/** The promise to whoever loses a key: from the manager's click to the last open page. */
const LOCKED_WITHIN_MS = 5_000;

test('a manager issues a key, suspends it, resumes it and revokes it, and every open page of its holder follows', async ({
  newPortal,
  page: manager,
  openBrowser,
}) => {
  const managersLink = newPortal.links['account-manager'];
  if (managersLink === undefined) throw new Error('no link was printed for a manager');
  await enrol(manager, managersLink);
  await signIn(manager, '/desk');
  const holder = await openBrowser();
  const keyPage = await test.step('the manager issues a key; its link and code are shown once', async () => {
    const link = await issueKey(manager, 'Зоя Закупкина');
    await manager.reload();
    await expect(manager.getByText(link.url)).toHaveCount(0);
    await enrol(holder, link);
    await signIn(holder, '/home');
    await manager.getByRole('link', { name: 'К брелоку' }).click();
    return manager.url();
  });
  const order = await openFirstOrder(holder);
  const withoutScripts = await openBrowser({ javaScriptEnabled: false });
  await withoutScripts.context().addCookies(await holder.context().cookies());
  await withoutScripts.goto(holder.url());
  await expect(withoutScripts.getByText(order).first()).toBeVisible();

  await test.step('suspended: open pages lose their data, others end at their next request', async () => {
    await change(manager, { keyPage, verb: 'Приостановить' });
    await expectLocked(holder, order);
    await withoutScripts.reload();
    await expect(withoutScripts).toHaveURL(/\/sign-in\?.*reason=ended/);
    await expect(withoutScripts.getByText(order)).toHaveCount(0);
    await holder.locator('#sign-in').click();
    await expect(holder.getByRole('heading', { name: 'Брелок приостановлен' })).toBeVisible();
  });

  await test.step('resumed: the same key opens the portal again', async () => {
    await change(manager, { keyPage, verb: 'Возобновить' });
    await holder.getByRole('link', { name: 'На страницу входа' }).click();
    await signIn(holder, '/home');
    expect(await openFirstOrder(holder)).toBe(order);
  });

  await test.step('revoked: locked again, and for good', async () => {
    await change(manager, { keyPage, verb: 'Отозвать' });
    await expectLocked(holder, order);
    await holder.locator('#sign-in').click();
    await holder.waitForURL('**/sign-in/no-answer**');
    await manager.goto(keyPage);
    await expect(manager.getByRole('row', { name: /Отозван.*потерян в командировке/ })).toBeVisible();
    await expect(manager.getByRole('link', { name: 'Возобновить' })).toHaveCount(0);
  });
});

/** On the desk, from the customer's page; gives what the sheet says. */
async function issueKey(manager: Page, person: string): Promise<EnrolLine> {
  await manager.getByRole('table', { name: 'Мои клиенты' }).getByRole('link', { name: /Завод/ }).click();
  await manager.getByRole('link', { name: `Выдать брелок: ${person}` }).click();
  await manager.getByLabel('Название брелока').fill('Синий');
  await manager.getByText('Брелока нет на складе, он у меня в руках').click();
  await manager.getByLabel('Номер на брелоке').fill('BR-000217');
  await manager.getByLabel('Кто его получит и чем это подтверждено').selectOption('seen-in-person');
  await manager.getByRole('button', { name: 'Выдать и показать ссылку' }).click();
  await expect(manager.getByRole('img', { name: 'Та же ссылка картинкой' })).toBeVisible();
  const [url = '', code = ''] = await manager.locator('main code').allInnerTexts();
  return { role: 'customer', url, code, name: person };
}

/** @returns the order's number, by which its data is known on any page */
async function openFirstOrder(page: Page): Promise<string> {
  await page.getByRole('table', { name: 'Открытые заказы' }).getByRole('link').first().click();
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  return title.replace('Заказ ', '');
}

type KeyChange = { keyPage: string; verb: 'Приостановить' | 'Возобновить' | 'Отозвать' };

async function change(manager: Page, { keyPage, verb }: KeyChange): Promise<void> {
  await manager.goto(keyPage);
  await manager.getByRole('link', { name: verb }).click();
  await manager.getByLabel('Причина').fill('потерян в командировке');
  await manager.getByRole('button', { name: verb }).click();
  await manager.waitForURL(/\?done=/);
}

async function expectLocked(page: Page, order: string): Promise<void> {
  await expect(page.locator('html')).not.toContainText(order, { timeout: LOCKED_WITHIN_MS });
  await page.waitForURL('**/sign-in?reason=ended**');
}
