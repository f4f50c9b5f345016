import { expect } from 'vitest';
import { CUSTOMERS_PER_PAGE, findCustomers } from '#portal/desk/find-customers.server.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { aHolder, aKey, aMembership, anAccount, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH, aDesk, sourceFactsOf } from '#test/support/desk-builders.ts';
import { openHeardDb } from '#test/support/heard-db.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';

const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

test('a manager’s list has their own customers by name, and nobody else’s', async ({ db }) => {
  const actor = await aStaffActor(db);
  const other = await aStaffActor(db);
  for (const name of ['Vega', 'Altair']) await anAccount(db, { accountManagerId: actor.holderId, name });
  await anAccount(db, { accountManagerId: other.holderId, name: 'Rigel' });
  await anAccount(db, { name: 'Nobody’s' });
  const { rows } = await findCustomers(db, { actor, query: '', after: null });
  expect(namesOf(rows)).toEqual(['Altair', 'Vega']);
});

test('each row tells people, keys by state, the last sign-in and what waits', async ({ db }) => {
  const { manager, account, person, keyId } = await aDesk(db);
  const actor = { ...(await aStaffActor(db)), holderId: manager.holderId };
  const ofAccount = { holderId: person.id, accountId: account.id };
  const [early, late] = [new Date('2026-12-01T08:00:00Z'), new Date('2026-12-10T08:00:00Z')];
  await db.key.update({ where: { id: keyId }, data: { lastUsedAt: early } });
  const suspended = await aKey(db, { ...ofAccount, status: 'suspended' });
  await db.key.update({ where: { id: suspended.id }, data: { lastUsedAt: late } });
  for (const status of ['assigned', 'assigned', 'revoked']) await aKey(db, { ...ofAccount, status });
  await sourceFactsOf(db, { account });
  const { rows } = await findCustomers(db, { actor, query: '', after: null });
  expect(rows).toMatchObject([
    {
      accountId: account.id,
      people: 1,
      keys: { active: 1, suspended: 1, waiting: 2 },
      lastSignInAt: late,
      waitingTies: 1,
    },
  ]);
});

test('pages follow each other without a gap or a repetition, also among equal names', async ({ db }) => {
  const actor = await aStaffActor(db);
  const count = 2 * CUSTOMERS_PER_PAGE + 3;
  for (let number = 0; number < count; number += 1) {
    const name = number % 3 === 0 ? 'Same name' : `Company ${number % 10}`;
    await anAccount(db, { accountManagerId: actor.holderId, name });
  }
  for (const query of ['', 'a']) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof findCustomers>> = await findCustomers(db, {
        actor,
        query,
        after,
      });
      seen.push(...page.rows.map(({ accountId }) => accountId));
      after = page.nextCursor;
    } while (after !== null);
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  }
});

test('REG-11 keys that are not safe any more stand above the list, each with the way to it', async ({
  portal,
  db,
}) => {
  const { manager: as, keyId } = await aDesk(db);
  const before = await portal.page('/desk', { as, cookies: ENGLISH });
  expect(before).not.toContain('not safe any more');
  await db.key.update({
    where: { id: keyId },
    data: { status: 'suspended', statusReason: 'model_status_bad', suspendedAt: new Date() },
  });
  const page = await portal.page('/desk', { as, cookies: ENGLISH });
  expect(page).toContain('1 key is not safe any more');
  expect(page).toContain(`href="/desk/keys/${keyId}"`);
  expect(await portal.page(`/desk/keys/${keyId}`, { as, cookies: ENGLISH })).toContain(
    'Its model is known to be unsafe',
  );
});

test('a search finds by name in any case, number, tax id and person', async ({ db }) => {
  const actor = await aStaffActor(db);
  const found = await anAccount(db, { accountManagerId: actor.holderId, name: 'ООО «Ёлка» (демо)' });
  await anAccount(db, { accountManagerId: actor.holderId, name: 'ООО «Сосна» (демо)' });
  const person = await aHolder(db, { name: 'Зоя Закупкина' });
  await db.holder.update({ where: { id: person.id }, data: { email: 'zoya@elka.example' } });
  await aMembership(db, { holderId: person.id, accountId: found.id });
  await sourceFactsOf(db, { account: found });
  for (const query of ['ЕЛКА', 'ёлка демо', found.number, '7700000000', 'закупкина', 'ZOYA@elka']) {
    const { rows } = await findCustomers(db, { actor, query, after: null });
    expect([query, namesOf(rows)]).toEqual([query, [found.name]]);
  }
  expect((await findCustomers(db, { actor, query: 'пихта', after: null })).rows).toEqual([]);
});

test('a long list costs no more statements than a short one', async ({ db, databaseUrl }) => {
  const actor = await aStaffActor(db);
  const addSome = async (count: number) => {
    for (let number = 0; number < count; number += 1) await aCustomerWithKey(db, actor.holderId);
  };
  const heardDb = openHeardDb(databaseUrl);
  await addSome(1);
  await findCustomers(heardDb.db, { actor, query: '', after: null });
  const forOne = heardDb.heard().length;
  await addSome(20);
  await findCustomers(heardDb.db, { actor, query: '', after: null });
  expect(heardDb.heard()).toHaveLength(forOne);
  expect(forOne).toBeLessThanOrEqual(4);
  await heardDb.close();
});

test('the page says what will appear, or that nobody fits and how to see all', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  const see = async (path: string) => textOf(await portal.page(path, { as: manager, cookies: ENGLISH }));
  expect(await see('/desk')).toContain('No customers yet');
  await anAccount(db, { accountManagerId: manager.holderId, name: 'Vega' });
  expect(await see('/desk')).toContain('Vega');
  const nothing = await see('/desk?q=%3Cb%3Erigel');
  expect(nothing).toContain('No customer fits');
  expect(nothing).toContain('Show all');
});

async function aCustomerWithKey(db: Db, accountManagerId: string): Promise<void> {
  const { id: accountId } = await anAccount(db, { accountManagerId });
  const { id: holderId } = await aHolder(db);
  await aMembership(db, { holderId, accountId });
  await aKey(db, { holderId, accountId });
}
