/** REC-08 at the desk: what the page says before, what it asks of the key, and what is left. */
import { expect } from 'vitest';
import { aHolder, aKey, aMembership, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const pathOf = ({ account }: Desk) => `/desk/customers/${account.id}/close`;
const hashIn = (page: string) => /name="keysHash" value="([^"]*)"/.exec(page)?.[1] ?? '';

async function send(portal: TestPortal, desk: Desk, { as = desk.manager, ...call }: Call = {}) {
  const keysHash = hashIn(await portal.page(pathOf(desk), { as }));
  const form = { reason: 'the contract has ended', keysHash };
  return portal.request(pathOf(desk), { as, cookies: ENGLISH, form, ...call });
}

test('REC-08 the page lists what will end, with numbers, and every key by name', async ({ portal, db }) => {
  const desk = await aDesk(db);
  await aSessionOf(db, desk);
  const second = await aHolder(db, { name: 'Boris Demo' });
  await aMembership(db, { holderId: second.id, accountId: desk.account.id, role: 'receiver' });
  await aKey(db, { holderId: second.id, accountId: desk.account.id, label: 'Green', status: 'lost' });
  const page = textOf(await portal.page(pathOf(desk), { as: desk.manager, cookies: ENGLISH }));
  for (const said of [
    'End the customer Works LLC',
    '2 people lose access to this company',
    '1 open session ends',
    '2 keys are revoked',
    'Blue',
    'Green',
    'Boris Demo',
    'Your key signs which customer it is and this very list of keys.',
  ]) {
    expect(page).toContain(said);
  }
  const russian = textOf(await portal.page(pathOf(desk), { as: desk.manager, cookies: RUSSIAN }));
  expect(russian).toContain('2 брелока отзываются');
});

test('REC-08 SES-13 without a touch, a reason or the list that was seen nothing ends', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  expect((await send(portal, desk, { touch: false })).status).toBe(428);
  const withoutReason = { reason: ' ', keysHash: 'x' };
  expect((await send(portal, desk, { form: withoutReason })).status).toBe(422);
  const wrongList = await send(portal, desk, { form: { reason: 'over', keysHash: '0'.repeat(64) } });
  expect(wrongList.status).toBe(409);
  expect(textOf(await wrongList.text())).toContain('The keys of this customer have changed');
  expect(await db.customerAccount.count({ where: { status: 'closed' } })).toBe(0);
});

test('REC-08 one step ends it: the customer is out, the desk says how much ended, and nothing is issued there', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const session = await aSessionOf(db, desk);
  const answer = await send(portal, desk);
  const location = answer.headers.get('location') ?? '';
  const page = textOf(await portal.page(location, { as: desk.manager, cookies: ENGLISH }));
  expect(page).toContain('Keys revoked: 1; sessions ended: 1; keys back in stock: 0.');
  expect((await portal.request('/home', { as: session })).headers.get('location')).toMatch(/^\/sign-in/);
  const customer = await portal.page(`/desk/customers/${desk.account.id}`, {
    as: desk.manager,
    cookies: ENGLISH,
  });
  expect(textOf(customer)).toContain('This account is closed');
  const issue = `/desk/customers/${desk.account.id}/issue-key`;
  expect((await portal.request(issue, { as: desk.manager })).status).toBe(404);
});

test('REC-08 an administrator comes to it from a key, and ends it too', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const as = await signedInStaff(db, 'administrator');
  const key = await portal.page(`/desk/keys/${desk.keyId}`, { as });
  expect(key).toContain(`href="${pathOf(desk)}"`);
  expect((await send(portal, desk, { as })).status).toBe(302);
  expect((await db.key.findUniqueOrThrow({ where: { id: desk.keyId } })).status).toBe('revoked');
});
