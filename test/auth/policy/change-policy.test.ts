import { describe, expect } from 'vitest';
import { changePolicy } from '#auth/policy/change-policy.ts';
import { findPolicyVersions } from '#auth/policy/find-policy-versions.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import { DEMO_POLICY, PRODUCTION_POLICY, findPolicyFaults } from '#auth/policy/policy.ts';
import type { FloorBreach, Policy } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, openTestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';

const STRICTER: Policy = { ...PRODUCTION_POLICY, invitationDays: 3 };
const { classesOfTier } = PRODUCTION_POLICY;

test('a change is the next version, with who, why and its audit event', async ({ db }) => {
  await install(db);
  expect(await change(db, STRICTER)).toEqual({ ok: true, version: 2 });
  expect((await getPolicy(db)).policy.invitationDays).toBe(3);
  const [latest, first] = await findPolicyVersions(db);
  expect(latest).toMatchObject({ version: 2, reason: 'shorter is safer' });
  expect(first?.policy).toEqual(PRODUCTION_POLICY);
  const events = await db.auditEvent.findMany({ select: { type: true, note: true, detailsJson: true } });
  expect(events).toEqual([
    {
      type: 'policy_changed',
      note: 'shorter is safer',
      detailsJson: '{"changed":"invitationDays","version":2}',
    },
  ]);
});

describe.each<[string, Policy, FloorBreach]>([
  [
    'the staff’s keys unproven',
    { ...PRODUCTION_POLICY, attestation: { customer: 'required', staff: 'optional' } },
    'staff_unattested',
  ],
  ['an unproven key as proven', { ...PRODUCTION_POLICY, unattestedTier: 4 }, 'unattested_counts_as_attested'],
  [
    'own prices to an unproven key',
    { ...PRODUCTION_POLICY, classesOfTier: { ...classesOfTier, 2: ['status', 'own-price'] } },
    'unattested_opens_prices',
  ],
  [
    'balances to a fob with a fixed code',
    { ...PRODUCTION_POLICY, classesOfTier: { ...classesOfTier, 1: ['status', 'money'] } },
    'unattested_opens_prices',
  ],
])('production never allows %s', (_name, policy, breach) => {
  test('the change is refused, nothing is written, and a start with it would fail', async ({ db }) => {
    await install(db);
    expect(await change(db, policy)).toEqual({ ok: false, reason: 'below_floor', breaches: [breach] });
    expect(await db.policyVersion.count()).toBe(1);
    expect(await db.auditEvent.count()).toBe(0);
    expect(findPolicyFaults(policy, 'production', 1)).toHaveLength(1);
  });
});

test('the demo may do what production may not', async ({ db }) => {
  await install(db);
  expect(await change(db, DEMO_POLICY, { mode: 'demo' })).toEqual({ ok: true, version: 2 });
});

test('a change that was made meanwhile is never overwritten unseen', async ({ db }) => {
  await install(db);
  const other: Policy = { ...PRODUCTION_POLICY, invitationDays: 7 };
  const outcomes = await Promise.all([change(db, STRICTER), change(db, other)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'changed_meanwhile' });
  expect(await db.policyVersion.count()).toBe(2);
});

test('the same rules again are no new version', async ({ db }) => {
  await install(db);
  expect(await change(db, PRODUCTION_POLICY)).toEqual({ ok: false, reason: 'unchanged' });
  expect(await db.auditEvent.count()).toBe(0);
});

async function install(db: Db): Promise<void> {
  const policyJson = JSON.stringify(PRODUCTION_POLICY);
  await db.policyVersion.create({
    data: { version: 1, policyJson, reason: 'first start', createdAt: new Date() },
    select: { version: true },
  });
}

async function change(
  db: Db,
  policy: Policy,
  { mode = 'production' }: { mode?: 'demo' | 'production' } = {},
) {
  const actor = await aStaffActor(db, 'administrator');
  return changePolicy(openTestAuth(db), {
    policy,
    basedOn: 1,
    reason: 'shorter is safer',
    mode,
    actor,
    trace: TRACE,
  });
}
