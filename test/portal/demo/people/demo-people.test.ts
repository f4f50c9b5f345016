import { expect, test } from 'vitest';
import { CUSTOMER_ROLES, STAFF_ROLES } from '#auth/permissions/roles.ts';
import { demoPeople } from '#portal/demo/people/demo-people.ts';
import { makeWorld } from '#portal/demo/world.ts';

const world = makeWorld({ today: '2026-11-22' });
const people = demoPeople(world);

test('twelve people hold keys of six accounts, in every role, one of them in two accounts', () => {
  expect(people.accounts).toHaveLength(6);
  expect(people.holders).toHaveLength(12);
  const memberships = people.holders.flatMap((holder) => holder.memberships);
  expect(new Set(memberships.map(({ role }) => role))).toEqual(new Set(CUSTOMER_ROLES));
  expect(people.holders.filter((holder) => holder.memberships.length === 2)).toHaveLength(1);
});

test('the person of two accounts moves between them with one key: the same manager looks after both', () => {
  const managerOf = new Map(people.accounts.map(({ number, managerRef }) => [number, managerRef]));
  const [both] = people.holders.filter(({ memberships }) => memberships.length === 2);
  const managers = both?.memberships.map(({ accountNumber }) => managerOf.get(accountNumber));
  expect(managers).toHaveLength(2);
  expect(new Set(managers).size).toBe(1);
});

test('every account has an owner and an account manager', () => {
  const managers = people.staff.filter(({ staffRole }) => staffRole === 'account-manager');
  expect(managers).toHaveLength(3);
  for (const { number, managerRef } of people.accounts) {
    const owners = people.holders.filter((holder) =>
      holder.memberships.some(({ accountNumber, role }) => accountNumber === number && role === 'owner'),
    );
    expect(owners.length).toBeGreaterThan(0);
    expect(managers.map(({ ref }) => ref)).toContain(managerRef);
  }
});

test('the staff has somebody in every role, two of them administrators', () => {
  expect(new Set(people.staff.map(({ staffRole }) => staffRole))).toEqual(new Set(STAFF_ROLES));
  expect(people.staff.filter(({ staffRole }) => staffRole === 'administrator')).toHaveLength(2);
});

test('one counterparty waits for a tie, with the tax number of an account', () => {
  const [tie, ...others] = people.openTies;
  expect(others).toEqual([]);
  expect(people.accounts.map(({ counterpartyId }) => counterpartyId)).not.toContain(tie?.counterpartyId);
  const likely = people.accounts.find(({ number }) => number === tie?.likelyAccountNumber);
  expect(likely?.taxId).toBe(tie?.taxId);
});

test('a discount is carried by keys of people who belong to its account', () => {
  for (const { accountNumber, holderRef } of people.discounts.flatMap(({ carriedBy }) => carriedBy)) {
    const holder = people.holders.find(({ ref }) => ref === holderRef);
    expect(holder?.memberships.map((membership) => membership.accountNumber)).toContain(accountNumber);
  }
  expect(new Set(people.discounts.map(({ status }) => status))).toEqual(
    new Set(['draft', 'active', 'ended']),
  );
});

test('a discount is a percentage or a fixed price of goods that exist', () => {
  const skus = world.products.map(({ sku }) => sku);
  const groups = world.products.map(({ group }) => group.name);
  for (const { kind, basisPoints, fixedPrice, sku, goodsGroup } of people.discounts) {
    expect([basisPoints === null, fixedPrice === null]).toEqual([kind === 'fixed-price', kind === 'percent']);
    if (sku !== null) expect(skus).toContain(sku);
    if (goodsGroup !== null) expect(groups).toContain(goodsGroup);
  }
});

test('nobody can be written to: all addresses end in a name that is reserved for examples', () => {
  for (const { email } of [...people.staff, ...people.holders]) expect(email).toMatch(/@[a-z-]+\.example$/u);
});

test('each further account of a larger demo has an owner', () => {
  const larger = demoPeople(makeWorld({ today: '2026-11-22', customers: 40 }));
  expect(larger.accounts).toHaveLength(40);
  expect(larger.holders).toHaveLength(12 + 34);
  expect(new Set(larger.holders.map(({ ref }) => ref)).size).toBe(larger.holders.length);
});
