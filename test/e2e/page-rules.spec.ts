import { linkFor, enrol, expect, signIn, test } from './portal-fixture.ts';

test('WEB-02 the browser takes no text for markup or script, whoever hands it over', async ({
  browser,
  portal,
}) => {
  const page = await browser.newPage(); // its complaints are what this story is about
  await page.goto(`${portal.origin}/sign-in`);
  const refused = await page.evaluate(() => {
    const tries: Record<string, () => unknown> = {
      markup: () => (document.body.innerHTML = '<b>x</b>'),
      script: () => (document.createElement('script').text = 'globalThis.ran = true'),
      address: () => (document.createElement('script').src = '/assets/x.js'),
    };
    return Object.entries(tries)
      .filter(([, attempt]) => {
        try {
          attempt();
          return false;
        } catch (error) {
          return error instanceof TypeError;
        }
      })
      .map(([name]) => name);
  });
  expect(refused).toEqual(['markup', 'script', 'address']);
  await page.close();
});

test('AUT-15 no key is asked before somebody clicks, and no field offers one', async ({ page, portal }) => {
  await enrol(page, await linkFor(portal, 'customer', 'Софья Прилавкина'));
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    const asked: unknown[] = [];
    Reflect.set(globalThis, 'asked', asked);
    navigator.credentials.get = (options) => {
      asked.push(options?.mediation ?? 'by click');
      document.documentElement.dataset['asked'] = JSON.stringify(asked);
      return get(options);
    };
  });
  const begun: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/begin')) begun.push(request.url());
  });
  for (const path of ['/sign-in', '/sign-in/number', '/sign-in/dongle']) {
    await page.goto(`${portal.origin}${path}`);
    await page.waitForLoadState('networkidle');
    await expect(page.locator('[autocomplete*=webauthn]')).toHaveCount(0);
    await expect(page.locator('html')).not.toHaveAttribute('data-asked');
  }
  expect(begun).toEqual([]);

  await page.goto(`${portal.origin}/sign-in`);
  await signIn(page, '/home');
  expect(begun).toEqual([`${portal.origin}/sign-in/begin`]);
});
