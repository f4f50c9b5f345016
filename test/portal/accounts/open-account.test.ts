import { expect } from 'vitest';
import { ENGLISH } from '#test/support/desk-builders.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';
import { aSource } from '#test/support/trade-builders.ts';

const PATH = '/desk/customers/new';

test('a manager opens an account for a customer and goes on with its people', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  const form = { name: ' First   Works ', number: 'C-1' };
  const answer = await portal.request(PATH, { as: manager, form });
  const { id } = await db.customerAccount.findFirstOrThrow({ where: { name: 'First Works', number: 'C-1' } });
  expect(answer.headers.get('location')).toBe(`/desk/customers/${id}?done=customer-opened`);
  const page = await portal.page(`/desk/customers/${id}?done=customer-opened`, {
    as: manager,
    cookies: ENGLISH,
  });
  expect(textOf(page)).toContain('The account is open.');
});

test('what is wrong is said at its field, and what was typed is kept', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  await portal.request(PATH, { as: manager, form: { name: 'Works', number: 'C-1' } });
  for (const [form, message] of [
    [{ name: ' ', number: 'C-2' }, 'Write the name'],
    [{ name: 'Works two', number: 'x'.repeat(41) }, 'Write the number'],
    [{ name: 'Works two', number: 'C-1' }, 'Another customer has this number.'],
  ] as const) {
    const answer = await portal.request(PATH, { as: manager, cookies: ENGLISH, form });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(textOf(page)).toContain(message);
    expect(page).toContain(`value="${form.number}"`);
  }
  expect(await db.customerAccount.count()).toBe(1);
});

test('a company that a source brought becomes a customer: its name is there, and its tie comes next', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  const source = await aSource(db);
  const { id: counterpartyId } = await db.counterparty.create({
    data: {
      id: 'party-1',
      sourceId: source.id,
      externalId: 'party-1',
      syncedAt: new Date(),
      rowHash: '',
      name: 'New Works',
      legalName: 'New Works LLC',
      taxId: '7700000001',
    },
    select: { id: true },
  });
  const page = await portal.page(`${PATH}?counterparty=${counterpartyId}`, { as: manager, cookies: ENGLISH });
  expect(page).toContain('value="New Works"');

  const path = `${PATH}?counterparty=${counterpartyId}`;
  const unfit = await portal.request(path, { as: manager, form: { name: '', number: 'C-9' } });
  expect(await unfit.text()).toContain(`action="${path}"`);
  const answer = await portal.request(path, { as: manager, form: { name: 'New Works', number: 'C-9' } });
  const { id: accountId } = await db.customerAccount.findFirstOrThrow({ where: { number: 'C-9' } });
  const next = `/desk/ties/counterparties/${counterpartyId}?account=${accountId}`;
  expect(answer.headers.get('location')).toBe(next);
  expect(await portal.page(next, { as: manager, cookies: ENGLISH })).toMatch(
    new RegExp(`value="${accountId}"[^>]*selected|selected[^>]*value="${accountId}"`),
  );
  expect((await portal.request(`${PATH}?counterparty=none`, { as: manager })).status).toBe(404);
});
