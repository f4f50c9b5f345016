import { expect } from 'vitest';
import { STAFF_ACTIONS, can } from '#auth/permissions/can.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

test('the database finds for every role and action exactly the accounts that the permission rule allows', async ({
  db,
}) => {
  for (const role of STAFF_ROLES) {
    const actor = await aStaffActor(db, role);
    const accounts = [
      await anAccount(db, { accountManagerId: actor.holderId }),
      await anAccount(db, { accountManagerId: (await aStaffActor(db)).holderId }),
      await anAccount(db, { accountManagerId: null }),
    ];
    for (const action of STAFF_ACTIONS) {
      const found = await db.customerAccount.findMany({
        where: { AND: [{ id: { in: accounts.map(({ id }) => id) } }, accountsWithin(actor, action)] },
        select: { id: true },
      });
      const allowed = accounts.filter(({ id, accountManagerId }) =>
        can(actor, action, { kind: 'account', accountId: id, accountManagerId }),
      );
      expect(new Set(found.map(({ id }) => id)), `${role} ${action}`).toEqual(
        new Set(allowed.map(({ id }) => id)),
      );
    }
  }
});

test('ADM-01 staff whose key proves less than everything reach no account', async ({ db }) => {
  const actor = { ...(await aStaffActor(db)), tier: 2 } as const;
  await anAccount(db, { accountManagerId: actor.holderId });
  expect(await db.customerAccount.count({ where: accountsWithin(actor, 'account:read') })).toBe(0);
});
