import type { Page } from '@playwright/test';
import { enrol, expect, linkFor, signIn, signInAs, test } from './portal-fixture.ts';

/** The promise to whoever loses a key: from the click to the last open page. */
const LOCKED_WITHIN_MS = 5_000;
const DEPUTY = 'Анна Примерова';
const BUYER = 'Нина Прорабова';
const DAY_MS = 86_400_000;

test('REC-02 Friday evening: the manager is on leave, a key is lost, and the deputy stops it in one step', async ({
  newPortal: portal,
  page: manager,
  openBrowser,
}) => {
  test.setTimeout(120_000);
  await signInAs(manager, portal, 'manager');
  await test.step('before the leave the manager names a deputy and confirms it with the key', async () => {
    await manager.getByRole('link', { name: 'Замещение' }).click();
    await manager.getByLabel('Заместитель').selectOption({ label: DEPUTY });
    await manager.getByLabel('Последний день').fill(dayIn(7));
    await manager.getByRole('button', { name: 'Назначить', exact: true }).click();
    await expect(manager.getByText('Заместитель назначен.')).toBeVisible();
    await expect(manager.getByRole('row', { name: new RegExp(DEPUTY) })).toContainText('сейчас');
  });

  const buyer = await openBrowser();
  await enrol(buyer, await linkFor(portal, 'customer', BUYER));
  await signIn(buyer, '/home');
  await expect(buyer.getByText('замещает вашего менеджера')).toBeVisible();
  const order = await openFirstOrder(buyer);

  const deputy = await openBrowser();
  await enrol(deputy, await linkFor(portal, 'account-manager', DEPUTY));
  await signIn(deputy, '/desk');
  await test.step('the deputy finds the customer among their own, and stops the key', async () => {
    await expect(deputy.getByText('Вы также замещаете: Борис Условный')).toBeVisible();
    await deputy.getByRole('searchbox').fill(BUYER);
    await deputy.getByRole('searchbox').press('Enter');
    await deputy.getByRole('table', { name: 'Мои клиенты' }).getByRole('link').first().click();
    await expect(deputy.getByText('Клиента ведёт Борис Условный.')).toBeVisible();
    await deputy
      .getByRole('table', { name: 'Брелоки' })
      .getByRole('row', { name: new RegExp(`${BUYER}.*работает`) })
      .getByRole('link')
      .click();
    await deputy.getByRole('link', { name: 'Приостановить' }).click();
    await deputy.getByLabel('Причина').fill('потерян в пятницу вечером');
    await deputy.getByRole('button', { name: 'Приостановить' }).click();
    await deputy.waitForURL(/\?done=suspend/);
  });

  await test.step('every open page of that key locks in time', async () => {
    await expect(buyer.locator('html')).not.toContainText(order, { timeout: LOCKED_WITHIN_MS });
    await buyer.waitForURL('**/sign-in?reason=ended**');
  });

  await test.step('back early, the manager reads who did it, and ends the deputy’s time', async () => {
    await manager.goto(deputy.url());
    await expect(manager.getByText(`${DEPUTY} вместо менеджера: Борис Условный`).first()).toBeVisible();
    await manager.goto(`${portal.origin}/desk/deputies`);
    await manager.getByRole('button', { name: `Прекратить замещение: ${DEPUTY}` }).click();
    await expect(manager.getByText('Прекращено.')).toBeVisible();
    const answer = await deputy.reload();
    expect(answer?.status()).toBe(404);
  });
});

function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** @returns the order's number, by which its data is known on any page */
async function openFirstOrder(page: Page): Promise<string> {
  await page.getByRole('table', { name: 'Открытые заказы' }).getByRole('link').first().click();
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  return title.replace('Заказ ', '');
}
