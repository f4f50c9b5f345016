/** ADM-03 on every address of the staff, as a page and as data: each role gets exactly what the table says. */
import { expect } from 'vitest';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { aDesk } from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { allAddresses } from '#test/support/route-table.ts';
import { ask, pageDataOf, waysOf } from './answers.ts';
import { staffPathOf } from './staff-paths.ts';
import { STAFF_ROUTES } from './staff-routes.ts';

const STAFF = /^\/(desk|loyalty|admin|audit)(\/|$)/;
const ROUTES = allAddresses().filter(({ pattern }) => STAFF.test(pattern));

test('the table has every address of the staff, and no other', () => {
  expect(Object.keys(STAFF_ROUTES).toSorted()).toEqual(ROUTES.map(({ pattern }) => pattern).toSorted());
});

test.for(ROUTES)(
  'ADM-03 $pattern answers each role as the table says, and whoever may not changes nothing',
  async ({ pattern, file }, { portal, db }) => {
    const desk = await aDesk(db);
    const path = await staffPathOf(db, pattern, desk);
    const { opens, read, form } = STAFF_ROUTES[pattern] ?? { opens: [], read: 200, form: 405 };
    const everybody = Object.entries(await people(db, desk));
    const mayOpen = (role: string) => opens.some((one) => one === role);
    const events = await changesIn(db);
    for (const [role, as] of everybody.filter(([name]) => !mayOpen(name))) {
      const reads = await statusesOf(portal, [...waysOf(path), pageDataOf(path, file)], { as });
      const sends = await statusesOf(portal, waysOf(path), { as, form: {} });
      const refused = form === 405 ? 405 : 403;
      expect([role, reads, sends]).toEqual([role, [403, 403, 403], [refused, refused]]);
    }
    expect(await changesIn(db)).toBe(events);
    for (const [index, [role, as]] of everybody.filter(([name]) => mayOpen(name)).entries()) {
      const own = index === 0 ? path : await staffPathOf(db, pattern, desk); // what the first one ended is over
      const reads = await statusesOf(portal, [...waysOf(own), pageDataOf(own, file)], { as });
      const [sent] = await statusesOf(portal, [own], { as, form: {} });
      expect([role, reads, sent]).toEqual([role, [read, asData(read), asData(read)], form]);
    }
    expect(everybody.filter(([name]) => mayOpen(name)).length).toBeGreaterThan(0);
  },
);

test('nobody of the staff but with a key that proves everything opens any address of the staff', async ({
  portal,
  db,
}) => {
  const desk = await aDesk(db);
  const staff = await people(db, desk);
  await db.key.updateMany({ data: { attestation: 'unattested' } });
  for (const { pattern } of ROUTES) {
    const path = await staffPathOf(db, pattern, desk);
    for (const role of STAFF_ROLES) {
      const [page, data] = await Promise.all(
        waysOf(path).map((way) => ask(portal, way, { as: staff[role] })),
      );
      expect([path, role, page?.status, data?.status]).toEqual([path, role, 403, 403]);
    }
  }
});

async function statusesOf(portal: TestPortal, ways: readonly string[], call: Call): Promise<number[]> {
  const statuses: number[] = [];
  for (const way of ways) statuses.push((await ask(portal, way, call)).status);
  return statuses;
}

/** Whatever changes anything is in the log; that somebody was refused is there too, and changes nothing. */
function changesIn(db: Db): Promise<number> {
  return db.auditEvent.count({ where: { type: { not: 'permission_refused' } } });
}

async function people(db: Db, { manager, account }: Desk) {
  return {
    'account-manager': manager.token,
    loyalty: (await signedInStaff(db, 'loyalty')).token,
    administrator: (await signedInStaff(db, 'administrator')).token,
    auditor: (await signedInStaff(db, 'auditor')).token,
    customer: (await signedInCustomer(db, { account })).token,
  };
}

/** The framework tells its client of a redirect by another status. */
function asData(status: number): number {
  return status === 302 ? 202 : status;
}
