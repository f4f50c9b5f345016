import { crawl } from '../support/crawl.ts';
import { PEOPLE } from '../support/people.ts';
import type { PersonName } from '../support/people.ts';
import { findKeyboardFaults } from '../support/tab-walk.ts';
import { expect, test } from './portal-fixture.ts';

/** One page of each shape: lists, details, forms, questions before something ends. */
const SAMPLE: readonly { as: PersonName; patterns: readonly string[] }[] = [
  {
    as: 'owner',
    patterns: ['/home', '/orders', '/orders/:orderId', '/prices/:productId', '/documents', '/my-key'],
  },
  {
    as: 'manager',
    patterns: [
      '/desk',
      '/desk/customers/:accountId',
      '/desk/customers/:accountId/issue-key',
      '/desk/keys/:keyId/:change',
    ],
  },
  { as: 'loyalty', patterns: ['/loyalty', '/loyalty/new', '/loyalty/:discountId'] },
  { as: 'administrator', patterns: ['/admin', '/admin/policy', '/audit'] },
];
const WIDTHS = [1440, 320];

test.describe.configure({ mode: 'parallel' });

for (const { as, patterns } of SAMPLE) {
  test(`the pages of the ${as} are used with a keyboard: all in order, nothing without a ring, nothing covered`, async ({
    openBrowser,
    portal,
  }) => {
    test.setTimeout(180_000);
    const page = await openBrowser({ as });
    const found = await crawl(page.request, { origin: portal.origin, start: [PEOPLE[as].home] });
    for (const pattern of patterns) {
      const path = found.find((candidate) => candidate.pattern === pattern)?.path;
      expect(path, pattern).toBeDefined();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${portal.origin}${path}`);
        expect.soft(await findKeyboardFaults(page), `${path} at ${width}`).toEqual([]);
      }
    }
  });
}

test('the first Tab on a page leads past its head', async ({ openBrowser, portal }) => {
  const page = await openBrowser({ as: 'owner' });
  await page.goto(`${portal.origin}/orders`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'К содержанию' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('main').getByRole('link').first()).toBeFocused();
});

test('a walk finds what has no ring, what is covered and what is out of order', async ({ page, portal }) => {
  await page.goto(`${portal.origin}/sign-in`);
  await page.evaluate(() => {
    const controls = ['no ring', 'covered', 'first'].map((name) => {
      const button = document.createElement('button');
      button.textContent = name;
      return button;
    });
    const [ringless, covered, first] = controls;
    const cover = document.createElement('div');
    if (ringless === undefined || covered === undefined || first === undefined) return;
    ringless.style.outline = 'none';
    cover.style.cssText = 'position: relative; top: -200px; height: 200px; background: white';
    first.tabIndex = 1;
    document.body.append(...controls, cover);
  });
  const faults = (await findKeyboardFaults(page)).map((fault) => fault.split(':')[0]);
  expect(faults).toEqual(expect.arrayContaining(['no focus ring', 'covered', 'out of order']));
});
