/** What a form answers, good or bad, is a page like any other: for everybody, in both languages and themes. */
import type { Page } from '@playwright/test';
import { LANGUAGES, VIEWS, chooseLanguage, expectFitForAll } from '../support/page-looks.ts';
import { expect, test } from './portal-fixture.ts';

test.describe.configure({ mode: 'parallel' });

for (const view of VIEWS) {
  const language = LANGUAGES[view.locale];

  test(`what the desk answers is for everybody, in ${language}`, async ({ openBrowser, portal }) => {
    const page = await openBrowser({ as: 'manager' });
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
    await page.locator('.form-actions button').click();
    await expect(page.locator('.qr')).toBeVisible();
    await expectFitForAll(page, view);
    await page.reload();
    await expectFitForAll(page, view);

    await page.locator('.form-actions a').last().click();
    await page.getByRole('link', { name: /^(Отозвать|Revoke)$/ }).click();
    await sendEmpty(page, '.button-danger');
    await expectFitForAll(page, view);
    await page.locator('input[name=reason]').fill('не понадобился');
    await page.locator('.button-danger').click();
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
    const page = await openBrowser({ as: 'administrator' });
    await chooseLanguage(page, portal.origin, view);
    await page.goto(`${portal.origin}/admin/staff`);
    await sendEmpty(page, 'main form .form-actions button');
    await expectFitForAll(page, view);
    await page.locator('input[name=name]').fill(`Новый сотрудник ${view.locale}`);
    await page.locator('select[name=role]').selectOption('auditor');
    await page.locator('main form .form-actions button').click();
    await page.waitForURL('**/admin/staff/*');
    await expectFitForAll(page, view);
    await page.locator('input[name=label]').fill('Служебный');
    await page.locator('button[value=invite]').click();
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
  await page.evaluate(() => {
    for (const form of document.forms) form.noValidate = true;
  });
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator(button).first().click();
  expect((await answered).status()).toBe(422);
}
