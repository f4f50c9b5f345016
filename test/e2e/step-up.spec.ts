import { enrol, expect, signIn, test } from './portal-fixture.ts';

test('ADM-01 a key that does not answer leaves the page and what was typed as they were; touched, it confirms', async ({
  newPortal,
  page,
}) => {
  const link = newPortal.links['account-manager'];
  if (link === undefined) throw new Error('no link was printed for a manager');
  const key = await enrol(page, link);
  await signIn(page, '/desk');
  await page.getByRole('table', { name: 'Мои клиенты' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Добавить человека' }).click();
  const name = page.getByLabel('Имя', { exact: true });
  const form = page.locator('form', { has: name });
  await name.fill('Ульяна Временная');

  await key.setPinIsRight(false);
  await form.getByRole('button', { name: 'Добавить' }).click();
  await expect(form.getByRole('alert')).toHaveText(
    'Брелок не ответил. Ничего не изменилось, всё введённое на месте. Повторите.',
  );
  await expect(name).toHaveValue('Ульяна Временная');

  await key.setPinIsRight(true);
  await form.getByRole('button', { name: 'Добавить' }).click();
  await expect(page.getByText('Человек записан. Теперь выдайте ему брелок.')).toBeVisible();
});
