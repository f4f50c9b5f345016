import type { Page, Route } from '@playwright/test';
import { expect, signInAs, test } from './portal-fixture.ts';

const HEAD = 'serial;model;batch;cost;currency';
const SERIALS = ['ST-0001', 'ST-0002', 'ST-0003'];
const LIST = [HEAD, ...SERIALS.map((serial) => `${serial};Образец FIDO2 (демо);ДЕМО-09;1 890,00;RUB`)].join(
  '\n',
);
const PERSON = 'Нина Прорабова';
const CUSTOMER = 'Условстрой';
const DISCOUNT = 'Брелок завода: подшипники';

test('keys come by a list, one goes out with an order and its papers, gets lost, and another takes its place and its discount', async ({
  openBrowser,
  newPortal: portal,
  page,
}) => {
  test.setTimeout(120_000);
  await signInAs(page, portal, 'manager');

  await test.step('ADM-04 the list is looked at, then stored; once more it changes nothing', async () => {
    await page.goto(`${portal.origin}/desk/stock`);
    await sendList(page);
    await expect(page.getByRole('heading', { name: 'Записать: 3, без изменений: 0' })).toBeVisible();
    await page.getByRole('button', { name: 'Записать 3 брелока' }).click();
    await expect(page.getByText('На склад приняты 3 брелока.')).toBeVisible();
    await sendList(page);
    await expect(page.getByText('Все брелоки этого списка уже приняты. Менять нечего.')).toBeVisible();
  });

  await test.step('one goes to a person with the order it came with; sheet and slip are PDFs', async () => {
    await openIssueForm(page, portal.origin);
    await page.getByLabel('Брелок со склада').fill('st-0001');
    await page.getByLabel('Название брелока').fill('Первый');
    await page.getByLabel('С каким заказом').selectOption({ index: 1 });
    await page.getByLabel('Кто его получит и чем это подтверждено').selectOption('contract-address');
    await page.getByRole('button', { name: 'Выдать и показать ссылку' }).click();
    await expectPdf(page, 'Лист для печати (PDF)');
    await expectPdf(page, 'Листок с кодом (PDF)');
    await page.getByRole('link', { name: 'К брелоку' }).click();
    await expect(page.getByText('Доставлен по адресу из договора').first()).toBeVisible();
    await expect(page.getByText('Выдан с заказом')).toBeVisible();
  });

  await test.step('the loyalty officer gives it a discount', async () => {
    const officer = await openBrowser();
    await signInAs(officer, portal, 'loyalty');
    await officer.goto(`${portal.origin}/loyalty`);
    await officer.getByRole('link', { name: DISCOUNT }).click();
    const sheet = officer.locator('section', { has: officer.getByRole('heading', { name: 'Дать брелоку' }) });
    await sheet.getByLabel('Клиент', { exact: true }).fill(CUSTOMER);
    await sheet.getByRole('button', { name: 'Найти' }).click();
    await sheet.getByLabel('Брелок').selectOption({ label: `Первый, ${PERSON}` });
    await sheet.getByRole('button', { name: 'Дать скидку этому брелоку' }).click();
  });

  await test.step('it is sent by courier, and reported lost on its way', async () => {
    await page.getByRole('link', { name: 'Отправить' }).click();
    await page.getByLabel('Как').selectOption('courier');
    await page.getByLabel('Номер отправления').fill('CD-77');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await expect(page.getByRole('row', { name: /Отправлен.*Курьером.*CD-77/ })).toBeVisible();
    await page.getByRole('link', { name: 'Утерян' }).click();
    await page.getByLabel('Причина').fill('пропал у курьера');
    await page.getByRole('button', { name: 'Утерян' }).click();
    await expect(page.getByRole('row', { name: /Отмечен утерянным.*пропал у курьера/ })).toBeVisible();
  });

  await test.step('REC-06 another takes its place, and carries its discount from then on', async () => {
    await openIssueForm(page, portal.origin);
    await page.getByLabel('Брелок со склада').fill('ST-0002');
    await page.getByLabel('Название брелока').fill('Второй');
    await page.getByLabel('Вместо какого брелока').selectOption({ label: `Первый, ${PERSON}: утерян` });
    await page.getByLabel('Кто его получит и чем это подтверждено').selectOption('seen-in-person');
    await page.getByRole('button', { name: 'Выдать и показать ссылку' }).click();
    await page.getByRole('link', { name: 'К брелоку' }).click();
    await expect(page.getByRole('row', { name: /Привязана скидка/ })).toBeVisible();
    await page.getByRole('link', { name: 'Первый' }).click();
    await expect(page.getByRole('row', { name: /Скидка отвязана/ })).toBeVisible();
  });
});

async function sendList(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Принять брелоки' }).click();
  const file = { name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) };
  await page.getByLabel('Файл CSV').setInputFiles(file);
  await page.getByRole('button', { name: 'Проверить список' }).click();
}

async function openIssueForm(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/desk`);
  await page
    .getByRole('table', { name: 'Мои клиенты' })
    .getByRole('link', { name: new RegExp(CUSTOMER) })
    .click();
  await page.getByRole('link', { name: `Выдать брелок: ${PERSON}` }).click();
}

/** The browser's own request, answered by the portal; its PDF viewer, in a tab of its own, is left out. */
async function expectPdf(page: Page, button: string): Promise<void> {
  const context = page.context();
  const papers = /\/(hand-over-sheet|claim-slip)$/;
  const answered = new Promise<[number, string | undefined]>((resolve, reject) => {
    const answer = async (route: Route) => {
      const response = await route.fetch();
      await route.fulfill({ status: 204 });
      resolve([response.status(), response.headers()['content-type']]);
    };
    void context.route(papers, (route) => answer(route).catch(reject)); // in force before the click below
  });
  await page.getByRole('button', { name: button }).click();
  expect(await answered).toEqual([200, 'application/pdf']);
  await context.unroute(papers);
}
