/** Who is written to of what the staff do among themselves, and of the end of a customer. */
import { expect } from 'vitest';
import { closeAccount } from '#auth/accounts/close-account.ts';
import { findClosing } from '#auth/accounts/find-closing.ts';
import { endDeputy } from '#auth/deputies/end-deputy.ts';
import { findDeputiesOf } from '#auth/deputies/find-deputies.ts';
import { nameDeputy } from '#auth/deputies/name-deputy.ts';
import { inviteStaff } from '#auth/holders/invite-staff.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor, authServicesFor } from '#test/support/actors.ts';
import { aKey, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aCompanyIn } from '#test/support/deputies.ts';
import { aStaffProposal } from '#test/support/four-eyes.ts';
import {
  aReachable,
  aReachableAdministrator,
  aReachableCompany,
  addressesOf,
  lettersOf,
  withAddress,
} from '#test/support/letters.ts';

const REMOVAL = { kind: 'key_model_change', aaguid: 'some', before: null, after: null } as const;

/** Somebody of the staff whom letters reach. */
async function reachableStaff(db: Db, role: StaffRole, address: string) {
  const { id } = await aStaffHolder(db, role);
  await withAddress(db, id, address);
  return id;
}

test('REC-02 a manager and their deputy are told when one stands in for the other, and when that ends', async ({
  db,
}) => {
  await aCompanyIn(db, 'UTC'); // the days below are of this zone
  const services = authServicesFor(db);
  const { manager: actor } = await aReachableCompany(db);
  const { holderId: managerId } = actor;
  const holderId = await reachableStaff(db, 'account-manager', 'deputy@seller.example');
  await reachableStaff(db, 'account-manager', 'other@seller.example');
  const todayOn = services.now().toISOString().slice(0, 10);
  const days = { fromOn: todayOn, toOn: todayOn };
  const named = await nameDeputy(services, { managerId, holderId, ...days, actor, trace: TRACE });
  expect(named).toMatchObject({ ok: true });
  const both = ['deputy@seller.example', 'manager@seller.example'];
  expect(await addressesOf(db, 'deputy_named')).toEqual(both);
  expect(await lettersOf(db, 'deputy_named')).toMatchObject([days]);

  const [standing] = await findDeputiesOf(db, { managerId, todayOn });
  const deputyId = standing?.deputyId ?? '';
  expect(await endDeputy(services, { managerId, deputyId, actor, trace: TRACE })).toEqual({ ok: true });
  expect(await addressesOf(db, 'deputy_ended')).toEqual(both);
});

test('REC-08 everybody known of a company hears that its work in the portal is over', async ({ db }) => {
  const services = authServicesFor(db);
  const { accountId, ownerId: holderId, manager: actor } = await aReachableCompany(db);
  await aKey(db, { holderId, accountId });
  const former = await aReachable(db, { accountId, address: 'former@works.example' });
  const removedAt = services.now();
  await db.membership.updateMany({ where: { holderId: former }, data: { status: 'removed', removedAt } });
  const closing = await findClosing(db, { accountId, actor });
  const request = { accountId, reason: 'moved away', returnedKeyIds: [], actor, trace: TRACE };
  const closed = await closeAccount(services, { ...request, seenKeysHash: closing?.keysHash ?? '' });
  expect(closed).toMatchObject({ ok: true });
  expect(await addressesOf(db, 'account_closed')).toEqual([
    'buyer@works.example',
    'former@works.example',
    'manager@seller.example',
    'owner@works.example',
  ]);
  expect(await lettersOf(db, 'account_closed')).toMatchObject([{ accountName: 'Works LLC', revokedKeys: 1 }]);
});

test('ADM-02 of a link for a manager’s key the administrators and that manager hear by letter; no link or code is in it', async ({
  db,
}) => {
  await aReachableAdministrator(db);
  await reachableStaff(db, 'loyalty', 'loyalty@seller.example');
  const holderId = await reachableStaff(db, 'account-manager', 'max@seller.example');
  const actor = await aStaffActor(db, 'administrator');
  const request = { holderId, label: 'Blue', actor, trace: TRACE };
  const outcome = await inviteStaff(authServicesFor(db), request);
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(await addressesOf(db, 'staff_link_made')).toEqual(['admin@seller.example', 'max@seller.example']);
  expect(await lettersOf(db, 'staff_link_made')).toMatchObject([
    { role: 'account-manager', opensAt: outcome.opensAt.toISOString(), madeByName: expect.any(String) },
  ]);
  const stored = JSON.stringify(await db.letter.findMany());
  for (const secret of [outcome.invitation.token, outcome.invitation.claimCode])
    expect(stored).not.toContain(secret);
});

/** An administrator, an auditor and a loyalty officer whom letters reach, and their addresses. */
async function allOfTheStaff(db: Db) {
  const holderId = await aReachableAdministrator(db);
  await reachableStaff(db, 'auditor', 'auditor@seller.example');
  await reachableStaff(db, 'loyalty', 'loyalty@seller.example');
  return { holderId, all: ['admin@seller.example', 'auditor@seller.example', 'loyalty@seller.example'] };
}

test('ADM-02 of a link for an administrator all of the staff hear', async ({ db }) => {
  const { holderId, all } = await allOfTheStaff(db);
  const actor = await aStaffActor(db, 'administrator');
  await inviteStaff(authServicesFor(db), { holderId, label: 'Blue', actor, trace: TRACE });
  expect(await addressesOf(db, 'staff_link_made')).toEqual(all);
});

test('ADM-02 of a change that nobody else confirms all of the staff hear before it happens', async ({
  db,
}) => {
  const { all } = await allOfTheStaff(db);
  const { effectiveAt } = await aStaffProposal(db, { isAlone: true });
  expect(await addressesOf(db, 'lone_change')).toEqual(all);
  expect(await lettersOf(db, 'lone_change')).toMatchObject([
    { change: 'policy_change', effectiveAt: effectiveAt?.toISOString() },
  ]);
  await aStaffProposal(db, { payload: REMOVAL });
  expect(await addressesOf(db, 'lone_change')).toEqual(all); // another administrator is here by now
});
