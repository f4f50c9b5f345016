import type { Page } from '@playwright/test';
import { toNumber } from '../support/page-figures.ts';
import { expect, signInAs, test } from './portal-fixture.ts';

const DISCOUNT = 'Четверть на всё';
const CUSTOMER = 'Условстрой';
const KEY = 'Brelok, Тимур Кирпичников';

test('a loyalty officer tries a discount on real orders, ties it to a key, and its holder sees it in their prices', async ({
  portal,
  openBrowser,
}) => {
  const officer = await openBrowser();
  await signInAs(officer, portal, 'loyalty'); // with the key that confirms what is given
  const customer = await openBrowser({ as: 'owner' });

  await test.step('before it is saved, its effect on the customer’s last orders is seen', async () => {
    await officer.goto(`${portal.origin}/loyalty`);
    await officer.getByRole('link', { name: 'Новая скидка' }).click();
    await officer.getByLabel('Название').fill(DISCOUNT);
    await officer.getByLabel('Процент скидки').fill('25');
    await officer.getByLabel('Клиент', { exact: true }).fill(CUSTOMER);
    await officer.getByRole('button', { name: 'Показать' }).click();
    const orders = officer.getByRole('region', { name: /Последние заказы клиента .*Условстрой/ });
    await expect(orders).toContainText('Всего клиент сэкономил бы');
    const line = orders.getByRole('table').first().getByRole('row').nth(1).getByRole('cell');
    const [, , price = NaN, reduced] = (await line.allInnerTexts()).map(toNumber);
    expect(reduced).toBeCloseTo(price * 0.75, 1);
  });

  await test.step('a draft gives nothing to anybody', async () => {
    await officer.getByRole('button', { name: 'Сохранить черновик' }).click();
    await expect(officer.getByText('Черновик сохранён.')).toBeVisible();
    await giveToKey(officer);
    await customer.goto(`${portal.origin}/discounts`);
    await expect(customer.getByText(DISCOUNT)).toHaveCount(0);
  });

  await test.step('switched on, it is on the key, with who gave it, and in every price, with its reason', async () => {
    await officer.getByRole('button', { name: 'Включить скидку' }).click();
    await expect(officer.getByText('Скидка включена.')).toBeVisible();
    await customer.reload();
    await expect(
      customer.getByRole('row', { name: new RegExp(`${DISCOUNT}.*Жанна Скидкина`) }),
    ).toBeVisible();
    await customer.getByRole('link', { name: 'Цены', exact: true }).click();
    await customer.getByRole('table', { name: 'Цены' }).getByRole('link').first().click();
    const why = customer.getByRole('table', { name: 'Почему такая цена' });
    await expect(
      why.getByRole('row', { name: new RegExp(`${DISCOUNT}.*25 %.*на вашем брелоке`) }),
    ).toBeVisible();
    await expect(why.getByRole('row', { name: /^Ожидаемая цена/ })).toBeVisible();
  });
});

async function giveToKey(officer: Page): Promise<void> {
  const sheet = officer.locator('section', { has: officer.getByRole('heading', { name: 'Дать брелоку' }) });
  await sheet.getByLabel('Клиент', { exact: true }).fill(CUSTOMER);
  await sheet.getByRole('button', { name: 'Найти' }).click();
  await sheet.getByLabel('Брелок').selectOption({ label: KEY });
  await sheet.getByRole('button', { name: 'Дать скидку этому брелоку' }).click();
  await expect(officer.getByText('Брелок носит скидку.')).toBeVisible();
}
