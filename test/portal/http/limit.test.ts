/** The limits as a browser, a script and a proxy meet them. */
import { expect } from 'vitest';
import { LIMITS } from '#auth/limits/limits.ts';
import { newestEvents } from '#test/support/actors.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { openTestPortal } from '#test/support/portal.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';

const BROWSER = { '__Host-brelok-browser': 'b'.repeat(43) };
const CLAIM = { form: { invitation: 'i'.repeat(43), code: 'AAAA-AAAA' } };
const TRIES = LIMITS['claim-code'].address.most;

/** Sends it until it is refused, and once more. @returns how often it passed, and the last answer */
async function untilRefused(portal: TestPortal, path: string, call: Call) {
  for (let passed = 0; passed < 2_000; passed += 1) {
    const response = await portal.request(path, call);
    if (response.status === 429) return { passed, response };
  }
  throw new Error('it was never refused');
}

test('WEB-09 too many claim codes from one address are refused with a page that says when to come again', async ({
  portal,
  db,
}) => {
  const { passed, response } = await untilRefused(portal, '/enrol', {
    ...CLAIM,
    cookies: { ...BROWSER, ...ENGLISH },
  });
  expect(passed).toBe(TRIES);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(60);
  const page = await response.text();
  expect(page).toContain('Too much at once');
  expect(page).toMatch(/Try again in \d+ minutes/);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'limit_reached', result: 'refused', reason: 'claim-code', detailsJson: '{"scope":"address"}' },
  ]);
  const events = await db.auditEvent.count();
  const russian = await portal.request('/Enrol/', { ...CLAIM, cookies: { ...BROWSER, ...RUSSIAN } });
  expect([russian.status, await russian.text()]).toEqual([
    429,
    expect.stringContaining('Слишком много сразу'),
  ]);
  expect(await db.auditEvent.count()).toBe(events);
});

test('WEB-09 a ceremony that is begun too often answers its script with a code, whatever it sends', async ({
  portal,
}) => {
  const { passed, response } = await untilRefused(portal, '/sign-in/begin', { json: {}, cookies: BROWSER });
  expect(passed).toBe(LIMITS['sign-in-begin'].address.most);
  expect(await response.json()).toEqual({ code: 'too_many' });
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await portal.request('/sign-in?problem=too_many', { cookies: ENGLISH })).status).toBe(200);
  expect(await portal.page('/sign-in?problem=too_many', { cookies: ENGLISH })).toContain('Wait a minute');
});

test('WEB-09 answers that name one key are counted for that key', async ({ portal }) => {
  const answer = { json: { state: 'x', response: { id: 'A'.repeat(40) } }, cookies: BROWSER };
  const { passed } = await untilRefused(portal, '/sign-in/finish', answer);
  expect(passed).toBe(LIMITS['sign-in-of-key'].key.most);
  const other = { json: { state: 'x', response: { id: 'B'.repeat(40) } }, cookies: BROWSER };
  expect((await portal.request('/sign-in/finish', other)).status).toBe(403);
});

test('WEB-09 a forged X-Forwarded-For counts under the address of the socket', async ({ portal }) => {
  for (let index = 0; index < TRIES; index += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${index}` };
    expect((await portal.request('/enrol', { ...CLAIM, cookies: BROWSER, headers })).status).not.toBe(429);
  }
  const headers = { 'x-forwarded-for': '203.0.113.1' };
  expect((await portal.request('/enrol', { ...CLAIM, cookies: BROWSER, headers })).status).toBe(429);
});

test('WEB-09 behind one configured proxy only what that proxy has added counts', async ({ db }) => {
  const portal = await openTestPortal(db, { variables: { TRUSTED_PROXIES: '1' } });
  const call = (forwarded: string) => ({
    ...CLAIM,
    cookies: BROWSER,
    headers: { 'x-forwarded-for': forwarded },
  });
  for (let index = 0; index < TRIES; index += 1)
    await portal.request('/enrol', call(`198.51.100.${index}, 203.0.113.9`));
  expect((await portal.request('/enrol', call('198.51.100.250, 203.0.113.9'))).status).toBe(429);
  expect((await portal.request('/enrol', call('203.0.113.9, 203.0.113.10'))).status).not.toBe(429);
  await portal.close();
});

test('WEB-09 forms of one key are counted, those of another person are not held up', async ({
  portal,
  db,
}) => {
  const [one, other] = [await signedInCustomer(db), await signedInCustomer(db)];
  const form = { theme: 'dark' };
  const call = (as: string) => ({ as, form, cookies: ENGLISH });
  const path = '/my-key/sessions/end-others';
  const { passed, response } = await untilRefused(portal, path, call(one.token));
  expect(passed).toBe(LIMITS.form.key.most);
  expect(await response.text()).toContain('Too much at once');
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await portal.request(path, call(other.token))).status).toBe(302);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'limit_reached', actorId: one.holderId, reason: 'form' },
  ]);
});

test('WEB-09 exports are counted for each key and for the account as a whole', async ({ portal, db }) => {
  const one = await signedInCustomer(db);
  const { passed, response } = await untilRefused(portal, '/prices/export.csv', {
    as: one.token,
    cookies: ENGLISH,
  });
  expect(passed).toBe(LIMITS.export.key.most);
  expect(await response.text()).toContain('Too much at once');
  const account = { id: one.accountId };
  const colleague = await signedInCustomer(db, { account });
  await untilRefused(portal, '/prices/export.csv', { as: colleague.token });
  const third = await signedInCustomer(db, { account });
  expect((await portal.request('/prices/export.csv', { as: third.token })).status).toBe(429);
  expect((await portal.request('/prices/export.csv', { as: await aStranger(db) })).status).toBe(200);
});

test('WEB-09 exports of the log are counted, and so are streams', async ({ portal, db }) => {
  const auditor = await signedInStaff(db, 'auditor');
  expect((await untilRefused(portal, '/audit/export', { as: auditor.token })).passed).toBe(
    LIMITS.export.key.most,
  );
  const headers = { accept: 'text/event-stream' };
  const { passed, response } = await untilRefused(portal, '/live', { headers });
  expect(passed).toBe(LIMITS.stream.address.most);
  expect(await response.json()).toEqual({ code: 'too_many' });
});

test('WEB-10 a ceremony reads no body above 64 KiB', async ({ portal }) => {
  const json = { state: 'x'.repeat(65 * 1024) };
  const response = await portal.request('/sign-in/finish', { json, cookies: BROWSER });
  expect([response.status, await response.json()]).toEqual([413, { code: 'too_large' }]);
});

async function aStranger(db: Parameters<typeof signedInCustomer>[0]): Promise<string> {
  return (await signedInCustomer(db)).token;
}
