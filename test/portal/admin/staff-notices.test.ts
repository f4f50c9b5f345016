/** ADM-02 amended: what goes around the second pair of eyes stands on every page of the staff. */
import { expect } from 'vitest';
import { aKey, aStaffHolder, signedInStaff } from '#test/support/builders.ts';
import { ENGLISH } from '#test/support/desk-builders.ts';
import { aStaffProposal } from '#test/support/four-eyes.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';

test.for(['administrator', 'account-manager', 'loyalty', 'auditor'] as const)(
  'ADM-02 what happens by itself stands on every page of the %s, with who asked and when',
  async (role, { portal, db }) => {
    const { proposalId } = await aStaffProposal(db, { isAlone: true });
    const as = await signedInStaff(db, role);
    const home = {
      administrator: '/admin',
      'account-manager': '/desk',
      loyalty: '/loyalty',
      auditor: '/audit',
    }[role];
    for (const path of [home, '/my-key']) {
      const page = await portal.page(path, { as, cookies: ENGLISH });
      expect(page).toContain('A change that nobody else confirms');
      const link = `href="/admin/proposals/${proposalId}"`;
      expect(page.includes(link)).toBe(role === 'administrator');
    }
  },
);

test('ADM-02 a link that was made on the server stands on every page of the staff, and is withdrawn on its person’s', async ({
  portal,
  db,
}) => {
  const { id: holderId } = await aStaffHolder(db, 'administrator', { name: 'Vera Second' });
  const { id: keyId } = await aKey(db, { holderId, accountId: null, status: 'assigned' });
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  const times = { createdAt: at(0), opensAt: at(24), expiresAt: at(48) };
  await db.invitation.create({
    data: { keyId, tokenHash: 'hash', claimTriesLeft: 5, opensLeft: 10, ...times },
  });
  const officer = await signedInStaff(db, 'loyalty');
  const seen = textOf(await portal.page('/loyalty', { as: officer, cookies: ENGLISH }));
  expect(seen).toContain('A link for a key of the staff was made, and nobody else has confirmed it');
  expect(seen).toContain('Vera Second (administrator) opens');

  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/staff/${holderId}`;
  expect(textOf(await portal.page(path, { as, cookies: ENGLISH }))).toContain('link opens');
  const form = { intent: 'withdraw-link', keyId };
  const withdrawn = await portal.request(path, { as, form });
  expect(withdrawn.headers.get('location')).toBe(`${path}?done=withdrawn`);
  expect(await portal.page('/loyalty', { as: officer, cookies: ENGLISH })).not.toContain('Vera Second');
  expect((await portal.request(path, { as, form })).status).toBe(409);
});

test('ADM-02 the button that confirms a link goes when its day is over, and is not shown to whoever made it', async ({
  portal,
  db,
}) => {
  const maker = await signedInStaff(db, 'administrator');
  const as = await signedInStaff(db, 'administrator');
  const { id: holderId } = await aStaffHolder(db, 'account-manager', { name: 'Max Manager' });
  const { id: keyId } = await aKey(db, { holderId, accountId: null, status: 'assigned' });
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  const times = { createdAt: at(-1), opensAt: at(23), expiresAt: at(48) };
  const { id } = await db.invitation.create({
    data: {
      keyId,
      tokenHash: 'hash of it',
      claimTriesLeft: 5,
      opensLeft: 10,
      createdById: maker.holderId,
      ...times,
    },
  });
  const path = `/admin/staff/${holderId}`;
  const buttons = async (by: typeof as) => {
    const page = await portal.page(path, { as: by, cookies: ENGLISH });
    return ['confirm-link', 'withdraw-link'].filter((deed) => page.includes(`value="${deed}"`));
  };
  expect(await buttons(as)).toEqual(['confirm-link', 'withdraw-link']);
  expect(await buttons(maker)).toEqual(['withdraw-link']);

  await db.invitation.update({ where: { id }, data: { opensAt: at(-1) } });
  expect(await buttons(as)).toEqual(['withdraw-link']);
  const page = textOf(await portal.page(path, { as, cookies: ENGLISH }));
  expect(page).not.toContain('link opens');
  expect(page).toContain('Max Manager (account manager) open until');
});
