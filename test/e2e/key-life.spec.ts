/** The whole life of a customer's keys, with everybody at a computer of their own. */
import type { Page } from '@playwright/test';
import type { RunningPortal } from '../support/running-portal.ts';
import { enrol, expect, signIn, signInAs, test } from './portal-fixture.ts';

const OWNER = 'Тимур Кирпичников';
const CUSTOMER = 'Условстрой';
const DISCOUNT = 'Брелок завода: подшипники';
/** The promise to whoever loses a key. */
const LOCKED_WITHIN_MS = 5_000;

test('REC-01 a key is received, issued with an order, claimed and used, joined by a spare, lost, replaced, and ends with its holder', async ({
  newPortal: portal,
  page: manager,
  openBrowser,
}) => {
  test.setTimeout(150_000);
  await signInAs(manager, portal, 'manager');
  const [office, home, workshop] = [await openBrowser(), await openBrowser(), await openBrowser()];

  await test.step('ADM-04 three keys come into stock', async () => {
    await manager.goto(`${portal.origin}/desk/stock`);
    await manager.getByRole('link', { name: 'Принять брелоки' }).click();
    const lines = [
      'serial;model;batch;cost;currency',
      ...['LIFE-1', 'LIFE-2', 'LIFE-3'].map(
        (serial) => `${serial};Образец FIDO2 (демо);ДЕМО-09;1 890,00;RUB`,
      ),
    ];
    const file = { name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
    await manager.getByLabel('Файл CSV').setInputFiles(file);
    await manager.getByRole('button', { name: 'Проверить список' }).click();
    await manager.getByRole('button', { name: 'Записать 3 брелока' }).click();
    await expect(manager.getByText('На склад приняты 3 брелока.')).toBeVisible();
  });

  await test.step('REG-01 the first goes to the owner with an order, is claimed at their computer and used', async () => {
    const { url, code } = await issue(manager, portal, { serial: 'LIFE-1', label: 'Первый' });
    await enrol(office, { role: 'customer', url, code, name: OWNER });
    await signIn(office, '/home');
    await office.goto(`${portal.origin}/my-key`);
    await expect(office.getByText('Запасного брелока нет')).toBeVisible();
    await tieDiscount(await openBrowser(), portal);
  });

  await test.step('REG-24, REC-05 a spare one is confirmed by the owner’s key, and the hint is gone', async () => {
    const { url } = await issue(manager, portal, { serial: 'LIFE-2', label: 'Запасной' });
    const code = await confirmAsOwner(office, portal);
    await enrol(home, { role: 'customer', url, code, name: OWNER });
    await signIn(home, '/home');
    await office.goto(`${portal.origin}/my-key`);
    await expect(office.getByRole('table', { name: 'Мои брелоки' })).toContainText('Запасной');
    await expect(office.getByText('Запасного брелока нет')).toHaveCount(0);
  });

  await test.step('REC-02 the first is lost: stopped with the spare one, its open page is empty within five seconds', async () => {
    await office.goto(`${portal.origin}/home`);
    await expect(office.locator('html')).toContainText(CUSTOMER);
    await home.goto(`${portal.origin}/my-key`);
    await home.getByRole('button', { name: 'Остановить брелок «Первый»' }).click();
    await expect(office.locator('html')).not.toContainText(CUSTOMER, { timeout: LOCKED_WITHIN_MS });
    await office.waitForURL('**/sign-in?reason=ended**');
    await office.locator('#sign-in').click();
    await office.waitForURL('**/sign-in/no-answer**');
    await reportLost(manager, portal);
  });

  await test.step('REC-03, REC-06 a third takes its place, confirmed by the spare, and carries its discount', async () => {
    const { url } = await issue(manager, portal, {
      serial: 'LIFE-3',
      label: 'Третий',
      instead: `Первый, ${OWNER}: утерян`,
    });
    const code = await confirmAsOwner(home, portal);
    await enrol(workshop, { role: 'customer', url, code, name: OWNER });
    await signIn(workshop, '/home');
    await workshop.goto(`${portal.origin}/discounts`);
    const card = workshop.getByRole('table', { name: new RegExp(`Третий, ${OWNER}`) });
    await expect(card).toContainText(DISCOUNT);
  });

  await test.step('REC-07 the lost one opens nothing, also when it is found', async () => {
    await office.goto(`${portal.origin}/sign-in`);
    await office.locator('#sign-in').click();
    await office.waitForURL('**/sign-in/no-answer**');
  });

  await test.step('REC-08 the holder leaves: all their keys end with their pages', async () => {
    await openCustomer(manager, portal);
    await manager.getByRole('link', { name: `Исключить: ${OWNER}` }).click();
    await manager.getByLabel('Причина').fill('уволился');
    await manager.getByRole('button', { name: 'Исключить' }).click();
    await expect(manager.getByText('Человек исключён.')).toBeVisible();
    for (const page of [home, workshop]) {
      await expect(page.locator('html')).not.toContainText(CUSTOMER, { timeout: LOCKED_WITHIN_MS });
      await page.waitForURL('**/sign-in?reason=ended**');
      await page.locator('#sign-in').click();
      await page.waitForURL('**/sign-in/no-answer**');
    }
  });
});

type Issue = { serial: string; label: string; instead?: string };

/** From stock to the owner, on the desk. @returns what stands on the sheet; no code where the owner has to confirm */
async function issue(
  manager: Page,
  portal: RunningPortal,
  { serial, label, instead }: Issue,
): Promise<{ url: string; code: string }> {
  await openCustomer(manager, portal);
  await manager.getByRole('link', { name: `Выдать брелок: ${OWNER}` }).click();
  await manager.getByLabel('Брелок со склада').fill(serial);
  await manager.getByLabel('Название брелока').fill(label);
  await manager.getByLabel('С каким заказом').selectOption({ index: 1 });
  if (instead !== undefined)
    await manager.getByLabel('Вместо какого брелока').selectOption({ label: instead });
  await manager.getByLabel('Кто его получит и чем это подтверждено').selectOption('seen-in-person');
  await manager.getByRole('button', { name: 'Выдать и показать ссылку' }).click();
  await expect(manager.getByRole('img', { name: 'Та же ссылка картинкой' })).toBeVisible();
  const [url = '', code = ''] = await manager.locator('main code').allInnerTexts();
  return { url, code };
}

async function openCustomer(manager: Page, { origin }: RunningPortal): Promise<void> {
  await manager.goto(`${origin}/desk`);
  const customers = manager.getByRole('table', { name: 'Мои клиенты' });
  await customers.getByRole('link', { name: new RegExp(CUSTOMER) }).click();
}

/** The owner confirms what waits, with the key in their computer. @returns the code, which nobody else sees */
async function confirmAsOwner(owner: Page, { origin }: RunningPortal): Promise<string> {
  await owner.goto(`${origin}/people`);
  await owner.getByRole('button', { name: 'Подтвердить брелоком' }).click();
  await expect(owner.getByRole('heading', { name: 'Код для ссылки' })).toBeVisible();
  return owner.locator('main code').innerText();
}

async function tieDiscount(officer: Page, portal: RunningPortal): Promise<void> {
  await signInAs(officer, portal, 'loyalty');
  await officer.goto(`${portal.origin}/loyalty`);
  await officer.getByRole('link', { name: DISCOUNT }).click();
  const sheet = officer.locator('section', { has: officer.getByRole('heading', { name: 'Дать брелоку' }) });
  await sheet.getByLabel('Клиент', { exact: true }).fill(CUSTOMER);
  await sheet.getByRole('button', { name: 'Найти' }).click();
  await sheet.getByLabel('Брелок').selectOption({ label: `Первый, ${OWNER}` });
  await sheet.getByRole('button', { name: 'Дать скидку этому брелоку' }).click();
  await officer.waitForURL(/done=/);
}

async function reportLost(manager: Page, portal: RunningPortal): Promise<void> {
  await openCustomer(manager, portal);
  await manager.getByRole('link', { name: 'Первый' }).first().click();
  await manager.getByRole('link', { name: 'Утерян' }).click();
  await manager.getByLabel('Причина').fill('забыт в такси');
  await manager.getByRole('button', { name: 'Утерян' }).click();
  await expect(manager.getByRole('row', { name: /Отмечен утерянным.*забыт в такси/ })).toBeVisible();
}
