import { generateKeyPairSync } from 'node:crypto';
import { enrol, expect, signIn, signInAs, test } from './portal-fixture.ts';

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

test('SES-04 a step that another key confirms is refused, and nothing is changed', async ({
  newPortal: portal,
  page,
}) => {
  const own = await signInAs(page, portal, 'manager');
  const [credential] = await own.credentials();
  await page.getByRole('table', { name: 'Мои клиенты' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Добавить человека' }).click();
  const name = page.getByLabel('Имя', { exact: true });
  const form = page.locator('form', { has: name });
  await name.fill('Ульяна Временная');

  // Somebody else's key answers in the place of the session's own: the same id, another private half.
  await own.forget();
  if (credential === undefined) throw new Error('the key holds no credential');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  await own.addCredential({ ...credential, privateKey: other });
  await form.getByRole('button', { name: 'Добавить' }).click();
  await expect(page.getByText('Брелок не подтвердил этот шаг')).toBeVisible();

  await own.forget();
  await own.addCredential({ ...credential, signCount: credential.signCount + 10 });
  await page.goto(`${portal.origin}/desk`);
  await page.getByRole('table', { name: 'Мои клиенты' }).getByRole('link').first().click();
  await expect(page.getByText('Ульяна Временная')).toHaveCount(0);
});
