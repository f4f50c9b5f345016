import { expect } from 'vitest';
import { aKey, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, RUSSIAN, aDesk, anUntiedCounterparty, sourceFactsOf } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';
import { aTrader, anOrder } from '#test/support/trade-builders.ts';

const see = async (portal: TestPortal, { manager, account }: Desk, cookies = ENGLISH) =>
  textOf(await portal.page(`/desk/customers/${account.id}`, { as: manager, cookies }));

test('a customer’s page has their people with role and keys, and the keys with their state', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db, { status: 'suspended' });
  const english = await see(portal, desk);
  expect(english).toContain('Works LLC');
  expect(english).toMatch(/Anna Demo\s+buyer\s+1 key/);
  expect(english).toMatch(/Blue\s+Anna Demo\s+not yet\s+suspended/);
  const russian = await see(portal, desk, RUSSIAN);
  expect(russian).toMatch(/Anna Demo\s+закупщик\s+1 брелок/);
  expect(russian).toContain('приостановлен');
});

test('somebody who was removed is no longer among the people, their keys stay in the list', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  await db.membership.updateMany({ where: { accountId: desk.account.id }, data: { status: 'removed' } });
  const page = await see(portal, desk);
  expect(page).toContain('Nobody belongs to this customer yet');
  expect(page).toMatch(/Blue\s+Anna Demo/);
  expect(page).not.toContain('Issue a key');
});

test('the page shows who the customer is in the sources, what waits and what probably is theirs', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const { sourceId, waitingCounterpartyId, tieId } = await sourceFactsOf(db, desk);
  const { id: candidateId } = await anUntiedCounterparty(db, sourceId, {
    name: 'Branch of the works',
    taxId: '7700000000',
  });
  await anUntiedCounterparty(db, sourceId, { name: 'Somebody else', taxId: '7799999999' });
  const { account, manager } = desk;
  const page = await portal.page(`/desk/customers/${account.id}`, { as: manager, cookies: ENGLISH });
  expect(page).toContain(`/desk/ties/${tieId}/end`);
  expect(page).toContain(`/desk/ties/counterparties/${waitingCounterpartyId}`);
  expect(page).toContain('changed at the source, hidden until you confirm');
  expect(page).toContain(`/desk/ties/counterparties/${candidateId}`);
  expect(page).toContain('Branch of the works');
  expect(page).not.toContain('Somebody else');
});

test('the page shows the discounts that the customer’s keys carry, not those that were taken off', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const officer = await signedInStaff(db, 'loyalty');
  const carry = async (name: string, untiedAt: Date | null) => {
    const { id: discountId } = await db.discount.create({
      data: {
        name,
        kind: 'percent',
        basisPoints: 750,
        validFromOn: '2026-01-01',
        validToOn: '2026-12-31',
        status: 'active',
        createdById: officer.holderId,
        createdAt: new Date(),
      },
      select: { id: true },
    });
    const { account, keyId } = desk;
    const tiedById = officer.holderId;
    await db.keyDiscount.create({
      data: { discountId, accountId: account.id, keyId, tiedById, tiedAt: new Date(), untiedAt },
    });
  };
  await carry('Autumn', null);
  await carry('Summer', new Date());
  const page = await see(portal, desk);
  expect(page).toMatch(/Autumn : 7\.5% off until 31 Dec 2026 · carried by “Blue” \(Anna Demo\)/);
  expect(page).not.toContain('Summer');
});

test('the page shows the latest sign-ins and refusals of this customer in words', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const other = await aDesk(db, { personName: 'Boris Demo' });
  const record = (of: Desk, event: { type: 'sign_in' } | { type: 'sign_in_refused' }) =>
    db.$transaction((tx) =>
      portal.services.audit.record(tx, {
        ...(event.type === 'sign_in'
          ? { type: 'sign_in', result: 'ok', sessionId: 's' }
          : { type: 'sign_in_refused', result: 'refused', reason: 'user_not_verified' }),
        accountId: of.account.id,
        holderId: of.person.id,
        keyId: of.keyId,
        trace: { ip: '192.0.2.77', userAgentHash: '' },
        at: new Date(),
      }),
    );
  await record(desk, { type: 'sign_in' });
  await record(desk, { type: 'sign_in_refused' });
  await record(other, { type: 'sign_in' });
  const page = await see(portal, desk);
  expect(page).toMatch(/Anna Demo, Blue Sign-in refused The PIN was not entered/);
  expect(page).toMatch(/Anna Demo, Blue Signed in/);
  expect(page).toContain('192.0.2.0/24');
  expect(page).not.toContain('192.0.2.77');
  expect(page).not.toContain('Boris Demo');
  expect(await see(portal, desk, RUSSIAN)).toContain('Во входе отказано ПИН-код не введён');
});

test('the page shows the customer’s open orders as the customer sees them, without an amount', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const manager = await signedInStaff(db, 'account-manager');
  const account = await db.customerAccount.update({
    where: { id: trader.accountId },
    data: { accountManagerId: manager.holderId },
  });
  await anOrder(db, { ...trader, number: 'ORD-OPEN', status: 'confirmed', grossMinor: 987_654_32n });
  await anOrder(db, { ...trader, number: 'ORD-DONE', status: 'completed' });
  await anOrder(db, { ...(await aTrader(db)), number: 'ORD-FOREIGN', status: 'confirmed' });
  const page = await see(portal, { manager, account, person: { id: '', name: '' }, keyId: '' });
  expect(page).toContain('ORD-OPEN');
  expect(page).not.toContain('ORD-DONE');
  expect(page).not.toContain('ORD-FOREIGN');
  expect(page).not.toMatch(/987.?654/);
});

test('for a closed customer nothing can be issued and nobody added', async ({ portal, db }) => {
  const desk = await aDesk(db);
  const { manager, account } = desk;
  await db.customerAccount.update({ where: { id: account.id }, data: { status: 'closed' } });
  const page = await see(portal, desk);
  expect(page).toContain('This account is closed');
  expect(page).not.toContain('Issue a key');
  for (const path of ['issue-key', 'people/new']) {
    const { status } = await portal.request(`/desk/customers/${account.id}/${path}`, { as: manager });
    expect(status).toBe(404);
  }
});

test('REG-24 a customer who came in with their only key has no spare, until a second key works', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  expect(await see(portal, desk)).not.toContain('No spare key');
  await db.key.update({ where: { id: desk.keyId }, data: { lastUsedAt: new Date() } });
  expect(await see(portal, desk)).toContain('No spare key');
  const spare = await aKey(db, { holderId: desk.person.id, accountId: desk.account.id, status: 'assigned' });
  expect(await see(portal, desk)).toContain('No spare key');
  await db.key.update({ where: { id: spare.id }, data: { status: 'active' } });
  expect(await see(portal, desk)).not.toContain('No spare key');
});
