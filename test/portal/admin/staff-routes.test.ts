import { expect } from 'vitest';
import type { StaffRole } from '#auth/permissions/roles.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { aDiscount } from '#test/support/loyalty-builders.ts';
import { test } from '#test/support/portal-test.ts';

const ROLES = ['administrator', 'loyalty', 'auditor', 'account-manager', 'customer'] as const;
type Role = (typeof ROLES)[number];

/** Who may open each page of the staff; everybody else is refused. */
const OPEN_TO: Readonly<Record<string, readonly StaffRole[]>> = {
  '/loyalty': ['loyalty'],
  '/loyalty/new': ['loyalty'],
  '/loyalty/:discount': ['loyalty'],
  '/admin': ['administrator'],
  '/admin/staff': ['administrator'],
  '/admin/staff/:person': ['administrator'],
  '/admin/policy': ['administrator'],
  '/admin/policy/models': ['administrator'],
  '/admin/sources': ['administrator'],
  '/admin/company': ['administrator'],
  '/audit': ['administrator', 'auditor'],
  '/audit/policy': ['administrator', 'auditor'],
  '/audit/export': ['administrator', 'auditor'],
};

/** Pages that only show something have no form to send. */
const WITHOUT_FORM = new Set(['/loyalty', '/admin/sources', '/audit', '/audit/policy', '/audit/export']);

test('ADM-03 each role opens its own pages and no other', async ({ portal, db }) => {
  const people: Record<Role, string> = {
    administrator: (await signedInStaff(db, 'administrator')).token,
    loyalty: (await signedInStaff(db, 'loyalty')).token,
    auditor: (await signedInStaff(db, 'auditor')).token,
    'account-manager': (await signedInStaff(db, 'account-manager')).token,
    customer: (await signedInCustomer(db)).token,
  };
  const [discount, person] = [await aDiscount(db), await signedInStaff(db, 'loyalty')];
  const before = await db.auditEvent.count({
    where: { type: { notIn: ['audit_exported', 'permission_refused'] } },
  });
  for (const [pattern, allowed] of Object.entries(OPEN_TO)) {
    const path = pattern.replace(':discount', discount.id).replace(':person', person.holderId);
    for (const role of ROLES) {
      const isOpen = allowed.some((one) => one === role);
      const shown = await portal.request(path, { as: people[role] });
      expect([path, role, shown.status]).toEqual([path, role, isOpen ? 200 : 403]);
      if (isOpen || WITHOUT_FORM.has(pattern)) continue;
      const sent = await portal.request(path, { as: people[role], form: { intent: 'save' } });
      expect([path, role, 'form', sent.status]).toEqual([path, role, 'form', 403]);
    }
  }
  expect(
    await db.auditEvent.count({ where: { type: { notIn: ['audit_exported', 'permission_refused'] } } }),
  ).toBe(before);
});

test('an unattested key opens no page of the staff', async ({ portal, db }) => {
  const { token, keyId, sessionId } = await signedInStaff(db, 'administrator');
  await db.key.update({ where: { id: keyId }, data: { attestation: 'unattested' } });
  await db.session.update({ where: { id: sessionId }, data: { tier: 2 } });
  for (const path of ['/admin', '/admin/staff', '/audit']) {
    const response = await portal.request(path, { as: token });
    expect([path, response.status === 200]).toEqual([path, false]);
  }
});
