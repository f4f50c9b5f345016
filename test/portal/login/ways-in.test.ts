/** REC-04: what opens a session is known by name, and nothing else does. */
import { expect } from 'vitest';
import { DONGLE_PATHS } from '#portal/dongles/dongle-endpoints.server.ts';
import { CEREMONY_PATHS } from '#portal/login/ceremony-endpoints.server.ts';
import { COOKIES } from '#portal/http/cookies.server.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { filesThatSay } from '#test/support/source-files.ts';

/** All that somebody might take for a way in. */
const TEMPTING = {
  name: 'Anna Demo',
  email: 'anna@customer.example',
  phone: '+7 900 000-00-00',
  password: 'password',
  code: '0000-0000',
  token: 'x'.repeat(43),
  ticket: 'x'.repeat(43),
  pin: '123456',
  number: '49927398716',
  reset: 'yes',
};

test('REC-04 a session is written in one place, which three ceremonies reach, and each verifies what its key proved', () => {
  expect(filesThatSay(/\bsession\.(create|createMany|createManyAndReturn|upsert)\(/)).toEqual([
    'auth/sessions/create-session.ts',
  ]);
  expect(filesThatSay(/INSERT INTO "Session"/i)).toEqual([]);
  expect(filesThatSay(/\bcreateSession\(/)).toEqual(['auth/ceremonies/open-session.ts']);
  const ceremonies = filesThatSay(/\bopenSession\(/);
  expect(ceremonies).toEqual([
    'auth/ceremonies/finish-authentication.ts',
    'auth/ceremonies/finish-number-authentication.ts',
    'auth/dongles/finish-sign-in.ts',
  ]);
  const ofBrowsers = ceremonies.filter((file) => file.startsWith('auth/ceremonies/'));
  expect(filesThatSay(/\bverifyAuthentication\(/)).toEqual(expect.arrayContaining(ofBrowsers));
  expect(filesThatSay(/\bisProof\(/)).toEqual(expect.arrayContaining(['auth/dongles/finish-sign-in.ts']));
  expect(filesThatSay(/\b(finishAuthentication|finishNumberAuthentication)\(/)).toEqual([
    'portal/login/ceremony-endpoints.server.ts',
  ]);
  expect(filesThatSay(/\bfinishDongleSignIn\(/)).toEqual(['portal/dongles/dongle-endpoints.server.ts']);
});

test('REC-04 the cookie of a session is set by a sign-in and by a step-up of the same session, nowhere else', () => {
  expect(filesThatSay(/\bsetCookie\('session'/)).toEqual([
    'portal/login/ceremony-request.server.ts',
    'portal/step-up/require-step-up.server.ts',
  ]);
});

test('REC-04 no code, number, name or address that is sent anywhere opens a session without a key', async ({
  portal,
  db,
}) => {
  const { token } = await signedInCustomer(db);
  const before = await db.session.count();
  const paths = [...allAddresses().map(({ path }) => path), ...CEREMONY_PATHS, ...DONGLE_PATHS];
  const queries = `?${new URLSearchParams(TEMPTING)}`;
  for (const path of paths) {
    for (const call of [{ form: TEMPTING }, { json: TEMPTING, method: 'POST' as const }, {}]) {
      const { headers } = await portal.request(`${path}${queries}`, call);
      const opened = headers.getSetCookie().filter((cookie) => cookie.startsWith(`${COOKIES.session}=`));
      expect([path, opened.filter((cookie) => !cookie.includes('Max-Age=0'))]).toEqual([path, []]);
    }
  }
  expect(await db.session.count()).toBe(before);
  expect((await portal.request('/home', { as: token })).status).toBe(200);
});
