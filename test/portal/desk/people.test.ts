import { expect } from 'vitest';
import { aHolder, aKey, aMembership, anAccount } from '#test/support/builders.ts';
import { ENGLISH, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const PETRA = {
  intent: 'write',
  name: 'Petra Demo',
  position: 'Storekeeper',
  email: 'petra@works.example',
  phone: '+7 000 000-00-01',
  role: 'receiver',
  language: 'en',
};

const pathOf = ({ account }: Desk) => `/desk/customers/${account.id}`;

function add(portal: TestPortal, desk: Desk, form: Record<string, string>) {
  const path = `${pathOf(desk)}/people/new`;
  return portal.request(path, { as: desk.manager, cookies: ENGLISH, form });
}

test('a manager writes down a new person, who then stands among the customer’s people', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const answer = await add(portal, desk, PETRA);
  expect(answer.headers.get('location')).toBe(`${pathOf(desk)}?done=person-added`);
  const page = await portal.page(`${pathOf(desk)}?done=person-added`, { as: desk.manager, cookies: ENGLISH });
  expect(textOf(page)).toContain('Petra Demo Storekeeper receiver petra@works.example');
  expect(page).toContain('Now issue them a key.');
});

test('what is wrong is said at its field, and everything typed is kept', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const people = await db.holder.count();
  const answer = await add(portal, desk, { ...PETRA, name: '  ', email: 'petra', phone: '12' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(textOf(page)).toContain('Write the name, at most 120 characters.');
  expect(page).toContain('href="#email"');
  expect(page).toContain('id="phone-error"');
  expect(page).toContain('value="Storekeeper"');
  expect(page).toContain('value="petra"');
  expect(await db.holder.count()).toBe(people);
});

test('somebody with a known address is offered instead, until the manager says that it is another', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const other = await anAccount(db, { accountManagerId: desk.manager.holderId, name: 'Other customer' });
  const known = await aHolder(db, { name: 'Petra Elder' });
  await db.holder.update({ where: { id: known.id }, data: { email: PETRA.email } });
  await aMembership(db, { holderId: known.id, accountId: other.id });

  const answer = await add(portal, desk, PETRA);
  expect(answer.status).toBe(422);
  const page = textOf(await answer.text());
  expect(page).toContain('Petra Elder has this address already.');
  expect(page).toContain('It is another person with the same address');
  expect(page).toContain('at Other customer');
  expect((await add(portal, desk, { ...PETRA, isSurelyNew: 'yes' })).status).toBe(302);
});

test('a person of another own customer is found by a part of their name and let in', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const other = await anAccount(db, { accountManagerId: desk.manager.holderId });
  const known = await aHolder(db, { name: 'Зоя Закупкина' });
  await aMembership(db, { holderId: known.id, accountId: other.id });
  const foreign = await aDesk(db, { personName: 'Зоя Чужая' });

  const path = `${pathOf(desk)}/people/new?q=${encodeURIComponent('зоя')}`;
  const page = await portal.page(path, { as: desk.manager, cookies: ENGLISH });
  expect(page).toContain(known.id);
  expect(page).not.toContain(foreign.person.name);

  const form = { intent: 'join', holderId: known.id, role: 'accountant' };
  expect((await add(portal, desk, form)).headers.get('location')).toContain('done=person-joined');
  expect(
    await db.membership.findMany({ where: { holderId: known.id, accountId: desk.account.id } }),
  ).toMatchObject([{ role: 'accountant', status: 'active' }]);
  const again = await add(portal, desk, form);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain('This person belongs to the company already.');
});

test('a person of another manager’s customer can’t be let in by their id', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const foreign = await aDesk(db);
  const answer = await add(portal, desk, { intent: 'join', holderId: foreign.person.id, role: 'owner' });
  expect(answer.status).toBe(404);
});

test('a role is changed with a reason; without one nothing happens', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const path = `${pathOf(desk)}/people/${desk.person.id}/role`;
  const change = (form: Record<string, string>) =>
    portal.request(path, { as: desk.manager, cookies: ENGLISH, form });
  const roleNow = async () =>
    (await db.membership.findFirstOrThrow({ where: { holderId: desk.person.id } })).role;

  const page = textOf(await portal.page(path, { as: desk.manager, cookies: ENGLISH }));
  expect(page).toContain('Now: buyer.');
  const without = await change({ role: 'accountant', reason: ' ' });
  expect(without.status).toBe(422);
  expect(await without.text()).toContain('Write the reason');
  expect(await roleNow()).toBe('buyer');

  expect((await change({ role: 'buyer', reason: 'a mistake' })).status).toBe(409);
  expect((await change({ role: 'emperor', reason: 'why not' })).status).toBe(400);
  expect((await change({ role: 'accountant', reason: 'new duties' })).status).toBe(302);
  expect(await roleNow()).toBe('accountant');
});

test('a person is removed with their keys: an open page is over at its next request', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const spare = await aKey(db, { holderId: desk.person.id, accountId: desk.account.id });
  const session = await aSessionOf(db, desk);
  const path = `${pathOf(desk)}/people/${desk.person.id}/remove`;
  const page = textOf(await portal.page(path, { as: desk.manager, cookies: ENGLISH }));
  expect(page).toContain('Remove Anna Demo from Works LLC');
  expect(page).toContain('Also revoke their 2 keys of this company');

  const form = { reason: 'left', revokesKeys: 'yes' };
  const answer = await portal.request(path, { as: desk.manager, form });
  expect(answer.headers.get('location')).toContain('done=person-removed');
  expect((await portal.request('/my-key', { as: session })).status).toBe(302);
  const keys = await db.key.findMany({
    where: { id: { in: [desk.keyId, spare.id] } },
    select: { status: true },
  });
  expect(keys).toEqual([{ status: 'revoked' }, { status: 'revoked' }]);
});

test('a person can be removed and keep the key for another company', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const path = `${pathOf(desk)}/people/${desk.person.id}/remove`;
  const without = await portal.request(path, { as: desk.manager, cookies: ENGLISH, form: { reason: '' } });
  expect(without.status).toBe(422);
  expect((await portal.request(path, { as: desk.manager, form: { reason: 'moved' } })).status).toBe(302);
  const key = await db.key.findUniqueOrThrow({ where: { id: desk.keyId }, select: { status: true } });
  expect(key.status).toBe('active');
});
