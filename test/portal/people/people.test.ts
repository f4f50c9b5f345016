import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { ENGLISH, aDesk, aSessionOf } from '#test/support/desk-builders.ts';
import { withAddress } from '#test/support/letters.ts';
import { test } from '#test/support/portal-test.ts';
import type { Call, TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

/** In an element of its own: a link may look like a code by chance. */
const SHOWN_CODE = />[0-9A-Z]{4}-[0-9A-Z]{4}</;

/** A manager asks for a second key of a company whose owner is signed in. */
async function anAskedOwner(portal: TestPortal, db: Db) {
  const desk = await aDesk(db, { role: 'owner' });
  await db.key.update({ where: { id: desk.keyId }, data: { activatedAt: new Date() } });
  await withAddress(db, desk.person.id, 'anna@works.example');
  const { token: owner } = await aSessionOf(db, desk);
  const form = { person: desk.person.id, label: 'Spare', kind: 'fido2', evidence: 'seen-in-person' };
  const path = `/desk/customers/${desk.account.id}/issue-key?request=${randomUUID()}`;
  const issued = await portal.page(path, { as: desk.manager, cookies: ENGLISH, form });
  const page = await portal.page('/people', { as: owner, cookies: ENGLISH });
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  const proposal = { proposalId: valueOf('proposalId'), seenHash: valueOf('seenHash') };
  const answer = (intent: string, call: Call = {}) =>
    portal.request('/people', { as: owner, cookies: ENGLISH, form: { intent, ...proposal }, ...call });
  return { owner, issued, page, answer };
}

test('REC-05 the manager is shown no code; the owner reads whose key it is, confirms it, and is shown the code once', async ({
  portal,
  db,
}) => {
  const { owner, issued, page, answer } = await anAskedOwner(portal, db);
  expect(textOf(issued)).toContain('An owner of the company now finds this key');
  expect(issued).not.toMatch(SHOWN_CODE);
  expect(textOf(page)).toContain('A key “Spare” for Anna Demo');
  expect(textOf(page)).toContain('The portal warns them at anna@works.example.');

  const confirmed = await answer('approve');
  expect(confirmed.status).toBe(200);
  expect(await confirmed.text()).toMatch(SHOWN_CODE);
  expect(await portal.page('/people', { as: owner })).not.toMatch(SHOWN_CODE);
});

test('REC-05 without the touch of the owner’s key nothing is confirmed', async ({ portal, db }) => {
  const { answer } = await anAskedOwner(portal, db);
  expect((await answer('approve', { touch: false })).status).toBe(428);
  expect(await db.proposal.findFirst()).toMatchObject({ status: 'open' });
});

test('REC-05 what was declined is gone, and answering again says that it is decided', async ({
  portal,
  db,
}) => {
  const { answer } = await anAskedOwner(portal, db);
  expect((await answer('decline')).headers.get('location')).toBe('/people?done=declined');
  const again = await answer('approve');
  expect([again.status, textOf(await again.text())]).toEqual([
    409,
    expect.stringContaining('This was decided, taken back or changed meanwhile.'),
  ]);
});
