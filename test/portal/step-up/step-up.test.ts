import { expect } from 'vitest';
import { DEED_RULES, deedOf } from '#portal/step-up/deeds.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { allAddresses, patternOf } from '#test/support/route-table.ts';
import { filesThatSay, sourceFiles } from '#test/support/source-files.ts';

test('ADM-01 without the touch no key is suspended, and the page says that nothing was changed', async ({
  portal,
  db,
}) => {
  const { manager, keyId } = await aDesk(db);
  const answer = await portal.request(`/desk/keys/${keyId}/suspend`, {
    as: manager,
    cookies: ENGLISH,
    form: { reason: 'lost in the metro' },
    touch: false,
  });
  expect(answer.status).toBe(428);
  expect(await answer.text()).toContain('The key did not confirm this step');
  expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({ status: 'active' });
});

test('SES-13 without the touch no key gets a discount and no customer another price list', async ({
  portal,
  db,
}) => {
  const { manager, account, keyId } = await aDesk(db);
  const officer = await signedInStaff(db, 'loyalty');
  const forms = [
    [officer, '/loyalty/some', { intent: 'tie', accountId: account.id, keyId }],
    [officer, '/loyalty/some', { intent: 'activate' }],
    [manager, `/desk/customers/${account.id}/price-lists`, { intent: 'open', priceListId: 'any' }],
  ] as const;
  for (const [as, path, form] of forms)
    expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
  expect(await db.keyDiscount.count()).toBe(0);
});

test('ADM-01 what is wrong in a form is said before the key is asked', async ({ portal, db }) => {
  const { manager, keyId } = await aDesk(db);
  const form = { reason: '' };
  const answer = await portal.request(`/desk/keys/${keyId}/suspend`, { as: manager, form, touch: false });
  expect(answer.status).toBe(422);
});

test('SES-02 a confirmed form answers with a new session cookie, and the old one opens nothing', async ({
  portal,
  db,
}) => {
  const { manager, keyId } = await aDesk(db);
  const form = { reason: 'lost' };
  const answer = await portal.request(`/desk/keys/${keyId}/suspend`, { as: manager, form });
  expect(answer.status).toBe(302);
  const cookie = answer.headers.getSetCookie().find((header) => header.startsWith('__Host-brelok-session='));
  expect(cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(manager.token);
  const before = await portal.request('/desk', {
    cookies: { '__Host-brelok-session': manager.token },
  });
  expect(before.headers.get('location')).toMatch(/^\/sign-in/);
});

test('a step-up is begun by nobody without a session, and for no form that needs none', async ({
  portal,
  db,
}) => {
  const { manager, keyId } = await aDesk(db);
  const json = { path: `/desk/keys/${keyId}/suspend`, content: [] };
  expect((await portal.request('/step-up/begin', { json })).status).toBe(401);
  const other = await portal.request('/step-up/begin', {
    as: manager,
    json: { path: '/preferences', content: [] },
  });
  expect(await other.json()).toEqual({ isNeeded: false });
  const malformed = await portal.request('/step-up/begin', { as: manager, json: { path: 7 } });
  expect(malformed.status).toBe(400);
});

test('every form that a key must confirm stands at an address of the portal', () => {
  const patterns = allAddresses().map(({ pattern }) => pattern);
  for (const { path } of DEED_RULES) expect(patterns).toContain(patternOf(path.replaceAll(/:\w+/g, 'x')));
});

/** Forms that ask for no touch: they show, choose, lead somewhere, or only take access away. */
const WITHOUT_TOUCH = new Set([
  '/preferences',
  '/enrol',
  '/lock',
  '/locked', // seals what was typed, for after the sign-in
  '/sign-out',
  '/stop',
  '/switch-account',
  '/documents/:documentId/copy', // asks the source once more
  '/orders/:orderId/again', // makes a draft
  '/requests/new', // makes a draft
  '/orders/:orderId/claim', // a person decides on it
  '/my-key/pin', // asks for the PIN instead
  '/my-key/computers/:agentId/remove', // takes nothing but access
  '/my-key/sessions/end-others',
  '/my-key/sessions/:sessionId/end',
  '/people/keys/:keyId/stop',
  '/desk/keys/:keyId/hand-over-sheet',
  '/desk/keys/:keyId/claim-slip',
  '/desk/keys/:keyId/sessions/:sessionId/end',
  '/desk/stock/bulk-issue/:proposalId/papers', // prints links that a touch has made
  '/loyalty/new', // a draft gives nobody anything
  '/admin/company', // a name and a picture open nothing
]);

test('SES-13 every form of the portal asks for a touch, but those that are known to need none', () => {
  const withForm = sourceFiles().filter(({ text }) => /^export (async function|const) action\b/m.test(text));
  const asksKey = filesThatSay(/\bawait (?:requireStepUp|decideFromForm|changeDeputies)\(/);
  const forms = allAddresses().filter(({ file }) => withForm.some(({ path }) => path === `portal/${file}`));
  const untouched = forms.filter(({ file }) => !asksKey.includes(`portal/${file}`));
  expect(new Set(untouched.map(({ pattern }) => pattern))).toEqual(WITHOUT_TOUCH);
  for (const { pattern, path } of forms.filter(({ file }) => asksKey.includes(`portal/${file}`))) {
    const isListed = DEED_RULES.some((rule) => patternOf(rule.path.replaceAll(/:\w+/g, 'x')) === pattern);
    expect([pattern, path, isListed]).toEqual([pattern, path, true]);
  }
});

test('SES-13 looking at a page never asks for a touch', async ({ portal, db }) => {
  const { manager, keyId } = await aDesk(db);
  for (const { path } of DEED_RULES.filter((rule) => rule.path.startsWith('/desk/keys/'))) {
    const page = await portal.request(path.replace(':keyId', keyId), { as: manager, touch: false });
    expect([path, page.status]).not.toEqual([path, 428]);
  }
});

test('a form’s deed is its action, its object and what is typed, without the proof itself', () => {
  const typed: [string, string][] = [
    ['reason', 'lost'],
    ['stepUpState', 's'],
    ['stepUpResponse', 'r'],
  ];
  expect(deedOf('/desk/keys/k-1/revoke', typed)).toEqual({
    action: 'key:revoke',
    object: 'k-1',
    content: [['reason', 'lost']],
  });
  expect(deedOf('/admin/policy/models', [['intent', 'check']])).toBeNull();
  expect(deedOf('/admin/policy/models', [['intent', 'save']])).toMatchObject({ action: 'policy:change' });
});
