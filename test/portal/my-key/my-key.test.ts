import { expect } from 'vitest';
import {
  aKey,
  aMembershipWithKeys,
  aSession,
  anAccount,
  anAccountBeside,
  signedInCustomer,
  signedInStaff,
} from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';

const ENGLISH = { '__Host-brelok-locale': 'en' };

test('the page says in words what the key opens, and never how much it proves in numbers', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db, { role: 'buyer' });
  const text = textOf(await portal.page('/my-key', { as: customer, cookies: ENGLISH }));
  expect(text).toContain(
    'Opens: where an order is; what is in it and how much; list prices; your own prices, discounts and priced documents.',
  );
  expect(text).toContain('Not opened for the role “buyer”: balance and debts.');
  expect(text).not.toContain('proves too little');
  expect(text).not.toMatch(/tier/i);
});

test('a key that nobody vouches for is told what it does not open, and which key would', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db, { tier: 2 });
  const text = textOf(await portal.page('/my-key', { as: customer, cookies: ENGLISH }));
  expect(text).toContain('Opens: where an order is; what is in it and how much; list prices.');
  expect(text).toContain('This key proves too little for: your own prices, discounts and priced documents');
  expect(text).toContain('A key whose maker vouches for it opens them.');
});

test('REG-24 a person with one key is told that there is no spare, a person with two is not', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db);
  const page = () => portal.page('/my-key', { as: customer, cookies: ENGLISH });
  expect(await page()).toContain('No spare key');

  const { holderId, accountId } = customer;
  await aKey(db, { holderId, accountId, status: 'assigned', label: 'Still in the post' });
  const waiting = await page();
  expect(waiting).toContain('Still in the post');
  expect(waiting).toContain('No spare key');

  await aKey(db, { holderId, accountId, label: 'In the safe' });
  const spared = await page();
  expect(spared).toContain('In the safe');
  expect(spared).not.toContain('No spare key');
});

test('SES-06 the page lists the person’s open sessions and nothing of a colleague', async ({
  portal,
  db,
}) => {
  const account = await anAccount(db);
  const customer = await signedInCustomer(db, { account });
  const colleague = await signedInCustomer(db, { account });
  await db.session.update({
    where: { id: customer.sessionId },
    data: { browser: 'Firefox, Linux', place: '192.0.2.0/24' },
  });
  await aKey(db, { holderId: colleague.holderId, accountId: account.id, label: 'Key of a colleague' });
  const page = await portal.page('/my-key', { as: customer, cookies: ENGLISH });
  expect(page).toContain('Firefox, Linux');
  expect(page).toContain('192.0.2.0/24');
  expect(page).not.toContain('Key of a colleague');
  expect(page).not.toContain(colleague.sessionId);
});

test('SES-06 a person ends another session of theirs: it is over at its next request', async ({
  portal,
  db,
}) => {
  const customer = await signedInCustomer(db);
  const { keyId, holderId, accountId } = customer;
  const there = await aSession(db, { keyId, holderId, accountId });
  const answer = await portal.request(`/my-key/sessions/${there.id}/end`, { as: customer, form: {} });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/my-key?done=one');

  const refused = await portal.request('/my-key', { as: there });
  expect(refused.headers.get('location')).toContain('reason=ended');
  expect((await portal.request('/my-key', { as: customer })).status).toBe(200);
});

test('SES-06 “end all others” ends them all and says how many', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const { keyId, holderId, accountId } = customer;
  const others = [
    await aSession(db, { keyId, holderId, accountId }),
    await aSession(db, { keyId, holderId, accountId }),
  ];
  const answer = await portal.request('/my-key/sessions/end-others', { as: customer, form: {} });
  const location = answer.headers.get('location') ?? '';
  expect(await portal.page(location, { as: customer, cookies: ENGLISH })).toContain('Ended 2 other sessions');
  for (const other of others) expect((await portal.request('/my-key', { as: other })).status).toBe(302);
});

test('a session of somebody else is answered like one that does not exist', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const stranger = await signedInCustomer(db);
  for (const id of [stranger.sessionId, 'none']) {
    const answer = await portal.request(`/my-key/sessions/${id}/end`, { as: customer, form: {} });
    expect(answer.status).toBe(404);
  }
  expect((await portal.request('/my-key', { as: stranger })).status).toBe(200);
});

test('a link that leads to an ending ends nothing', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const { keyId, holderId, accountId } = customer;
  const there = await aSession(db, { keyId, holderId, accountId });
  for (const path of [`/my-key/sessions/${there.id}/end`, '/my-key/sessions/end-others']) {
    expect((await portal.request(path, { as: customer })).headers.get('location')).toBe('/my-key');
  }
  expect((await portal.request('/my-key', { as: there })).status).toBe(200);
});

test('AUT-17 the browser is told of the person’s own credentials that count, and of no others', async ({
  portal,
  db,
}) => {
  const account = await anAccount(db);
  const customer = await signedInCustomer(db, { account });
  const { holderId } = customer;
  const suspended = await aKey(db, { holderId, accountId: account.id, status: 'suspended' });
  const revoked = await aKey(db, { holderId, accountId: account.id, status: 'revoked' });
  const colleague = await signedInCustomer(db, { account });
  const credentialOf = async (keyId: string, text: string) => {
    const bytes = new Uint8Array(Buffer.from(text));
    const at = new Date();
    await db.credential.create({
      data: {
        keyId,
        credentialId: bytes,
        publicKey: bytes,
        signCount: 1n,
        signCountAt: at,
        aaguid: '',
        format: 'none',
        isBackupEligible: false,
        isUserVerified: true,
        createdAt: at,
      },
    });
    return Buffer.from(bytes).toString('base64url');
  };
  const own = await credentialOf(customer.keyId, 'own credential 1');
  const resting = await credentialOf(suspended.id, 'own credential 2');
  const gone = await credentialOf(revoked.id, 'revoked credential');
  const foreign = await credentialOf(colleague.keyId, 'foreign credential');

  const page = await portal.page('/my-key', { as: customer });
  const { userHandle } = await db.holder.findUniqueOrThrow({ where: { id: holderId } });
  expect(page).toContain(`data-user-handle="${Buffer.from(userHandle).toString('base64url')}"`);
  const ids = /data-credential-ids="([^"]*)"/.exec(page)?.[1]?.split(' ');
  expect(new Set(ids)).toEqual(new Set([own, resting]));
  expect(page).not.toContain(gone);
  expect(page).not.toContain(foreign);
});

test('staff have the page too, and read there that their key opens the staff’s side', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  const page = await portal.page('/my-key', { as: manager, cookies: ENGLISH });
  expect(page).toContain('Opens the staff’s side of the portal.');
});

test('a person of two companies sees for which of them each session works', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const other = await anAccountBeside(db, customer.accountId, { name: 'Second company' });
  const { holderId, keyId } = customer;
  await aMembershipWithKeys(db, { holderId, accountId: other.id });
  await aSession(db, { keyId, holderId, accountId: other.id });
  const page = await portal.page('/my-key', { as: customer, cookies: ENGLISH });
  expect(page).toContain('<td role="cell">Second company</td>');
});
