/** What is refused is said by a page: at every address of the route table, also where a file or nothing would be. */
import { expect, vi } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';

const IN_ENGLISH_AND_DARK = { '__Host-brelok-locale': 'en', '__Host-brelok-theme': 'dark' };
const NO_SUCH_DOCUMENT = '/documents/00000000-0000-7000-8000-000000000000';

test('whatever is refused is answered by the same styled page, in the reader’s language and theme', async ({
  portal,
  db,
}) => {
  const log = errorsOf(portal);
  const seen = new Set<number>();
  for (const { path } of allAddresses()) {
    for (const { status, type, html } of await answersAt(portal, db, path)) {
      if (status < 400) continue;
      seen.add(status);
      expect([path, status, type]).toEqual([path, status, 'text/html; charset=utf-8']);
      expect(html).toContain('<html lang="en" data-theme="dark">');
      expect([path, status, /<h1>|class="page-title"/.test(html)]).toEqual([path, status, true]);
      expect([path, status, html.includes('rel="stylesheet"')]).toEqual([path, status, true]);
      expect([path, status, html.match(/<title>[^<]+<\/title>/g)?.length]).toEqual([path, status, 1]);
    }
  }
  expect([...seen]).toEqual(expect.arrayContaining([403, 404, 405]));
  expect(log()).toEqual([]);
});

test('a document that is not there says so on a page, and the log has no error', async ({ portal, db }) => {
  const log = errorsOf(portal);
  const { token } = await signedInCustomer(db);
  const russian = await portal.request(NO_SUCH_DOCUMENT, { as: token });
  expect(russian.status).toBe(404);
  expect(russian.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await russian.text()).toContain('Такой страницы нет');
  const english = await portal.request(NO_SUCH_DOCUMENT, { as: token, cookies: IN_ENGLISH_AND_DARK });
  expect(await english.text()).toContain('There is no such page');
  expect(log()).toEqual([]);
});

test('an address that is none says so to everybody, signed in or not, asked or sent a form', async ({
  portal,
  db,
}) => {
  const log = errorsOf(portal);
  const people = [undefined, (await signedInCustomer(db)).token, (await signedInStaff(db, 'auditor')).token];
  for (const as of people) {
    for (const call of [{ as }, { as, form: { any: 'thing' } }]) {
      const response = await portal.request('/no/such/address', { ...call, cookies: IN_ENGLISH_AND_DARK });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is no such page');
    }
  }
  expect(log()).toEqual([]);
});

test('a fault behind a file is our fault: a page says so without details, and the log has them once', async ({
  portal,
  db,
}) => {
  const log = errorsOf(portal);
  const { token } = await signedInCustomer(db);
  await db.$executeRaw`DROP TABLE "Document"`;
  const response = await portal.request(NO_SUCH_DOCUMENT, { as: token, cookies: IN_ENGLISH_AND_DARK });
  const html = await response.text();
  expect(response.status).toBe(500);
  expect(html).toContain('The portal made an error');
  expect(html).toContain(response.headers.get('x-request-id') ?? 'no request id');
  expect(html).not.toMatch(/SQL|no such table|prisma/i);
  expect(log().filter((message) => message === 'request failed')).toHaveLength(1);
});

/** Says what has gone to the log as an error since. */
function errorsOf(portal: TestPortal): () => unknown[] {
  const spy = vi.spyOn(portal.services.log, 'error').mockImplementation(() => undefined);
  return () => spy.mock.calls.map(([, message]) => message);
}

type Answer = { status: number; type: string | null; html: string };

/** What an address says to nobody, to customers with and without prices, and to staff, read and sent a form. */
async function answersAt(portal: TestPortal, db: Db, path: string): Promise<Answer[]> {
  const people = [
    undefined,
    (await signedInCustomer(db)).token,
    (await signedInCustomer(db, { role: 'receiver' })).token,
    (await signedInStaff(db, 'account-manager')).token,
    (await signedInStaff(db, 'administrator')).token,
  ];
  const calls = people.flatMap((as): Call[] => [{ as }, { as, form: { any: 'thing' } }]);
  const answers: Answer[] = [];
  for (const call of calls) {
    const response = await portal.request(path, { ...call, cookies: IN_ENGLISH_AND_DARK });
    const type = response.headers.get('content-type');
    answers.push({ status: response.status, type, html: await response.text() });
  }
  return answers;
}
