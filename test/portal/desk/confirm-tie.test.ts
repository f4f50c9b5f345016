import { expect } from 'vitest';
import { aDesk, anUntiedCounterparty, ENGLISH } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aSource } from '#test/support/trade-builders.ts';

test('a counterparty is tied once, however often the manager says so, and leads to its customer each time', async ({
  portal,
  db,
}) => {
  const { manager, account } = await aDesk(db);
  const { id: sourceId } = await aSource(db);
  const { id } = await anUntiedCounterparty(db, sourceId, { legalName: 'New company' });
  const form = { accountId: account.id, taxId: '7711111111', legalName: 'New company' };
  for (const _time of ['first', 'second']) {
    const answer = await portal.request(`/desk/ties/counterparties/${id}`, { as: manager, form });
    expect(answer.headers.get('location')).toBe(`/desk/customers/${account.id}?done=tie-confirmed`);
  }
  expect(await db.accountTie.count({ where: { counterpartyId: id } })).toBe(1);
});

test('a counterparty that has changed since the page was shown is not tied, and the page says why', async ({
  portal,
  db,
}) => {
  const { manager, account } = await aDesk(db);
  const { id: sourceId } = await aSource(db);
  const { id } = await anUntiedCounterparty(db, sourceId);
  const form = { accountId: account.id, taxId: 'another', legalName: 'New company' };
  const call = { as: manager, form, cookies: ENGLISH };
  const answer = await portal.request(`/desk/ties/counterparties/${id}`, call);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('has changed the company in the meantime');
  expect(await db.accountTie.count({ where: { counterpartyId: id } })).toBe(0);
});
