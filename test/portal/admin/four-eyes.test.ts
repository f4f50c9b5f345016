/** ADM-02 on the pages: what one administrator asks for, another confirms. */
import { describe, expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { differenceOfRules } from '#portal/admin/proposals/difference.server.ts';
import { signedInStaff } from '#test/support/builders.ts';
import { ENGLISH } from '#test/support/desk-builders.ts';
import { aStaffProposal, seenHashIn } from '#test/support/four-eyes.ts';
import { toPem } from '#test/support/pem.ts';
import { test } from '#test/support/portal-test.ts';
import { textOf } from '#test/support/render-part.tsx';
import { createTestCa } from '#test/support/test-ca.ts';

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const { classesOfTier, session, metadata } = PRODUCTION_POLICY;

test.for<[string, Partial<Policy>]>([
  ['customers’ attestation', { attestation: { customer: 'optional', staff: 'required' } }],
  ['staff’s attestation', { attestation: { customer: 'required', staff: 'optional' } }],
  ['signatures', { algorithms: [-7] }],
  ['what an unproven key counts as', { unattestedTier: 4 }],
  ['what a fob with a fixed code opens', { classesOfTier: { ...classesOfTier, 1: ['status', 'goods'] } }],
  ['what an unproven key opens', { classesOfTier: { ...classesOfTier, 2: [] } }],
  ['what a U2F key opens', { classesOfTier: { ...classesOfTier, 3: ['status'] } }],
  ['what a proven key opens', { classesOfTier: { ...classesOfTier, 4: ['status'] } }],
  ['protection of the credential', { credentialProtection: 'demanded' }],
  ['length of the PIN', { minPinLength: { length: 8, demand: 'asked' } }],
  ['whether the PIN’s length is demanded', { minPinLength: { length: 6, demand: 'demanded' } }],
  ['idle minutes', { session: { ...session, idleMinutes: 6 } }],
  ['hours of a session', { session: { ...session, absoluteHours: 13 } }],
  ['idle minutes of lower keys', { session: { ...session, lower: { ...session.lower, idleMinutes: 1 } } }],
  ['hours of lower keys', { session: { ...session, lower: { ...session.lower, absoluteHours: 1 } } }],
  ['browsers a key', { session: { ...session, perKey: 4 } }],
  ['days of a link', { invitationDays: 1 }],
  ['days of a one-time PIN', { oneTimePinDays: 1 }],
  ['days until metadata is stale', { metadata: { ...metadata, staleAfterDays: 1 } }],
  ['uncertified models', { metadata: { ...metadata, uncertified: 'refused' } }],
  ['mended models', { metadata: { ...metadata, updateAfterCompromise: 'accepted' } }],
  ['which orders need a touch', { orderTouchAbove: [{ currency: 'RUB', amount: '1' }] }],
  ['names of networks', { places: [{ cidr: '192.0.2.0/24', label: 'Office' }] }],
])('ADM-02 whoever confirms is shown a change of %s as the one row that differs', ([, change]) => {
  for (const locale of ['ru', 'en'] as const) {
    const rows = differenceOfRules(PRODUCTION_POLICY, { ...PRODUCTION_POLICY, ...change }, { locale });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.before).not.toBe(rows[0]?.after);
  }
});

test('ADM-02 the page shows what changes and nothing that stays, why, and who asked', async ({
  portal,
  db,
}) => {
  const policy = { ...PRODUCTION_POLICY, invitationDays: 3 };
  const { proposalId } = await aStaffProposal(db, {
    payload: { kind: 'policy_change', basedOn: 1, policy },
  });
  const as = await signedInStaff(db, 'administrator');
  const list = await portal.page('/admin/proposals', { as, cookies: ENGLISH });
  expect(list).toContain(`href="/admin/proposals/${proposalId}"`);
  const page = textOf(await portal.page(`/admin/proposals/${proposalId}`, { as, cookies: ENGLISH }));
  expect(page).toContain('A one-time link lives 14 days 3 days');
  expect(page).not.toContain('PIN on the key');
  expect(page).toContain('shorter is safer');
  expect(page).toContain('Confirm the change');
});

test('ADM-02 the page of a model shows each certificate that comes or goes', async ({ portal, db }) => {
  const [old, later] = [toPem(createTestCa().certificate), toPem(createTestCa().certificate)];
  const before = { name: 'Demo key', maker: 'Demo maker', rootsPem: old };
  await db.keyModel.create({ data: { aaguid: AAGUID, ...before, addedAt: new Date() } });
  const { proposalId } = await aStaffProposal(db, {
    payload: { kind: 'key_model_change', aaguid: AAGUID, before, after: { ...before, rootsPem: later } },
  });
  const as = await signedInStaff(db, 'administrator');
  const page = await portal.page(`/admin/proposals/${proposalId}`, { as, cookies: ENGLISH });
  expect(page.match(/SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/g)).toHaveLength(2);
  expect(textOf(page)).toContain('Change the model Demo key');
});

describe('whoever asked', () => {
  test('ADM-02 is not offered to confirm it, and a form made by hand is refused, with their key’s touch too', async ({
    portal,
    db,
  }) => {
    const as = await signedInStaff(db, 'administrator');
    const { holderId, keyId, sessionId } = as;
    const actor = {
      kind: 'staff',
      role: 'administrator',
      holderId,
      keyId,
      sessionId,
      tier: 4,
      deputyFor: [],
    } as const;
    const { proposalId } = await aStaffProposal(db, { actor });
    const path = `/admin/proposals/${proposalId}`;
    const page = await portal.page(path, { as, cookies: ENGLISH });
    expect(page).not.toContain('value="approve"');
    expect(page).toContain('value="withdraw"');

    const seenHash = seenHashIn(page);
    for (const intent of ['approve', 'decline']) {
      const refused = await portal.request(path, { as, cookies: ENGLISH, form: { intent, seenHash } });
      expect([refused.status, textOf(await refused.text())]).toEqual([
        409,
        expect.stringContaining('another administrator has to confirm what you asked for'),
      ]);
    }
    expect(await db.proposal.findFirst()).toMatchObject({ status: 'open' });
    expect(await db.policyVersion.count()).toBe(1);

    const withdrawn = await portal.request(path, { as, form: { intent: 'withdraw', seenHash } });
    expect(withdrawn.headers.get('location')).toBe(`${path}?done=withdrawn`);
  });

  test('ADM-02 is told, where there is no other administrator, when it takes effect and that it can be stopped', async ({
    portal,
    db,
  }) => {
    const as = await signedInStaff(db, 'administrator');
    const form = await portal.page('/admin/policy', { as, cookies: ENGLISH });
    expect(form).toContain('takes effect after 24 hours');
    const { holderId, keyId, sessionId } = as;
    const actor = {
      kind: 'staff',
      role: 'administrator',
      holderId,
      keyId,
      sessionId,
      tier: 4,
      deputyFor: [],
    } as const;
    const { proposalId } = await aStaffProposal(db, { actor, isAlone: true });
    const page = await portal.page(`/admin/proposals/${proposalId}?done=asked`, { as, cookies: ENGLISH });
    expect(textOf(page)).toContain('there is no other administrator with a key that works');
    expect(page).toContain('value="withdraw"');
    expect(await portal.page('/admin/policy', { as })).toContain(`href="/admin/proposals/${proposalId}"`);
  });
});

test('ADM-01 without the touch of the second administrator’s key nothing is confirmed', async ({
  portal,
  db,
}) => {
  const { proposalId } = await aStaffProposal(db);
  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/proposals/${proposalId}`;
  const seenHash = seenHashIn(await portal.page(path, { as }));
  const form = { intent: 'approve', seenHash };
  expect((await portal.request(path, { as, form, touch: false })).status).toBe(428);
  expect(await db.proposal.findFirst()).toMatchObject({ status: 'open' });
});

test('ADM-02 what was overtaken says so, and offers nothing but to decline it', async ({ portal, db }) => {
  const { proposalId } = await aStaffProposal(db);
  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/proposals/${proposalId}`;
  const seenHash = seenHashIn(await portal.page(path, { as }));
  const policyJson = JSON.stringify(DEMO_POLICY);
  await db.policyVersion.create({
    data: { version: 2, policyJson, reason: 'meanwhile', createdAt: new Date() },
  });
  const page = await portal.page(path, { as, cookies: ENGLISH });
  expect(page).not.toContain('value="approve"');
  expect(page).toContain('It can no longer be confirmed');
  const late = await portal.request(path, { as, cookies: ENGLISH, form: { intent: 'approve', seenHash } });
  expect([late.status, textOf(await late.text())]).toEqual([
    409,
    expect.stringContaining('what it would change has changed meanwhile'),
  ]);
  expect(await portal.page(path, { as, cookies: ENGLISH })).toContain('overtaken');
});

test('ADM-02 the versions of the rules tell who asked and who confirmed', async ({ portal, db }) => {
  const { proposalId } = await aStaffProposal(db);
  const as = await signedInStaff(db, 'administrator');
  const path = `/admin/proposals/${proposalId}`;
  const seenHash = seenHashIn(await portal.page(path, { as }));
  await portal.request(path, { as, form: { intent: 'approve', seenHash } });
  const { name } = await db.holder.findUniqueOrThrow({ where: { id: as.holderId } });
  const rules = textOf(await portal.page('/audit/policy', { as, cookies: ENGLISH }));
  expect(rules).toContain('Confirmed by');
  expect(rules).toContain(name);
});
