import { expect, test } from 'vitest';
import { standingOf } from '#auth/sessions/standing.ts';
import type { StandingRows } from '#auth/sessions/standing.ts';

const REGISTERED = new Date('2026-03-01T09:00:00Z');
const JOINED = new Date('2026-03-02T09:00:00Z');

const membership = {
  accountId: 'a',
  role: 'buyer',
  status: 'active',
  keysUntil: JOINED,
  account: { status: 'active', accountManagerId: 'm' },
};
const CUSTOMER = { id: 'c', kind: 'customer', status: 'active', staffRole: null };
const STAFF = { id: 's', kind: 'staff', status: 'active', staffRole: 'auditor' };
const customer: StandingRows = {
  key: {
    status: 'active',
    accountId: 'a',
    activatedAt: REGISTERED,
    account: { accountManagerId: 'm' },
  },
  holder: CUSTOMER,
  memberships: [membership],
};
const staff: StandingRows = {
  key: { status: 'active', accountId: null, activatedAt: REGISTERED, account: null },
  holder: STAFF,
  memberships: [],
};

test('an active key of an active person opens what the person may do now', () => {
  expect(standingOf(customer)).toEqual({
    ok: true,
    kind: 'customer',
    holderId: 'c',
    accounts: [{ accountId: 'a', role: 'buyer' }],
  });
  expect(standingOf(staff)).toEqual({ ok: true, kind: 'staff', holderId: 's', role: 'auditor' });
});

test.each([
  ['suspended', 'key_suspended'],
  ['lost', 'key_lost'],
  ['revoked', 'key_revoked'],
  ['destroyed', 'key_revoked'],
  ['stocked', 'key_not_active'],
  ['shipped', 'key_not_active'],
  ['assigned', 'key_not_active'],
  ['something new', 'key_not_active'],
])('a key that is %s opens nothing', (status, reason) => {
  expect(standingOf({ ...customer, key: { ...customer.key, status } })).toEqual({ ok: false, reason });
});

test('a key without a holder opens nothing, whatever its state says', () => {
  expect(standingOf({ ...customer, holder: null })).toEqual({ ok: false, reason: 'key_not_active' });
});

test('whoever has left is out, staff and customers alike', () => {
  for (const [rows, holder] of [
    [customer, CUSTOMER],
    [staff, STAFF],
  ] as const) {
    expect(standingOf({ ...rows, holder: { ...holder, status: 'left' } })).toEqual({
      ok: false,
      reason: 'holder_left',
    });
  }
});

test.each([
  ['removed from the account', { ...membership, status: 'removed' }],
  ['in an account that is closed', { ...membership, account: { ...membership.account, status: 'closed' } }],
  ['in a role that nobody knows', { ...membership, role: 'admin' }],
])('a person %s is out', (_name, only) => {
  expect(standingOf({ ...customer, memberships: [only] })).toEqual({ ok: false, reason: 'no_membership' });
});

test('a customer’s key never opens the seller’s side, and nothing unknown opens anything', () => {
  const refused = { ok: false, reason: 'unknown_role' };
  expect(standingOf({ ...staff, key: customer.key })).toEqual(refused);
  expect(standingOf({ ...staff, holder: { ...STAFF, staffRole: 'root' } })).toEqual(refused);
  expect(standingOf({ ...staff, holder: { ...STAFF, staffRole: null } })).toEqual(refused);
  expect(standingOf({ ...customer, holder: { ...CUSTOMER, kind: 'robot' } })).toEqual(refused);
});

const accountsOf = (rows: StandingRows) => {
  const standing = standingOf(rows);
  return standing.ok && standing.kind === 'customer'
    ? standing.accounts.map(({ accountId }) => accountId)
    : [];
};
const inAccount = (accountId: string, accountManagerId: string | null) => ({
  ...membership,
  accountId,
  account: { status: 'active', accountManagerId },
});

test('ADM-03 a key opens its own account, and of its holder’s others those of the same manager', () => {
  const memberships = [
    inAccount('a', 'm'),
    inAccount('b', 'm'),
    inAccount('c', 'other'),
    inAccount('d', null),
  ];
  expect(accountsOf({ ...customer, memberships })).toEqual(['a', 'b']);
});

test('REC-05 a key opens another account of its holder only where they came to it with that key', () => {
  const key = { ...customer.key, accountId: 'b' };
  const reach = (activatedAt: Date | null, keysUntil: Date | null) =>
    accountsOf({ ...customer, key: { ...key, activatedAt }, memberships: [{ ...membership, keysUntil }] });
  expect(reach(REGISTERED, JOINED)).toEqual(['a']);
  expect(reach(JOINED, JOINED)).toEqual(['a']);
  expect(reach(JOINED, REGISTERED)).toEqual([]);
  expect(reach(REGISTERED, null)).toEqual([]);
  expect(reach(null, JOINED)).toEqual([]);
});

test('a key of an account that nobody looks after opens that account and no other', () => {
  const key = { ...customer.key, account: { accountManagerId: null } };
  expect(accountsOf({ ...customer, key, memberships: [inAccount('a', null), inAccount('b', null)] })).toEqual(
    ['a'],
  );
});

test('ADM-03 whoever is out of the account that their key is for opens no other manager’s with it', () => {
  expect(accountsOf({ ...customer, memberships: [inAccount('b', 'other')] })).toEqual([]);
  const key = { ...customer.key, accountId: null, account: null };
  expect(accountsOf({ ...customer, key, memberships: [inAccount('b', null)] })).toEqual([]);
});
