import type { Page } from '@playwright/test';
import { z } from 'zod';
import { COOKIES } from '#portal/http/cookies.server.ts';
import { captureNext, send } from '../support/captured-request.ts';
import { enrol, expect, linkFor, signIn, test } from './portal-fixture.ts';

const PARALLEL_REPLAYS = 32;

test('a person signs in with the key that was registered for them', async ({ page, portal }) => {
  const link = await linkFor(portal, 'customer', 'Нина Прорабова');
  await enrol(page, link);
  await signIn(page, '/home');
});

test('AUT-08 a wrong PIN, a key that nobody touches and a key that is not ours lead to the page with the four reasons', async ({
  page,
  portal,
}) => {
  const link = await linkFor(portal, 'customer', 'Софья Прилавкина');
  const key = await enrol(page, link);
  await key.setPinIsRight(false);
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');
  await expect(page.getByRole('listitem')).toHaveCount(4);

  await key.setPinIsRight(true);
  await key.setTouched(false);
  await shortenWait(page);
  await page.getByRole('link', { name: 'Повторить' }).click();
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');

  await key.setTouched(true);
  await key.forget();
  await page.getByRole('link', { name: 'Повторить' }).click();
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');
});

for (const [what, misbehaviour] of [
  ['says nothing of a PIN', { isBadUV: true }],
  ['says nothing of a touch', { isBadUP: true }],
  ['signs with something else', { isBogusSignature: true }],
] as const) {
  test(`AUT-08 a key that ${what} opens nothing`, async ({ page, portal }) => {
    const key = await enrol(page, await linkFor(portal, 'customer', 'Софья Прилавкина'));
    await key.misbehave(misbehaviour);
    const finish = page.waitForResponse('**/sign-in/finish');
    await page.locator('#sign-in').click();
    expect((await finish).status()).toBe(403);
    await page.waitForURL('**/sign-in/no-answer**');
    await page.goto(`${portal.origin}/home`);
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test('AUT-11 a key’s answer that is sent 32 times at once opens exactly one session', async ({
  page,
  portal,
  openBrowser,
}) => {
  await enrol(page, await linkFor(portal, 'customer', 'Архип Гаечкин'));
  const captured = captureNext(page, '/sign-in/finish');
  await page.locator('#sign-in').click();
  const request = await captured;
  const answers = await Promise.all(Array.from({ length: PARALLEL_REPLAYS }, () => send(request)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(PARALLEL_REPLAYS - 1);

  const winner = await openBrowser();
  await winner.context().addCookies(sessionOfAnswers(answers, portal.origin));
  await winner.goto(`${portal.origin}/my-key`);
  const sessions = winner.getByRole('table', { name: 'Открытые сеансы' });
  await expect(sessions.locator('tbody').getByRole('row')).toHaveCount(1);
  expect((await send(request)).status).toBe(403);
});

test('AUT-17 a browser that offers a credential nobody knows is told to forget it', async ({
  page,
  portal,
}) => {
  const key = await enrol(page, await linkFor(portal, 'customer', 'Архип Гаечкин'));
  const [credential] = await key.credentials();
  if (credential === undefined) throw new Error('the key holds no credential');
  await key.forget();
  await key.addCredential({ ...credential, credentialId: Buffer.alloc(32, 7).toString('base64') });
  await page.locator('#sign-in').click();
  await page.waitForURL('**/sign-in/no-answer**');
  expect(await key.credentials()).toEqual([]);
});

test('AUT-18 a browser that can’t talk to keys is told so and offered no weaker way', async ({
  page,
  portal,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
  await page.goto(`${portal.origin}/sign-in`);
  await page.waitForURL('**/sign-in/unsupported');
  await expect(page.locator('input[type=password]')).toHaveCount(0);
});

/** A page asks for two minutes; nobody needs to wait so long to see what comes then. */
async function shortenWait(page: Page): Promise<void> {
  await page.route('**/sign-in/begin', async (route) => {
    const response = await route.fetch();
    const begun = z.looseObject({ options: z.looseObject({}) }).parse(await response.json());
    await route.fulfill({ response, json: { ...begun, options: { ...begun.options, timeout: 500 } } });
  });
}

function sessionOfAnswers(answers: readonly Response[], origin: string) {
  return answers
    .flatMap(({ headers }) => headers.getSetCookie())
    .flatMap((cookie) => {
      const value = new RegExp(`^${COOKIES.session}=([\\w-]+)`).exec(cookie)?.[1];
      const { hostname } = new URL(origin);
      return value === undefined
        ? []
        : [{ name: COOKIES.session, value, domain: hostname, path: '/', secure: true, httpOnly: true }];
    });
}
