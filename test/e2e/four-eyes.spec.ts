import { expectFitForAll, VIEWS, chooseLanguage } from '../support/page-looks.ts';
import { enrol, expect, linkFor, signIn, test } from './portal-fixture.ts';

const FIRST = 'Гордей Ключевой';
const SECOND = 'Дарья Замкова';

test('ADM-02 new rules: alone it takes a day; the second administrator, who comes meanwhile, confirms with a key', async ({
  newPortal,
  openBrowser,
}) => {
  const asker = await openBrowser();
  await enrol(asker, await linkFor(newPortal, 'administrator', FIRST));
  await signIn(asker, '/admin');
  await asker.goto(`${newPortal.origin}/admin/policy`);
  await expect(asker.getByText('Вы единственный администратор с работающим брелоком.')).toBeVisible();
  await asker.getByLabel('Одноразовая ссылка живёт, дней').fill('3');
  await asker.getByLabel('Причина').fill('Ссылки лежат на столах');
  await asker.getByRole('button', { name: 'Попросить об этих правилах' }).click();
  await asker.waitForURL('**/admin/proposals/*?done=asked');
  const page = asker.url().replace(/\?.*/, '');

  await expect(asker.getByRole('table', { name: 'Что изменится' })).toContainText('14 дней');
  await expect(asker.getByRole('button', { name: 'Подтвердить изменение' })).toHaveCount(0);
  await expect(asker.getByRole('button', { name: 'Снять просьбу' })).toBeVisible();

  await asker.goto(`${newPortal.origin}/admin`);
  const notice = { name: 'Изменение, которое больше никто не подтверждает' };
  await expect(asker.getByRole('heading', notice)).toBeVisible();

  const other = await openBrowser();
  await enrol(other, await linkFor(newPortal, 'administrator', SECOND));
  await signIn(other, '/admin');
  await other.goto(page);
  await expect(other.getByRole('row', { name: /Одноразовая ссылка живёт/ })).toContainText('3 дня');
  await expect(other.getByText('Ссылки лежат на столах')).toBeVisible();
  for (const view of VIEWS) {
    await chooseLanguage(other, newPortal.origin, view);
    await other.goto(page);
    await expectFitForAll(other, view);
  }
  await other.locator('button[value=approve]').click();
  await other.waitForURL('**/admin/proposals/*?done=approved');

  await asker.goto(`${newPortal.origin}/audit/policy`);
  await expect(asker.getByRole('row', { name: /Ссылки лежат на столах/ })).toContainText(SECOND);
});

test('ADM-02 whoever asked is refused, even by a form made by hand and confirmed by their key', async ({
  newPortal,
  openBrowser,
}) => {
  const other = await openBrowser();
  await enrol(other, await linkFor(newPortal, 'administrator', SECOND));
  const asker = await openBrowser();
  await enrol(asker, await linkFor(newPortal, 'administrator', FIRST));
  await signIn(asker, '/admin');
  await asker.goto(`${newPortal.origin}/admin/policy`);
  await asker.getByLabel('Одноразовая ссылка живёт, дней').fill('3');
  await asker.getByLabel('Причина').fill('Ссылки лежат на столах');
  await asker.getByRole('button', { name: 'Попросить об этих правилах' }).click();
  await asker.waitForURL('**/admin/proposals/*?done=asked');
  await expect(asker.getByText('Другой администратор подтвердит её на этой странице.')).toBeVisible();
  await asker.locator('button[value=withdraw]').evaluate((button) => button.setAttribute('value', 'approve'));
  await asker.locator('button[value=approve]').click();
  await expect(asker.getByRole('alert').first()).toContainText('подтвердить должен другой администратор');
});
