import { expect, test } from 'vitest';
import { standingOf } from '#auth/sessions/standing.ts';
import type { StandingRows } from '#auth/sessions/standing.ts';

const membership = { accountId: 'a', role: 'buyer', status: 'active', account: { status: 'active' } };
const customer: StandingRows = {
  key: { status: 'active', accountId: 'a' },
  holder: { kind: 'customer', status: 'active', staffRole: null },
  memberships: [membership],
};
const staff: StandingRows = {
  key: { status: 'active', accountId: null },
  holder: { kind: 'staff', status: 'active', staffRole: 'auditor' },
  memberships: [],
};

test('an active key of an active person opens what the person may do now', () => {
  expect(standingOf(customer)).toEqual({
    ok: true,
    kind: 'customer',
    accounts: [{ accountId: 'a', role: 'buyer' }],
  });
  expect(standingOf(staff)).toEqual({ ok: true, kind: 'staff', role: 'auditor' });
});

test.each([
  ['suspended', 'key_suspended'],
  ['revoked', 'key_revoked'],
  ['assigned', 'key_not_active'],
  ['something new', 'key_not_active'],
])('a key that is %s opens nothing', (status, reason) => {
  expect(standingOf({ ...customer, key: { ...customer.key, status } })).toEqual({ ok: false, reason });
});

test('whoever has left is out, staff and customers alike', () => {
  for (const rows of [customer, staff]) {
    expect(standingOf({ ...rows, holder: { ...rows.holder, status: 'left' } })).toEqual({
      ok: false,
      reason: 'holder_left',
    });
  }
});

test.each([
  ['removed from the account', { ...membership, status: 'removed' }],
  ['in an account that is closed', { ...membership, account: { status: 'closed' } }],
  ['in a role that nobody knows', { ...membership, role: 'admin' }],
])('a person %s is out', (_name, only) => {
  expect(standingOf({ ...customer, memberships: [only] })).toEqual({ ok: false, reason: 'no_membership' });
});

test('a customer’s key never opens the seller’s side, and nothing unknown opens anything', () => {
  const refused = { ok: false, reason: 'unknown_role' };
  expect(standingOf({ ...staff, key: { status: 'active', accountId: 'a' } })).toEqual(refused);
  expect(standingOf({ ...staff, holder: { ...staff.holder, staffRole: 'root' } })).toEqual(refused);
  expect(standingOf({ ...staff, holder: { ...staff.holder, staffRole: null } })).toEqual(refused);
  expect(standingOf({ ...customer, holder: { ...customer.holder, kind: 'robot' } })).toEqual(refused);
});
