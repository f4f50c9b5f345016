import type { Page, Route } from '@playwright/test';
import { VIEWS, chooseLanguage, expectFitForAll } from '../support/page-looks.ts';
import { expect, signInAs, test } from './portal-fixture.ts';

const PEOPLE = ['Тимур Кирпичников', 'Нина Прорабова'];
const LIST = [
  'серийный номер;клиент;владелец;заказ',
  ...PEOPLE.map((name, index) => `demo-10${index + 1};К-0002;${name};`),
].join('\n');

test('ADM-02 ADM-04 a manager asks for keys by a list, an administrator confirms it, and sheets and slips are printed apart', async ({
  newPortal: portal,
  page: manager,
  openBrowser,
}) => {
  test.setTimeout(180_000);
  await signInAs(manager, portal, 'manager');
  const administrator = await openBrowser();
  await signInAs(administrator, portal, 'administrator');

  await test.step('the list is looked at, then asked for', async () => {
    await manager.goto(`${portal.origin}/desk/stock`);
    await manager.getByRole('link', { name: 'Выдать по списку' }).click();
    const file = { name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) };
    await manager.getByLabel('Список (CSV)').setInputFiles(file);
    await manager.getByRole('button', { name: 'Проверить список' }).click();
    await expect(manager.getByText('Выдать: 2, выданы раньше: 0, не подходят: 0')).toBeVisible();
    await manager.getByLabel('Кто их получит и чем это подтверждено').selectOption('contract-address');
    await manager.getByLabel('Причина').fill('новая смена');
    await manager.getByRole('button', { name: 'Попросить выдать 2 брелока' }).click();
    await expect(manager.getByText('Попросили. Ничего не выдаётся')).toBeVisible();
  });

  await test.step('an administrator reads who gets which key, and confirms it', async () => {
    await administrator.goto(`${portal.origin}/admin/proposals`);
    await administrator.getByRole('link', { name: 'Выдать по списку 2 брелока' }).click();
    await expect(administrator.getByRole('row', { name: /DEMO-102.*Нина Прорабова/ })).toBeVisible();
    await administrator.getByRole('button', { name: 'Подтвердить изменение' }).click();
    await administrator.waitForURL('**?done=approved');
  });

  await test.step('the manager makes the links, and prints sheets and slips', async () => {
    await manager.reload();
    await manager.getByRole('button', { name: 'Сделать ссылки' }).click();
    await expectPdf(manager, 'Листы (PDF, 2)');
    await expectPdf(manager, 'Листки с кодами (PDF, 2)');
    for (const view of VIEWS) {
      await chooseLanguage(manager, portal.origin, view);
      await manager.goto(manager.url().replace(/\?.*/, ''));
      await expectFitForAll(manager, view);
    }
  });
});

/** The browser's own request, answered by the portal; its PDF viewer, in a tab of its own, is left out. */
async function expectPdf(page: Page, button: string): Promise<void> {
  const context = page.context();
  const papers = /\/papers$/;
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
