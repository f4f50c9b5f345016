/** The way in for keys without a PIN of their own, as a browser sees it. */
import { expect } from 'vitest';
import { aKey, aSession, signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';
import type { TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { PIN, WRONG_PIN, aCardNumber, aServerPin } from '#test/support/u2f.ts';
import type { Db } from '#prisma/client.ts';

const PIN_FIELD = /<input[^>]*(type="password"|name="[^"]*pin[^"]*"|data-pin)[^>]*>/gi;
/** `pinLength` and the like are rules about the PIN of keys, not PINs. */
const RULES_PAGE = '/admin/policy';
/** The passwords there are those of an ERP and of a carrier. */
const SOURCE_PAGES = ['/admin/sources/connect', '/admin/sources/tracking'];
const WITH_PIN_FIELD = new Set(['/sign-in/number', '/sign-in/dongle', '/my-key/pin']);

/** A buyer of a new customer, in with a key whose PIN the portal checks. */
async function aPinHolder(portal: TestPortal, db: Db, { mustChange = false } = {}) {
  const customer = await signedInCustomer(db, { role: 'buyer', tier: 3 });
  const { keyId } = customer;
  const cardNumber = aCardNumber();
  await db.key.update({ where: { id: keyId }, data: { kind: 'u2f', cardNumber } });
  await aServerPin(db, { keyId, peppers: portal.services.auth.peppers, mustChange });
  return { ...customer, cardNumber };
}

test('PIN-01 no page asks for a PIN but those of keys that have none of their own', async ({
  portal,
  db,
}) => {
  const people = [
    undefined,
    await signedInCustomer(db),
    await aPinHolder(portal, db),
    ...(await Promise.all(
      (['account-manager', 'loyalty', 'administrator', 'auditor'] as const).map((role) =>
        signedInStaff(db, role),
      ),
    )),
  ];
  const asking = new Set<string>();
  for (const { path } of allAddresses()) {
    if (path === RULES_PAGE || SOURCE_PAGES.includes(path)) continue;
    for (const as of people) {
      const html = await (await portal.request(path, { as })).text();
      if (PIN_FIELD.test(html)) asking.add(path);
      PIN_FIELD.lastIndex = 0;
    }
  }
  expect(asking).toEqual(WITH_PIN_FIELD);
});

test('PIN-01 the page for keys with a PIN says that the portal never sees it', async ({ portal }) => {
  const html = await portal.page('/sign-in', { cookies: ENGLISH });
  expect(html).toContain('The key keeps it; the portal never sees it');
  expect(html).toContain('href="/sign-in/number"');
});

test('PIN-09 a PIN field is filled in by nobody, and no address ever carries one', async ({ portal, db }) => {
  const holder = await aPinHolder(portal, db);
  for (const [path, as] of [
    ['/sign-in/number', undefined],
    ['/sign-in/dongle', undefined],
    ['/my-key/pin', holder],
  ] as const) {
    const html = await portal.page(path, { as });
    const fields = html.match(PIN_FIELD) ?? [];
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      expect(field).toMatch(/autoComplete="off"/i);
      expect(field).not.toMatch(/\svalue=/);
    }
    expect(html).not.toMatch(/<form[^>]*method="get"[^>]*>(?:(?!<\/form>).)*type="password"/is);
  }
});

test('PIN-09 what was typed comes back in no answer, and stands in no log', async ({ portal, db }) => {
  const holder = await aPinHolder(portal, db);
  const form = { current: WRONG_PIN, chosen: 'трамвай5', again: 'трамвай5' };
  const response = await portal.request('/my-key/pin', { as: holder, form });
  expect(response.status).toBe(422);
  const html = await response.text();
  for (const typed of [WRONG_PIN, 'трамвай5']) expect(html).not.toContain(typed);
  const easy = { current: PIN, chosen: '12345678', again: '12345678' };
  const easyHtml = await (
    await portal.request('/my-key/pin', { as: holder, form: easy, cookies: ENGLISH })
  ).text();
  expect(easyHtml).toContain('neighbouring keys');
  expect(easyHtml).not.toMatch(/value="[^"]*12345678/);
  const events = await db.auditEvent.findMany({ select: { detailsJson: true, note: true, reason: true } });
  expect(JSON.stringify(events)).not.toContain(WRONG_PIN);
});

test('AUT-12 an unknown number, a foreign key and nonsense are refused with one and the same answer', async ({
  portal,
  db,
}) => {
  const { cardNumber } = await aPinHolder(portal, db);
  const answers = new Set<string>();
  for (const number of [cardNumber, aCardNumber(), '']) {
    const cookies = { '__Host-brelok-browser': 'b'.repeat(43) };
    const begun = await portal.request('/sign-in/number/begin', { json: { number }, cookies });
    expect(begun.status).toBe(200);
    const { state } = (await begun.json()) as { state: string };
    const answer = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} };
    for (const response of [answer, {}, null]) {
      const json = { state, response, number, pin: PIN };
      const finished = await portal.request('/sign-in/number/finish', { json, cookies });
      answers.add(`${finished.status} ${await finished.text()}`);
    }
  }
  expect([...answers]).toEqual(['403 {"code":"refused"}']);
});

test('PIN-08 a PIN that was given out opens no page but its change, until that is done', async ({
  portal,
  db,
}) => {
  const holder = await aPinHolder(portal, db, { mustChange: true });
  const everybodys =
    /^\/(preferences|company\/logo|sign-in.*|sign-out|lock|locked|stop|enrol.*|agent|agent\/.*|x)$/;
  for (const { path } of allAddresses()) {
    if (everybodys.test(path) || path === '/my-key/pin') continue;
    for (const call of [{ as: holder }, { as: holder, form: { any: 'thing' } }]) {
      const response = await portal.request(path, call);
      const isClosed = response.headers.get('location') === '/my-key/pin' || response.status === 405;
      expect([path, response.status, isClosed]).toEqual([path, response.status, true]);
    }
    expect((await portal.request(`${path === '/' ? '/_root' : path}.data`, { as: holder })).status).not.toBe(
      200,
    );
  }
  expect(await portal.page('/my-key/pin', { as: holder, cookies: ENGLISH })).toContain(
    'Choose a PIN of your own',
  );
  const form = { current: PIN, chosen: 'трамвай5', again: 'трамвай5' };
  const changed = await portal.request('/my-key/pin', { as: holder, form });
  expect([changed.status, changed.headers.get('location')]).toEqual([302, '/']);
  expect((await portal.request('/home', { as: holder })).status).toBe(200);
});

test('a key with a PIN of its own has no page to change one here', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  expect((await portal.request('/my-key/pin', { as: customer })).status).toBe(404);
  const form = { current: PIN, chosen: 'трамвай5', again: 'трамвай5' };
  expect((await portal.request('/my-key/pin', { as: customer, form })).status).not.toBe(302);
});

test('PIN-08 the manager asks for a new PIN, an owner confirms it and sees it once; the manager sees none', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { manager, keyId } = desk;
  await db.key.update({ where: { id: keyId }, data: { kind: 'u2f', cardNumber: aCardNumber() } });
  await aServerPin(db, { keyId, peppers: portal.services.auth.peppers, failures: 3 });
  const call = { as: manager, cookies: ENGLISH };
  const before = await portal.page(`/desk/keys/${keyId}`, call);
  expect(before).toContain('chosen by its holder, checked by the portal; 3 wrong tries in a row');
  const session = await aSession(db, {
    keyId,
    holderId: desk.person.id,
    accountId: desk.account.id,
    tier: 3,
  });

  const form = { reason: 'forgotten' };
  const asked = await portal.request(`/desk/keys/${keyId}/reset-pin`, { ...call, form });
  expect(asked.headers.get('location')).toBe(`/desk/keys/${keyId}?done=reset-pin`);
  expect((await portal.request('/home', { as: session })).status).toBe(200);

  const owner = await signedInCustomer(db, { role: 'owner', account: desk.account });
  const page = await portal.page('/people', { as: owner, cookies: ENGLISH });
  expect(textOf(page)).toContain(`A new PIN for the key “Blue” of ${desk.person.name}`);
  expect(textOf(page)).toContain('forgotten');
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  const yes = { intent: 'approve', proposalId: valueOf('proposalId'), seenHash: valueOf('seenHash') };
  const confirm = { as: owner, cookies: ENGLISH, form: yes };
  expect((await portal.request('/people', { ...confirm, touch: false })).status).toBe(428);
  const given = await (await portal.request('/people', confirm)).text();
  const [, oneTimePin = ''] = /claim-large">([a-z2-9]{10})</.exec(given) ?? [];
  expect(oneTimePin).toHaveLength(10);
  expect(given).toContain('1 session of the key ended');
  expect((await portal.request('/home', { as: session })).status).toBe(302);
  for (const path of ['', '/reset-pin', '/unlock-pin']) {
    const html = await (await portal.request(`/desk/keys/${keyId}${path}`, call)).text();
    expect(html).not.toContain(oneTimePin);
  }
  expect(await portal.page(`/desk/keys/${keyId}`, call)).toContain(
    'given out, waits for its first use until',
  );
});

test('PIN-06 the manager unlocks a key on its page', async ({ portal, db }) => {
  const { manager, keyId } = await aDesk(db, { status: 'suspended' });
  await db.key.update({ where: { id: keyId }, data: { kind: 'u2f', statusReason: 'wrong_pins' } });
  await aServerPin(db, { keyId, peppers: portal.services.auth.peppers, failures: 10 });
  const call = { as: manager, cookies: ENGLISH };
  expect(await portal.page(`/desk/keys/${keyId}`, call)).toContain('Ten wrong PINs in a row');
  const form = { reason: 'it was Anna, seen in person' };
  const done = await portal.request(`/desk/keys/${keyId}/unlock-pin`, { ...call, form });
  expect(done.headers.get('location')).toBe(`/desk/keys/${keyId}?done=unlock-pin`);
  expect((await db.key.findUniqueOrThrow({ where: { id: keyId } })).status).toBe('active');
  expect(await portal.page(`/desk/keys/${keyId}/unlock-pin`, call)).toContain('Nobody has mistyped');
});

test('a key with a PIN of its own offers its manager nothing to reset', async ({ portal, db }) => {
  const { manager, keyId, person, account } = await aDesk(db);
  await aKey(db, { holderId: person.id, accountId: account.id });
  const html = await portal.page(`/desk/keys/${keyId}`, { as: manager });
  expect(html).not.toContain('-pin"');
  expect((await portal.request(`/desk/keys/${keyId}/reset-pin`, { as: manager })).status).toBe(404);
  const form = { reason: 'forgotten' };
  expect((await portal.request(`/desk/keys/${keyId}/reset-pin`, { as: manager, form })).status).toBe(404);
});
