/** What a form answers, good or bad, is a page like any other: for everybody, in both languages and themes. */
import type { Page } from '@playwright/test';
import { LANGUAGES, VIEWS, chooseLanguage, expectFitForAll } from '../support/page-looks.ts';
import { expect, signInAs, test } from './portal-fixture.ts';

test.describe.configure({ mode: 'parallel' });

for (const view of VIEWS) {
  const language = LANGUAGES[view.locale];

  test(`what the desk answers is for everybody, in ${language}`, async ({ openBrowser, portal }) => {
    const page = await openBrowser();
    await signInAs(page, portal, 'manager');
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/desk`);
    await page.locator('a.row-link').first().click();
    const customer = page.url();

    await page.goto(`${customer}/people/new`);
    await sendEmpty(page, 'button[value=write]');
    await expect(page.getByRole('alert')).toBeFocused();
    await expectFitForAll(page, view);
    await page.locator('form input[name=q]').fill('а');
    await page.locator('form:has(input[name=q]) button').click();
    await expectFitForAll(page, view);

    await page.goto(`${customer}/issue-key`);
    await sendEmpty(page, '.form-actions button');
    await expectFitForAll(page, view);
    await page.locator('input[name=label]').fill('Жёлтый');
    await page.locator('select[name=evidence]').selectOption('seen-in-person');
    await send(page, '.form-actions button');
    await expect(page.locator('.qr')).toBeVisible();
    await expectFitForAll(page, view);
    await page.reload();
    await expectFitForAll(page, view);

    await page.locator('.form-actions a').last().click();
    await page.getByRole('link', { name: /^(Отозвать|Revoke)$/ }).click();
    await sendEmpty(page, '.button-danger');
    await expectFitForAll(page, view);
    await page.locator('input[name=reason]').fill('не понадобился');
    await send(page, '.button-danger');
    await page.waitForURL('**?done=revoke**');
    await expectFitForAll(page, view);
  });

  test(`what the discounts’ forms answer is for everybody, in ${language}`, async ({
    openBrowser,
    portal,
  }) => {
    const page = await openBrowser({ as: 'loyalty' });
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/loyalty/new`);
    await sendEmpty(page, 'button[value=save]');
    await expect(page.getByRole('alert')).toBeFocused();
    await expectFitForAll(page, view);
    await page.locator('input[name=name]').fill('На пробу');
    await page.locator('input[name=percent]').fill('3');
    await page.locator('input[name=sample]').fill('ООО');
    await page.locator('button[value=preview]').click();
    await expectFitForAll(page, view);
    await page.locator('select[name=sampleAccountId]').selectOption({ index: 0 });
    await page.locator('button[value=preview]').click();
    await expect(page.locator('main table').first()).toBeVisible();
    await expectFitForAll(page, view);
    await page.locator('button[value=save]').click();
    await page.waitForURL('**?done=saved');
    await page.locator('input[name=q]').fill('Условстрой');
    await page.locator('form:has(input[name=q]) button').click();
    await expectFitForAll(page, view);
  });

  test(`what the administrator’s forms answer is for everybody, in ${language}`, async ({
    openBrowser,
    portal,
  }) => {
    const page = await openBrowser();
    await signInAs(page, portal, 'administrator');
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/admin/staff`);
    await sendEmpty(page, 'main form .form-actions button');
    await expectFitForAll(page, view);
    await page.locator('input[name=name]').fill(`Новый сотрудник ${view.locale}`);
    await page.locator('select[name=role]').selectOption('auditor');
    await send(page, 'main form .form-actions button');
    await page.waitForURL('**/admin/staff/*');
    await expectFitForAll(page, view);
    await page.locator('input[name=label]').fill('Служебный');
    await send(page, 'button[value=invite]');
    await expectFitForAll(page, view);

    await page.goto(`${portal.origin}/admin/policy`);
    await sendEmpty(page, 'main form .button-primary');
    await expectFitForAll(page, view);
    await page.goto(`${portal.origin}/admin/policy/models`);
    await sendEmpty(page, 'button[value=check]');
    await expectFitForAll(page, view);
    await page.goto(`${portal.origin}/admin/company`);
    await page.locator('input[name=name]').fill('');
    await sendEmpty(page, 'main form .button-primary');
    await expectFitForAll(page, view);
  });
}

/** Presses a button of a form that the browser would not let go as it is. */
async function sendEmpty(page: Page, button: string): Promise<void> {
  await page.waitForLoadState();
  await page.evaluate(() => {
    for (const form of document.forms) form.noValidate = true;
  });
  expect(await send(page, button)).toBe(422);
}

/** Presses a button, lets the key confirm what needs it, and waits for the page that comes. @returns its status */
async function send(page: Page, button: string): Promise<number> {
  await page.waitForLoadState(); // whose end is not to be taken for that of the page that comes
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && !response.url().endsWith('/step-up/begin'),
  );
  const loaded = page.waitForEvent('load');
  await page.locator(button).first().click();
  const response = await answered;
  await loaded;
  return response.status();
}
