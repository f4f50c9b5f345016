/** Everything but the two ceremonies works in a browser that runs no scripts: forms are forms and links are links. */
import { expect, test } from './portal-fixture.ts';

test('the sign-in page says that the key needs scripts, and offers nothing weaker', async ({
  openBrowser,
  portal,
}) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  await page.goto(`${portal.origin}/sign-in`);
  const notice = page.locator('main .notice'); // Playwright reads no text below the noscript element itself
  await expect(notice).toBeVisible();
  await expect(notice).toContainText('Брелоку нужен JavaScript на этой странице');
  await expect(page.getByRole('button', { name: 'Войти с брелоком' })).toBeDisabled();
  await expect(page.locator('main input')).toHaveCount(0);
});

test('lists are searched, narrowed and paged', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'owner', javaScriptEnabled: false });
  await page.goto(`${portal.origin}/orders`);
  const orders = page.getByRole('table', { name: 'Заказы' });
  const first = await orders.getByRole('link').first().innerText();
  await page.getByRole('link', { name: 'Показать ещё' }).click();
  await expect(orders.getByRole('link', { name: first })).toHaveCount(0);
  await page.getByRole('link', { name: 'В начало списка' }).click();
  await expect(orders.getByRole('link').first()).toHaveText(first);

  await page.getByLabel('Состояние').selectOption({ label: 'выполнен' });
  await page.getByRole('button', { name: 'Показать' }).click();
  const statuses = await orders.locator('tbody .status').allInnerTexts();
  expect(new Set(statuses.map((status) => status.trim()))).toEqual(new Set(['выполнен']));
  await page.getByRole('link', { name: 'Сбросить' }).click();
  await page.getByLabel('Заказ, ваш номер').fill(first);
  await page.getByRole('button', { name: 'Показать' }).click();
  await expect(orders.locator('tbody').getByRole('row')).toHaveCount(1);

  await page.getByRole('searchbox', { name: 'Поиск' }).fill(first);
  await page.getByRole('searchbox', { name: 'Поиск' }).press('Enter');
  await expect(page.getByRole('main').getByRole('link', { name: first }).first()).toBeVisible();
});

test('a price is counted for another quantity, and a wrong one is named', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'owner', javaScriptEnabled: false });
  await page.goto(`${portal.origin}/prices`);
  await page.getByRole('table', { name: 'Цены' }).getByRole('link').first().click();
  await page.getByLabel('Количество').fill('1000');
  await page.getByRole('button', { name: 'Посчитать' }).click();
  await expect(page).toHaveURL(/quantity=1000/);
  await page.getByLabel('Количество').fill('много');
  await page.getByRole('button', { name: 'Посчитать' }).click();
  await expect(page.getByText('Количество — число больше нуля')).toBeVisible();
  await expect(page.getByLabel('Количество')).toHaveValue('много');
});

test('language and theme are chosen on any page, and the page stays', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'owner', javaScriptEnabled: false });
  await page.goto(`${portal.origin}/orders?status=open`);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/orders\?status=open$/);
  await expect(page.getByRole('heading', { name: 'Orders' })).toBeVisible();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto(`${portal.origin}/documents`);
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('whoever works for two companies goes from one to the other', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'accountant', javaScriptEnabled: false });
  await page.goto(`${portal.origin}/orders`);
  const companies = page.getByLabel('Компания');
  const chosen = await companies.locator('option:checked').innerText();
  const other = await companies.locator('option:not(:checked)').innerText();
  const order = await page.getByRole('table', { name: 'Заказы' }).getByRole('link').first().innerText();
  await companies.selectOption({ label: other });
  await page.getByRole('button', { name: 'Перейти' }).click();
  await expect(page).toHaveURL(/\/home$/);
  await expect(companies.locator('option:checked')).toHaveText(other);
  await page.goto(`${portal.origin}/orders?q=${encodeURIComponent(order)}`);
  await expect(page.getByText('Ничего не найдено')).toBeVisible();
  await companies.selectOption({ label: chosen });
  await page.getByRole('button', { name: 'Перейти' }).click();
});

test('what a key must confirm says that it needs scripts, and changes nothing without them', async ({
  openBrowser,
  portal,
}) => {
  const page = await openBrowser({ as: 'manager', javaScriptEnabled: false });
  await page.goto(`${portal.origin}/desk`);
  await page
    .getByRole('table', { name: 'Мои клиенты' })
    .getByRole('link', { name: /Условстрой/ })
    .click();
  await page.getByRole('link', { name: 'Добавить человека' }).click();
  const form = page.locator('form', { has: page.getByLabel('Имя', { exact: true }) });
  // Text inside <noscript> is found by its element only.
  await expect(form.locator('noscript p')).toBeVisible();
  await form.getByLabel('Имя', { exact: true }).fill('Ульяна Временная');
  await form.getByLabel('Телефон').fill('12');
  await form.getByRole('button', { name: 'Добавить' }).click();
  await expect(page.getByRole('alert')).toContainText('В телефоне не меньше пяти цифр.');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(form.getByLabel('Имя', { exact: true })).toHaveValue('Ульяна Временная');

  await form.getByLabel('Телефон').fill('+7 000 000-00-00');
  await form.getByRole('button', { name: 'Добавить' }).click();
  await expect(page.getByRole('heading', { name: 'Брелок не подтвердил этот шаг' })).toBeVisible();
  await page.goto(`${portal.origin}/desk`);
  await expect(page.getByText('Ульяна Временная')).toHaveCount(0);
});

test('an administrator names the company, and everybody reads the new name', async ({
  openBrowser,
  portal,
}) => {
  const page = await openBrowser({ as: 'administrator', javaScriptEnabled: false });
  const visitor = await openBrowser({ javaScriptEnabled: false });
  await page.goto(`${portal.origin}/admin/company`);
  const before = await page.getByLabel('Название', { exact: true }).inputValue();
  for (const name of ['Снабжение под новым именем', before]) {
    await page.getByLabel('Название', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.getByText('Сохранено')).toBeVisible();
    await expect(async () => {
      await visitor.goto(`${portal.origin}/sign-in`);
      await expect(visitor.getByRole('banner')).toContainText(name, { timeout: 100 });
    }).toPass();
  }
});
