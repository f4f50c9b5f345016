import { enrol, expect, signIn, test } from './portal-fixture.ts';

test('SES-05 when the manager revokes a key, the open page of its holder loses its data by itself', async ({
  browser,
  portal,
}) => {
  const { customer, 'account-manager': manager } = portal.links;
  if (customer === undefined || manager === undefined) throw new Error('the demo printed no links');
  const customerPage = await (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const managerPage = await (await browser.newContext({ locale: 'ru-RU' })).newPage();
  await enrol(customerPage, customer);
  await signIn(customerPage, '/home');
  await enrol(managerPage, manager);
  await signIn(managerPage, '/desk');

  await managerPage.getByRole('link', { name: /Завод/ }).first().click();
  await managerPage.getByRole('link', { name: 'Brelok' }).first().click();
  await managerPage.getByRole('link', { name: 'Отозвать' }).click();
  await managerPage.getByLabel(/Причина/).fill('Потерян');
  await managerPage.getByRole('button', { name: /Отозвать/ }).click();

  await customerPage.waitForURL('**/sign-in**', { timeout: 15_000 });
  await expect(customerPage.locator('#sign-in')).toBeVisible();
  await customerPage.locator('#sign-in').click();
  await customerPage.waitForURL('**/sign-in/no-answer**');
});
