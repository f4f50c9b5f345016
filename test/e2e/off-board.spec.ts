/** Many keys end at once: a batch by two administrators, a customer by its manager. */
import { enrol, expect, linkFor, signIn, signInAs, test } from './portal-fixture.ts';

const CUSTOMER = 'Условстрой';
const BATCH = 'ДЕМО-02';
/** The promise to whoever ends a customer. */
const EMPTY_WITHIN_MS = 5_000;

test('ADM-02 REC-08 two administrators end a whole batch, and a manager a whole customer, whose open pages are empty within five seconds', async ({
  newPortal: portal,
  openBrowser,
}) => {
  test.setTimeout(120_000);
  const [asker, other, manager, owner] = [
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
  ];
  await enrol(asker, await linkFor(portal, 'administrator', 'Гордей Ключевой'));
  await signIn(asker, '/admin');
  await signInAs(other, portal, 'administrator');
  await signInAs(manager, portal, 'manager');
  await signInAs(owner, portal, 'owner');

  await test.step('ADM-02 one asks for a batch to be revoked, and nothing has happened yet', async () => {
    await asker.goto(`${portal.origin}/admin/keys/revoke`);
    await asker.getByLabel('Партия', { exact: true }).selectOption(BATCH);
    await asker.getByRole('button', { name: 'Показать список' }).click();
    await asker.getByLabel('Причина').fill('Изготовитель отозвал партию');
    await asker.getByRole('button', { name: 'Попросить отозвать (5)' }).click();
    await asker.waitForURL('**/admin/proposals/*?done=asked');
    await manager.goto(`${portal.origin}/desk/stock?batch=${encodeURIComponent(BATCH)}`);
    await expect(manager.locator('main')).toContainText('DEMO-201');
  });

  await test.step('ADM-02 the other confirms it with a key, and every key of the batch is revoked', async () => {
    await other.goto(asker.url().replace(/\?.*/, ''));
    await expect(other.locator('main')).toContainText('Изготовитель отозвал партию');
    await other.locator('button[value=approve]').click();
    await other.waitForURL('**/admin/proposals/*?done=approved');
    await expect(other.getByText('Подтверждено. Изменение действует.')).toBeVisible();
  });

  await test.step('REC-08 the manager closes a customer, and its owner’s open page is empty', async () => {
    await expect(owner.locator('html')).toContainText(CUSTOMER);
    await manager.goto(`${portal.origin}/desk`);
    const customers = manager.getByRole('table', { name: 'Мои клиенты' });
    await customers.getByRole('link', { name: new RegExp(CUSTOMER) }).click();
    await manager.getByRole('link', { name: 'Закрыть клиента' }).click();
    await manager.getByLabel('Причина').fill('договор окончен');
    await manager.getByRole('button', { name: 'Закрыть клиента' }).click();
    await expect(manager.getByText('Клиент закрыт.')).toBeVisible();
    await expect(owner.locator('html')).not.toContainText(CUSTOMER, { timeout: EMPTY_WITHIN_MS });
    await owner.waitForURL('**/sign-in?reason=ended**');
    await owner.locator('#sign-in').click();
    await owner.waitForURL('**/sign-in/no-answer**');
  });

  await test.step('REC-08 the letter about it says so, and the administrator finds it among the letters', async () => {
    await other.goto(`${portal.origin}/admin/letters`);
    await expect(other.locator('main')).toContainText('работа с клиентом окончена');
  });
});
