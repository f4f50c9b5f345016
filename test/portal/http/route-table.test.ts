import { expect } from 'vitest';
import { STAY_PATH } from '#portal/live/stay-endpoint.server.ts';
import { DONGLE_PATHS } from '#portal/dongles/dongle-endpoints.server.ts';
import { KEY_WATCH_PATHS } from '#portal/dongles/key-watch-endpoints.server.ts';
import { CEREMONY_PATHS } from '#portal/login/ceremony-endpoints.server.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';

/** What somebody without a key may open. A new address is not here, so it must ask for a session. */
const PUBLIC = new Set([
  '/preferences',
  '/agent',
  '/agent/download/:name',
  '/company/logo',
  '/sign-in',
  '/sign-in/number',
  '/sign-in/dongle',
  '/sign-in/no-answer',
  '/sign-in/unsupported',
  '/stop',
  '/enrol',
  '/enrol/key',
  '/enrol/dongle',
  '/enrol/computer',
  '/sign-out',
  '/lock',
  '/x', // whatever is not an address
]);

const ELSEWHERE = 'https://elsewhere.example';

test('without a key every address but the public ones leads to the sign-in page', async ({ portal }) => {
  for (const { path, pattern } of allAddresses()) {
    if (PUBLIC.has(path) || PUBLIC.has(pattern)) continue;
    const response = await portal.request(path);
    expect([path, response.status, response.headers.get('location')?.split('?')[0]]).toEqual([
      path,
      302,
      '/sign-in',
    ]);
  }
});

test('without a key no address takes a form but the public ones', async ({ portal }) => {
  for (const { path } of allAddresses()) {
    if (PUBLIC.has(path)) continue;
    const response = await portal.request(path, { form: { any: 'thing' } });
    expect([path, [302, 405].includes(response.status)]).toEqual([path, true]);
    if (response.status === 302) expect(response.headers.get('location')).toMatch(/^\/sign-in/);
  }
});

test('WEB-07 a form of another site, or of nobody, is refused at every address', async ({ portal, db }) => {
  const { token } = await signedInCustomer(db);
  const paths = [
    ...allAddresses().map(({ path }) => path),
    ...CEREMONY_PATHS,
    ...DONGLE_PATHS,
    ...KEY_WATCH_PATHS,
    STAY_PATH,
    '/live',
  ];
  for (const path of paths) {
    for (const headers of foreignHeaders(portal.origin)) {
      const response = await portal.request(path, { as: token, form: { any: 'thing' }, headers });
      expect([path, headers, response.status]).toEqual([path, headers, 403]);
    }
  }
});

test('WEB-07 no address knows a method other than GET, HEAD and POST', async ({ portal }) => {
  for (const { path } of allAddresses()) {
    for (const method of ['PUT', 'DELETE'] as const) {
      expect((await portal.request(path, { method })).status).toBe(405);
    }
  }
});

test('another site can link to a page but not load one as a picture, a script or data', async ({
  portal,
}) => {
  const asPicture = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-dest': 'image',
  };
  const asLink = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };
  expect((await portal.request('/sign-in', { headers: asPicture })).status).toBe(403);
  expect((await portal.request('/sign-in', { headers: asLink })).status).toBe(200);
});

test('WEB-01, SES-08 every address answers with the strict policy and is stored nowhere', async ({
  portal,
  db,
}) => {
  const people = [
    undefined,
    (await signedInCustomer(db)).token,
    (await signedInStaff(db, 'administrator')).token,
  ];
  for (const { path } of allAddresses()) {
    for (const token of people) await expectStrict(portal, path, token);
  }
});

test('staff have no customer’s page and customers none of the staff’s', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const manager = await signedInStaff(db, 'account-manager');
  const isStaffPage = (path: string) => /^\/(desk|loyalty|admin|audit)(\/|$)/.test(path);
  const isShared = (path: string) => PUBLIC.has(path) || path === '/' || path.startsWith('/my-key');
  for (const { path } of allAddresses()) {
    if (isShared(path)) continue;
    const { token } = isStaffPage(path) ? customer : manager;
    expect([path, isRefusal((await portal.request(path, { as: token })).status)]).toEqual([path, true]);
  }
});

test('AUT-16 no other site’s pages may use our keys', async ({ portal }) => {
  const response = await portal.request('/.well-known/webauthn');
  expect(response.status).toBe(404);
});

test('WEB-10 a ceremony takes small JSON and nothing else', async ({ portal }) => {
  for (const path of [...CEREMONY_PATHS, ...DONGLE_PATHS]) {
    const large = await portal.request(path, { json: { state: 'x'.repeat(70_000) } });
    const form = await portal.request(path, { form: { state: 'x' } });
    const broken = await portal.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect([path, large.status, form.status]).toEqual([path, 413, 415]);
    expect([path, broken.status >= 400 && broken.status < 500]).toEqual([path, true]);
  }
});

test('WEB-10 nobody without a key makes the portal read a large form, at any address', async ({ portal }) => {
  for (const { path } of allAddresses()) {
    const { status, headers } = await portal.request(path, { form: { any: 'x'.repeat(70_000) } });
    const isUnread = status === 302 && /^\/(sign-in|locked)/.test(headers.get('location') ?? '');
    expect([path, status, isUnread || [404, 405, 413].includes(status)]).toEqual([path, status, true]);
  }
});

function foreignHeaders(origin: string): Record<string, string>[] {
  return [
    { origin: ELSEWHERE },
    { origin: 'null' },
    { origin: '' },
    { origin: `${origin}.elsewhere.example` },
    { origin, 'sec-fetch-site': 'same-site' },
    { origin, 'sec-fetch-site': 'cross-site' },
  ];
}

async function expectStrict(portal: TestPortal, path: string, token: string | undefined): Promise<void> {
  const { headers } = await portal.request(path, { as: token });
  expect([path, headers.get('content-security-policy')?.includes("default-src 'none'")]).toEqual([
    path,
    true,
  ]);
  expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
  expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
}

/** Refused, not there, or led elsewhere; never the page itself. */
function isRefusal(status: number): boolean {
  return status === 403 || status === 404 || status === 302 || status === 405;
}
