import type { Locator } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { readFigures, toNumber } from '../support/page-figures.ts';
import { pdfPages } from '../support/pdf-text.ts';
import { enrol, expect, signIn, test } from './portal-fixture.ts';

test('a customer registers a key by the printed link, signs in and reads orders, prices, discounts and documents', async ({
  newPortal,
  page,
}) => {
  const { customer } = newPortal.links;
  if (customer === undefined) throw new Error('no link was printed for a customer');

  await test.step('the key is registered and opens the portal', async () => {
    await enrol(page, customer);
    await expect(page.getByText('Брелок зарегистрирован. Войдите с ним.')).toBeVisible();
    await signIn(page, '/home');
    await expect(page.getByRole('contentinfo')).toContainText(customer.name);
  });

  await test.step('an open order says line by line what is shipped and what is not yet', async () => {
    await openRow(page.getByRole('table', { name: 'Открытые заказы' }), /отгружен частично/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Заказ ');
    const lines = await readFigures(page.getByRole('table', { name: 'Товары' }), {
      ordered: 'Заказано',
      shipped: 'Отгружено',
      waiting: 'Ещё не отгружено',
    });
    expect(lines.map(({ shipped, waiting }) => shipped + waiting)).toEqual(
      lines.map(({ ordered }) => ordered),
    );
    expect(lines.some(({ shipped }) => shipped > 0)).toBe(true);
    expect(lines.some(({ waiting }) => waiting > 0)).toBe(true);
    await expect(page.getByRole('heading', { name: /^Отгрузка / }).first()).toBeVisible();
    await expect(page.getByText('Трек-номер').first()).toBeVisible();
  });

  await test.step('a price says why it is what it is, and its steps add up', async () => {
    await page.getByRole('link', { name: 'Цены', exact: true }).click();
    await page.getByLabel('Артикул или название').fill('подшипник');
    await page.getByRole('button', { name: 'Показать', exact: true }).click();
    await openRow(page.getByRole('table', { name: 'Цены' }), /ожидается/);
    const steps = page.getByRole('table', { name: 'Почему такая цена' });
    await expect(steps.getByRole('row', { name: /^Прайс-лист/ })).toBeVisible();
    await expect(
      steps.getByRole('row', { name: /Брелок завода: подшипники.*на вашем брелоке/ }),
    ).toBeVisible();
    const amounts = (await steps.getByRole('cell').allInnerTexts()).map(toNumber);
    const final = amounts.pop();
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(final ?? NaN, 6);
  });

  await test.step('the discount page names the key that carries it', async () => {
    await page.getByRole('link', { name: 'Скидки', exact: true }).click();
    const sheet = page.locator('section', { hasText: 'с ним вы вошли' });
    await expect(sheet).toContainText(customer.name);
    await expect(sheet.getByRole('row', { name: /Брелок завода: подшипники/ })).toBeVisible();
  });

  await test.step('a document is a real file that can be read', async () => {
    await page.getByRole('link', { name: 'Документы', exact: true }).click();
    await page.getByLabel('Вид').selectOption({ label: 'Счёт на оплату' });
    await page.getByRole('button', { name: 'Показать', exact: true }).click();
    const row = page.getByRole('table', { name: 'Документы' }).getByRole('row').nth(1);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('link', { name: /^Скачать/ }).click(),
    ]);
    const [firstPage = ''] = pdfPages(await readFile(await download.path()));
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);
    expect(firstPage).toContain('Счёт на оплату');
    expect(firstPage).toContain('Образец');

    const [viewer, response] = await Promise.all([
      page.waitForEvent('popup'),
      page.context().waitForEvent('response', (answer) => answer.url().endsWith('?view=1')),
      row.getByRole('link').first().click(),
    ]);
    expect(viewer.url()).toBe(response.url());
    expect(response.headers()).toMatchObject({ 'content-type': 'application/pdf' });
    expect(response.headers()['content-disposition']).toMatch(/^inline/);
  });
});

async function openRow(table: Locator, name: RegExp): Promise<void> {
  await table.getByRole('row', { name }).first().getByRole('link').first().click();
}
