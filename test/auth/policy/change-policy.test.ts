import { describe, expect } from 'vitest';
import { changePolicy } from '#auth/policy/change-policy.ts';
import { findPolicyVersions } from '#auth/policy/find-policy-versions.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import { DEMO_POLICY, ES256, PRODUCTION_POLICY, findPolicyFaults } from '#auth/policy/policy.ts';
import type { FloorBreach, Policy } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';

const STRICTER: Policy = { ...PRODUCTION_POLICY, invitationDays: 3 };
const { classesOfTier } = PRODUCTION_POLICY;

test('SES-06 a change of what guards nothing is the next version at once, with who, why and its audit event', async ({
  db,
}) => {
  await install(db);
  const places = [{ cidr: '192.0.2.0/24', label: 'Main office' }];
  const outcome = await change(db, { ...PRODUCTION_POLICY, places });
  expect(outcome).toEqual({ ok: true, made: 'version', version: 2 });
  expect((await getPolicy(db)).policy.places).toEqual(places);
  const [latest, first] = await findPolicyVersions(db);
  expect(latest).toMatchObject({ version: 2, reason: 'shorter is safer', confirmedBy: null });
  expect(first?.policy).toEqual(PRODUCTION_POLICY);
  const events = await db.auditEvent.findMany({ select: { type: true, note: true, detailsJson: true } });
  expect(events).toEqual([
    { type: 'policy_changed', note: 'shorter is safer', detailsJson: '{"changed":"places","version":2}' },
  ]);
});

const LARGER: Policy = { ...PRODUCTION_POLICY, places: [{ cidr: '192.0.2.0/24', label: 'Office' }] };

test.for<[string, Policy]>([
  ['how keys prove themselves', { ...LARGER, attestation: { customer: 'optional', staff: 'required' } }],
  ['which signatures count', { ...LARGER, algorithms: [ES256] }],
  ['what each kind of key opens', { ...LARGER, classesOfTier: { ...classesOfTier, 3: ['status'] } }],
  ['PINs on keys', { ...LARGER, minPinLength: { length: 4, demand: 'asked' } }],
  ['what is asked of a key', { ...LARGER, credentialProtection: 'demanded' }],
  ['how long sessions live', { ...LARGER, session: { ...PRODUCTION_POLICY.session, absoluteHours: 24 } }],
  ['how long links live', { ...LARGER, invitationDays: 60 }],
  ['how long PINs that were given out wait', { ...LARGER, oneTimePinDays: 30 }],
  ['what a file of an agent costs', { ...LARGER, agentKeyInFile: 'lowers' }],
  ['which orders need a touch', { ...LARGER, orderTouchAbove: [{ currency: 'RUB', amount: '9' }] }],
  ['what the metadata says', { ...LARGER, metadata: { ...PRODUCTION_POLICY.metadata, staleAfterDays: 365 } }],
])('ADM-02 a change of %s is only asked for, whatever else changes with it', async ([, policy], { db }) => {
  await install(db);
  expect(await change(db, policy)).toMatchObject({ ok: true, made: 'proposal' });
  expect((await getPolicy(db)).version).toBe(1);
  expect(await auditTypes(db)).toEqual(['staff_proposal_made', 'staff_noticed']);
});

test('ADM-02 the same change is asked for once', async ({ db }) => {
  await install(db);
  const outcomes = await Promise.all([change(db, STRICTER), change(db, STRICTER)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'proposed_already' });
  expect(await db.proposal.count()).toBe(1);
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
  expect(await change(db, DEMO_POLICY, { mode: 'demo' })).toMatchObject({ ok: true });
});

test('a change that was made meanwhile is never overwritten unseen', async ({ db }) => {
  await install(db);
  const other: Policy = { ...LARGER, places: [] };
  await change(db, LARGER);
  expect(await change(db, other)).toEqual({ ok: false, reason: 'changed_meanwhile' });
  const outcomes = await Promise.all([1, 2].map((office) => change(db, named(office), { basedOn: 2 })));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'changed_meanwhile' });
  expect(await db.policyVersion.count()).toBe(3);
});

test('the same rules again are no new version', async ({ db }) => {
  await install(db);
  expect(await change(db, PRODUCTION_POLICY)).toEqual({ ok: false, reason: 'unchanged' });
  expect(await db.auditEvent.count()).toBe(0);
});

function named(office: number): Policy {
  return { ...PRODUCTION_POLICY, places: [{ cidr: '198.51.100.0/24', label: `Office ${office}` }] };
}

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
  { mode = 'production', basedOn = 1 }: { mode?: 'demo' | 'production'; basedOn?: number } = {},
) {
  const actor = await aStaffActor(db, 'administrator');
  return changePolicy(openTestAuth(db), {
    policy,
    basedOn,
    reason: 'shorter is safer',
    mode,
    actor,
    trace: TRACE,
  });
}
