/** Where the portal writes to somebody, on their own page and on the manager's. */
import { describe, expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { aKey, aMembership, anAccount, signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
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

describe('somebody who came to another company with keys first', () => {
  /** Its first key is older than the one in their hand: their own, or somebody else's. */
  async function aFirstCompany(db: Db, { holderId, keyId }: SignedIn, { gaveThemAKey = false } = {}) {
    const { id: accountId } = await anAccount(db);
    const { id } = await aMembership(db, { holderId, accountId, role: 'buyer' });
    const { holderId: ownerId } = await signedInCustomer(db, { account: { id: accountId } });
    const early = { activatedAt: new Date('2020-01-01T00:00:00Z') };
    await db.membership.update({ where: { id }, data: { createdAt: early.activatedAt } });
    const { id: oldKeyId } = await aKey(db, {
      holderId: gaveThemAKey ? holderId : ownerId,
      accountId,
      status: 'revoked',
    });
    await db.key.update({ where: { id: oldKeyId }, data: early });
    await db.key.update({ where: { id: keyId }, data: { activatedAt: new Date() } });
    return { accountId };
  }
  const addressOf = async (db: Db, id: string) =>
    (await db.holder.findUniqueOrThrow({ where: { id }, select: { email: true } })).email;

  test.for([
    {
      locale: 'en',
      cookies: ENGLISH,
      whose:
        'The one to which you came first answers for your letters, and so does the one that gave you your first key',
      way: 'ask your account manager for a new key',
    },
    {
      locale: 'ru',
      cookies: RUSSIAN,
      whose: 'За ваши письма отвечает первая, куда вы пришли, и та, что выдала вам первый брелок',
      way: 'Попросите у менеджера новый',
    },
  ])(
    'REC-05 reads in $locale that this key does not change their address, which one does, and whom to ask for it',
    async ({ cookies, whose, way }, { portal, db }) => {
      const person = await signedInCustomer(db);
      await aFirstCompany(db, person, { gaveThemAKey: true });
      await withAddress(db, person.holderId, 'anna@works.example');
      const call = { as: person, cookies, form: { address: NEW } };
      const response = await portal.request('/my-key/address', call);
      const page = textOf(await response.text());
      expect(response.status).toBe(409);
      expect(page).toContain(whose);
      expect(page).toContain(way);
      expect(await addressOf(db, person.holderId)).toBe('anna@works.example');
    },
  );

  test('REC-05 asks with the first key that they ever got, elsewhere, and reads that an owner there confirms it', async ({
    portal,
    db,
  }) => {
    const person = await signedInCustomer(db);
    const { accountId } = await aFirstCompany(db, person);
    await withAddress(db, person.holderId, 'anna@works.example');
    const asked = await portal.request('/my-key/address', { as: person, form: { address: NEW } });
    expect(asked.headers.get('location')).toBe('/my-key?done=address-asked');
    expect(await addressOf(db, person.holderId)).toBe('anna@works.example');
    expect(await db.proposal.count({ where: { accountId, kind: 'address_change', status: 'open' } })).toBe(1);
    expect(await addressesOf(db, 'proposal_made')).toEqual(['anna@works.example']);
    const page = textOf(await portal.page('/my-key?done=address-asked', { as: person, cookies: ENGLISH }));
    expect(page).toContain('Not changed yet');
    expect(page).toContain('one of them confirms it');
  });
});
