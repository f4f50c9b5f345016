/** The locked page, and what comes of a form that meets a locked session (SES-03). */
import { expect } from 'vitest';
import { draftKeysOf } from '#auth/sessions/draft-keys.ts';
import { importDraftKeys, openDraft, parseSealedDraft, sealDraft } from '#portal/drafts/draft-cipher.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';

const SECRET = 'a word that nobody else may read';

const lockedNow = (db: Db, sessionId: string) =>
  db.session.update({ where: { id: sessionId }, data: { lockedAt: new Date(), lockedReason: 'locked' } });
const keysOf = ({ services }: TestPortal, sessionId: string) =>
  importDraftKeys(draftKeysOf(services.auth.sealingKeys, sessionId));

/** What the page hands to its script; null when it keeps nothing. */
function sealedIn(html: string) {
  const [, text] = /data-sealed="([^"]*)"/.exec(html) ?? [];
  return text === undefined ? null : parseSealedDraft(JSON.parse(text.replaceAll('&quot;', '"')));
}

async function isLive(db: Db, sessionId: string): Promise<boolean> {
  const { lockedAt, endedAt } = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  return lockedAt === null && endedAt === null;
}

test('SES-03 every page of a session has “Lock”', async ({ portal, db }) => {
  const people = [
    await signedInCustomer(db),
    await signedInStaff(db, 'account-manager'),
    await signedInStaff(db, 'loyalty'),
    await signedInStaff(db, 'administrator'),
    await signedInStaff(db, 'auditor'),
  ];
  let pages = 0;
  for (const as of people) {
    for (const { path } of allAddresses()) {
      const response = await portal.request(path, { as });
      const html = await response.text();
      if (response.status !== 200 || !html.includes('action="/sign-out"')) continue;
      pages += 1;
      expect([path, html.includes('action="/lock"')]).toEqual([path, true]);
      expect([path, html.includes('data-draft-keys')]).toEqual([path, true]);
    }
  }
  expect(pages).toBeGreaterThan(20);
});

test('SES-03 “Lock” keeps the session and the browser’s draft, closes everything, and leads back', async ({
  portal,
  db,
}) => {
  const { token, sessionId } = await signedInCustomer(db);
  const headers = { referer: `${portal.origin}/orders?status=open` };
  const locked = await portal.request('/lock', { as: token, form: {}, headers });
  expect(locked.headers.get('location')).toBe('/locked?return=%2Forders%3Fstatus%3Dopen');
  expect(locked.headers.get('clear-site-data')).toBe('"cache"');
  expect(locked.headers.getSetCookie()).toEqual([]);
  expect(await isLive(db, sessionId)).toBe(false);

  const page = await portal.request('/orders?status=open', { as: token });
  expect(page.headers.get('location')).toBe('/locked?return=%2Forders%3Fstatus%3Dopen');
  const html = await portal.page('/locked?return=/orders', { as: token });
  expect(html).toContain('data-return="/orders"');
});

test('SES-03 the locked page names nobody, and is no page of somebody without a locked session', async ({
  portal,
  db,
}) => {
  const { token, sessionId, holderId } = await signedInCustomer(db);
  expect((await portal.request('/locked?return=/orders', { as: token })).headers.get('location')).toBe(
    '/orders',
  );
  await lockedNow(db, sessionId);
  const html = await portal.page('/locked', { as: token });
  const { name } = await db.holder.findUniqueOrThrow({ where: { id: holderId } });
  expect(html).not.toContain(name);
  expect(html).not.toContain('data-draft-keys');
  const nobody = await portal.request('/locked?return=/orders');
  expect(nobody.headers.get('location')).toBe('/sign-in?return=%2Forders');
  const astray = await portal.page('/locked?return=//elsewhere.example', { as: token });
  expect(astray).not.toContain('data-return');

  await db.key.updateMany({ data: { kind: 'u2f' } });
  const byNumber = await portal.page('/locked?return=/orders', { as: token });
  expect(byNumber).toContain('href="/sign-in/number?return=%2Forders"');
});

test('SES-03 a form that meets a locked session changes nothing and is not lost, scripts or not', async ({
  portal,
  db,
}) => {
  const { token, sessionId } = await signedInStaff(db, 'account-manager');
  await lockedNow(db, sessionId);
  const path = '/desk/customers/new';
  const form = { number: '77', name: SECRET, stepUpState: 'proof', stepUpResponse: 'proof' };
  const headers = { referer: `${portal.origin}${path}` };
  const refused = await portal.request(path, { as: token, form, headers, touch: false });
  expect(refused.status).toBe(307);
  const location = refused.headers.get('location') ?? '';
  expect(location).toBe(`/locked?${new URLSearchParams({ return: path, form: path })}`);
  expect(location).not.toContain('word');
  expect(await db.customerAccount.count({ where: { name: SECRET } })).toBe(0);

  const page = await portal.request(location, { as: token, form, headers, touch: false });
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).not.toContain(SECRET);
  const sealed = sealedIn(html);
  if (sealed === null) throw new Error('the form was lost');
  expect(sealed.path).toBe(path);
  const fields = [
    ['number', '77'],
    ['name', SECRET],
  ];
  expect(await openDraft(await keysOf(portal, sessionId), sealed)).toEqual([{ action: path, fields }]);
  expect(await openDraft(await keysOf(portal, 'another'), sealed)).toBeNull();
  expect(await openDraft(await keysOf(portal, sessionId), { ...sealed, path: '/orders' })).toBeNull();
});

test('PIN-09 a PIN that meets a locked session is kept nowhere', async ({ portal, db }) => {
  const { token, sessionId } = await signedInCustomer(db);
  await lockedNow(db, sessionId);
  const form = { current: 'oldpin12', chosen: 'newpin34', again: 'newpin34' };
  const html = await (await portal.request('/locked?form=/my-key/pin', { as: token, form })).text();
  expect(sealedIn(html)).toBeNull();
  expect(html).toContain('role="alert"');
});

test('SES-03 a form too large to be kept is said to be lost, and not read', async ({ portal, db }) => {
  const { token, sessionId } = await signedInStaff(db, 'account-manager');
  await lockedNow(db, sessionId);
  const form = { serials: 'x'.repeat(70_000) };
  const page = await portal.request('/locked?form=/desk/stock/receive', { as: token, form });
  expect([page.status, sealedIn(await page.text())]).toEqual([200, null]);
});

test('SES-03 a form whose session was resumed on its way goes on to where it was sent', async ({
  portal,
  db,
}) => {
  const { token } = await signedInCustomer(db);
  const sent = await portal.request('/locked?return=/my-key&form=/switch-account', { as: token, form: {} });
  expect([sent.status, sent.headers.get('location')]).toEqual([307, '/switch-account']);
  const astray = await portal.request('/locked?form=https://elsewhere.example', { as: token, form: {} });
  expect(astray.headers.get('location')).toBe('/home');
});

test('SES-03 a session says to be alive by a person’s hand alone: it moves the idle limit and revives nothing', async ({
  portal,
  db,
}) => {
  const { token, sessionId } = await signedInCustomer(db);
  const seenAt = async () => (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
  const before = new Date(Date.now() - 120_000);
  await db.session.update({ where: { id: sessionId }, data: { lastSeenAt: before } });
  await portal.request('/step-up/begin', { as: token, json: { path: '/people', content: [] } });
  expect(await seenAt()).toEqual(before);
  const stayed = await portal.request('/live/stay', { as: token, json: {} });
  expect(await stayed.json()).toMatchObject({ warnFrom: 60 });
  expect((await seenAt()).getTime()).toBeGreaterThan(before.getTime());

  await lockedNow(db, sessionId);
  expect((await portal.request('/live/stay', { as: token, json: {} })).status).toBe(401);
  expect(await isLive(db, sessionId)).toBe(false);
  expect((await portal.request('/live/stay', { json: {} })).status).toBe(401);
});

test('SES-03 a draft is sealed: changed in the browser, it opens for nobody', async ({ portal }) => {
  const [key] = await keysOf(portal, 'one');
  if (key === undefined) throw new Error('no key');
  const forms = [{ action: '/people', fields: [['name', SECRET] as [string, string]] }];
  const sealed = await sealDraft(key, { path: '/people', forms });
  expect(JSON.stringify(sealed)).not.toContain('word');
  expect(await openDraft([key], sealed)).toEqual(forms);
  const tampered = { ...sealed, box: `A${sealed.box.slice(1)}` };
  const other = { ...sealed, box: `B${sealed.box.slice(1)}` };
  expect([await openDraft([key], tampered), await openDraft([key], other)]).toContain(null);
  expect(key.extractable).toBe(false);
});
