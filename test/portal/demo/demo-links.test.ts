import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { StaffRole } from '#auth/permissions/roles.ts';
import { mintDemoLinks } from '#portal/demo/demo-links.server.ts';
import type { PortalServices } from '#portal/portal-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aMembership, aStaffHolder, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';

test('the demo prints exactly four lines, one a role', async ({ portal, db }) => {
  await demoPeople(db);
  const lines = await mintDemoLinks(portal.services);
  const pattern = new RegExp(
    `^enrol (\\S+) ${portal.origin}/enrol#[\\w-]{43} code [A-Z0-9]{4}-[A-Z0-9]{4} name (.+)$`,
  );
  expect(lines.map((line) => pattern.exec(line)?.slice(1))).toEqual([
    ['administrator', 'Demo administrator'],
    ['account-manager', 'Demo account-manager'],
    ['loyalty', 'Demo loyalty'],
    ['customer', 'Demo buyer'],
  ]);
});

test('a link that is still open is printed again, and kept for nobody else’s eyes', async ({
  portal,
  db,
}) => {
  await demoPeople(db);
  const first = await mintDemoLinks(portal.services);
  expect(await mintDemoLinks(portal.services)).toEqual(first);
  expect([await db.invitation.count(), await db.key.count()]).toEqual([4, 4]);
  expect((await stat(keptIn(portal.services))).mode & 0o777).toBe(0o600);
});

test.for([
  ['used', { status: 'used' }],
  ['withdrawn', { status: 'withdrawn' }],
  ['expired', { expiresAt: new Date(0) }],
  ['out of tries', { claimTriesLeft: 0 }],
  ['opened too often', { opensLeft: 0 }],
] as const)('a link that is %s is minted anew, the others are not', async ([, change], { portal, db }) => {
  await demoPeople(db);
  const first = await mintDemoLinks(portal.services);
  const loyalty = await db.invitation.findFirstOrThrow({
    where: { key: { holder: { staffRole: 'loyalty' } } },
    select: { id: true },
  });
  await db.invitation.update({ where: { id: loyalty.id }, data: change });
  const second = await mintDemoLinks(portal.services);
  expect(second.map((line, index) => line === first[index])).toEqual([true, true, false, true]);
});

test('whoever has no key yet gets the link; when all have one, the first person a spare', async ({
  portal,
  db,
}) => {
  const { loyalty } = await demoPeople(db);
  const second = await aStaffHolder(db, 'loyalty', { name: 'Second officer' });
  await db.holder.update({ where: { id: second.id }, data: { isDemo: true } });
  await aKey(db, { holderId: loyalty, accountId: null });
  expect((await mintDemoLinks(portal.services))[2]).toContain('name Second officer');
  await db.key.updateMany({ where: { holderId: second.id }, data: { status: 'active' } });
  await db.invitation.updateMany({ data: { status: 'used' } });
  expect((await mintDemoLinks(portal.services))[2]).toContain('name Demo loyalty');
});

test('links of another address are not printed, even where one address begins like the other', async ({
  portal,
  db,
}) => {
  await demoPeople(db);
  await mintDemoLinks(portal.services);
  const file = keptIn(portal.services);
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(portal.origin, `${portal.origin}0`));
  for (const line of await mintDemoLinks(portal.services)) expect(line).toContain(` ${portal.origin}/enrol#`);
});

test('a damaged file of links costs new links, not the start', async ({ portal, db }) => {
  await demoPeople(db);
  await mintDemoLinks(portal.services);
  for (const damaged of ['[{"role":"loya', '[{"role":"king"}]']) {
    await writeFile(keptIn(portal.services), damaged);
    expect(await mintDemoLinks(portal.services)).toHaveLength(4);
  }
});

/** One person a role, as the demo's company has them. */
async function demoPeople(db: Db): Promise<{ loyalty: string }> {
  const staff = new Map<StaffRole, string>();
  for (const role of ['administrator', 'account-manager', 'loyalty'] as const) {
    staff.set(role, (await aStaffHolder(db, role, { name: `Demo ${role}` })).id);
  }
  const { id: accountId } = await anAccount(db);
  const buyer = await aHolder(db, { name: 'Demo buyer' });
  await aMembership(db, { holderId: buyer.id, accountId, role: 'buyer' });
  await db.holder.updateMany({ data: { isDemo: true } });
  return { loyalty: staff.get('loyalty') ?? '' };
}

function keptIn({ env }: PortalServices): string {
  return join(env.dataDir, 'demo-links.json');
}
