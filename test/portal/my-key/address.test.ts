/** Where the portal writes to somebody, on their own page and on the manager's. */
import { expect } from 'vitest';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import { addressesOf, withAddress } from '#test/support/letters.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';

const NEW = 'new@works.example';

test('SES-13 customers and staff change their own address with a touch of their key, and not without', async ({
  portal,
  db,
}) => {
  for (const person of [await signedInCustomer(db), await signedInStaff(db, 'loyalty')]) {
    const { holderId } = person;
    await withAddress(db, holderId, `old-${holderId}@works.example`);
    const send = (touch: boolean) =>
      portal.request('/my-key/address', {
        as: person,
        form: { address: `${holderId}@works.example` },
        touch,
      });
    const emailOf = async () => (await db.holder.findUniqueOrThrow({ where: { id: holderId } })).email;
    expect((await send(false)).status).toBe(428);
    expect(await emailOf()).toBe(`old-${holderId}@works.example`);
    expect((await send(true)).headers.get('location')).toBe('/my-key?done=address');
    expect(await emailOf()).toBe(`${holderId}@works.example`);
    const page = await portal.page('/my-key?done=address', { as: person, cookies: ENGLISH });
    expect(page).toContain(`${holderId}@works.example`);
    expect(page).toContain('The old one and the new one are told');
  }
  expect(await addressesOf(db, 'address_changed')).toHaveLength(4);
});

test('what is no address is told before the key is asked, and stays typed', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const form = { address: 'a@b.example, c@d.example' };
  const call = { as: customer, cookies: ENGLISH, form, touch: false };
  const response = await portal.request('/my-key/address', call);
  const page = await response.text();
  expect([response.status, page.includes('Type one address')]).toEqual([422, true]);
  expect(page).toContain('value="a@b.example, c@d.example"');
});

test('a key that can’t confirm anything is told so, and gets no form', async ({ portal, db }) => {
  const customer = await signedInCustomer(db, { tier: 3 });
  const page = await portal.page('/my-key/address', { as: customer, cookies: ENGLISH });
  expect(page).toContain('This key cannot confirm a change');
  expect(page).not.toContain('name="address"');
  const form = { address: NEW };
  expect((await portal.request('/my-key/address', { as: customer, form })).status).toBe(428);
});

test('REC-05 the manager’s change of an address waits for the owner, who reads both addresses and confirms it', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db, { role: 'owner' });
  await withAddress(db, desk.person.id, 'anna@works.example');
  await db.key.update({ where: { id: desk.keyId }, data: { activatedAt: new Date() } });
  const path = `/desk/customers/${desk.account.id}/people/${desk.person.id}/address`;
  expect(await portal.page(path, { as: desk.manager })).toContain('value="anna@works.example"');
  const form = { address: NEW, reason: 'asked by telephone' };
  expect((await portal.request(path, { as: desk.manager, form, touch: false })).status).toBe(428);
  const asked = await portal.request(path, { as: desk.manager, form });
  expect(asked.headers.get('location')).toBe(`/desk/customers/${desk.account.id}?done=owner-asked`);
  expect(await db.holder.count({ where: { email: NEW } })).toBe(0);

  const { token: owner } = await aSessionOf(db, desk);
  const page = await portal.page('/people', { as: owner, cookies: ENGLISH });
  expect(textOf(page)).toContain(`Letters to Anna Demo are to go to ${NEW} instead of anna@works.example`);
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  const proposal = { proposalId: valueOf('proposalId'), seenHash: valueOf('seenHash') };
  await portal.request('/people', { as: owner, form: { intent: 'approve', ...proposal } });
  expect(await db.holder.count({ where: { email: NEW } })).toBe(1);
});

test('REC-05 before anybody of the company has a key the manager’s change counts at once', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const path = `/desk/customers/${desk.account.id}/people/${desk.person.id}/address`;
  const form = { address: NEW, reason: 'asked by telephone' };
  const changed = await portal.request(path, { as: desk.manager, form });
  expect(changed.headers.get('location')).toBe(`/desk/customers/${desk.account.id}?done=address-changed`);
  const again = await portal.request(path, { as: desk.manager, cookies: ENGLISH, form });
  expect([again.status, (await again.text()).includes('This is their address already')]).toEqual([409, true]);
});
