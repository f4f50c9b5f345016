import { describe, expect } from 'vitest';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { addKeyModel, proposeKeyModel } from '#auth/policy/change-key-models.ts';
import type { ProposeKeyModel, ProposeKeyModelOutcome } from '#auth/policy/change-key-models.ts';
import { findKeyModels } from '#auth/policy/find-key-models.ts';
import { parseKeyModel } from '#auth/policy/key-model.ts';
import type { KeyModelData, KeyModelFaults, KeyModelTexts } from '#auth/policy/key-model.ts';
import { decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const OTHER_AAGUID = 'ee882879-721c-4913-9775-3dfcce97072a';
const NOW = new Date('2026-11-22T12:00:00.000Z');
const ROOT = pemOf(createTestCa({ seed: 'key-model' }).certificate);

test('a model is read with what a person compares before trusting it', () => {
  const outcome = parseKeyModel(someTexts({ aaguid: AAGUID.toUpperCase().replaceAll('-', '') }), NOW);
  expect(outcome).toMatchObject({ ok: true, model: { aaguid: AAGUID, name: 'Demo key' } });
  expect(outcome.ok && outcome.roots).toHaveLength(1);
  expect(outcome.ok && outcome.roots[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

test('only the certificates themselves are kept of what was pasted', () => {
  const outcome = parseKeyModel(someTexts({ roots: `From the maker’s page:\n${ROOT}\nthanks` }), NOW);
  expect(outcome.ok && outcome.model.rootsPem.trim().split('\n').at(0)).toBe('-----BEGIN CERTIFICATE-----');
  expect(outcome.ok && outcome.model.rootsPem).not.toContain('thanks');
});

describe.each<[string, Partial<KeyModelTexts>, KeyModelFaults]>([
  ['without an AAGUID', { aaguid: '' }, { aaguid: 'missing' }],
  ['with something else for an AAGUID', { aaguid: 'YubiKey 5' }, { aaguid: 'not_aaguid' }],
  ['without a name', { name: '' }, { name: 'missing' }],
  ['without a maker', { maker: '' }, { maker: 'missing' }],
  ['without a certificate', { roots: 'none' }, { roots: 'no_certificate' }],
  [
    'with a broken certificate',
    { roots: ROOT.replace(/\n.{64}\n/, '\n') },
    { roots: 'unreadable_certificate' },
  ],
  [
    'with a private key pasted along',
    { roots: `${ROOT}\n-----BEGIN PRIVATE KEY-----` },
    { roots: 'private_key' },
  ],
  ['with too many certificates', { roots: ROOT.repeat(21) }, { roots: 'too_many_certificates' }],
])('a model %s', (_name, texts, faults) => {
  test('is refused, and the fault is told at its field', () => {
    expect(parseKeyModel(someTexts(texts), NOW)).toEqual({ ok: false, faults });
  });
});

test('a certificate that is not valid today is refused', () => {
  const later = new Date('2099-01-01T00:00:00.000Z');
  expect(parseKeyModel(someTexts({}), later)).toEqual({ ok: false, faults: { roots: 'not_valid_now' } });
});

test('the operator adds and replaces models at the command line, each with its event', async ({ db }) => {
  const auth = openTestAuth(db);
  const model = aModel();
  expect(await addKeyModel(auth, model)).toEqual({ isNew: true });
  expect(await addKeyModel(auth, { ...model, name: 'Demo key 2' })).toEqual({ isNew: false });
  expect(await findKeyModels(db)).toMatchObject([{ name: 'Demo key 2', keyCount: 0, roots: [{}] }]);
  expect(await auditTypes(db)).toEqual(['key_model_added', 'key_model_changed']);
});

describe('a model that an administrator asks for', () => {
  test('ADM-02 is added, replaced and removed once another has confirmed each', async ({ db }) => {
    const office = await anOffice(db);
    const { name, maker, rootsPem } = aModel();
    await confirmed(office, await asked(office, { name, maker, rootsPem }));
    await confirmed(office, await asked(office, { name: 'Demo key 2', maker, rootsPem }));
    expect(await findKeyModels(db)).toMatchObject([{ name: 'Demo key 2' }]);
    await confirmed(office, await asked(office, null));
    expect(await db.keyModel.count()).toBe(0);
    const changes = (await auditTypes(db)).filter((type) => type.startsWith('key_model'));
    expect(changes).toEqual(['key_model_added', 'key_model_changed', 'key_model_removed']);
  });

  test('ADM-02 is not touched where somebody has changed it since', async ({ db }) => {
    const office = await anOffice(db);
    const { aaguid, ...after } = aModel();
    const removal = await addKeyModel(office.auth, { aaguid, ...after }).then(() => asked(office, null));
    await addKeyModel(office.auth, { aaguid, ...after, name: 'Another' });
    expect(await confirmed(office, removal)).toEqual({ ok: false, reason: 'overtaken' });
    expect(await findKeyModels(db)).toMatchObject([{ name: 'Another' }]);
  });

  test('is refused where it changes nothing, or is not there, or waits already', async ({ db }) => {
    const office = await anOffice(db);
    const { aaguid, ...after } = aModel();
    expect(await asked(office, null)).toEqual({ ok: false, reason: 'not_found' });
    await addKeyModel(office.auth, { aaguid, ...after });
    expect(await asked(office, after)).toEqual({ ok: false, reason: 'unchanged' });
    expect(await asked(office, null)).toMatchObject({ ok: true });
    expect(await asked(office, null)).toEqual({ ok: false, reason: 'proposed_already' });
  });

  test('production keeps its last one: it can’t be asked for, and two removals leave one', async ({ db }) => {
    const office = await anOffice(db, 'production');
    const { aaguid, ...after } = aModel();
    await addKeyModel(office.auth, { aaguid, ...after });
    expect(await asked(office, null)).toEqual({ ok: false, reason: 'last_model' });
    await addKeyModel(office.auth, { ...after, aaguid: OTHER_AAGUID });
    const removals = [await asked(office, null), await asked(office, null, OTHER_AAGUID)];
    expect(await Promise.all(removals.map((removal) => confirmed(office, removal)))).toEqual([
      { ok: true },
      { ok: false, reason: 'overtaken' },
    ]);
    expect(await db.keyModel.count()).toBe(1);
  });
});

type Office = {
  auth: TestAuth;
  mode: 'demo' | 'production';
  asker: StaffActor;
  other: StaffActor;
};

async function anOffice(db: Db, mode: Office['mode'] = 'demo'): Promise<Office> {
  const [asker, other] = [await aStaffActor(db, 'administrator'), await aStaffActor(db, 'administrator')];
  return { auth: openTestAuth(db), mode, asker, other };
}

function asked(
  { auth, mode, asker: actor }: Office,
  after: ProposeKeyModel['after'],
  aaguid = AAGUID,
): Promise<ProposeKeyModelOutcome> {
  return proposeKeyModel(auth, { aaguid, after, reason: '', mode, actor, trace: TRACE });
}

async function confirmed({ auth, mode, other: actor }: Office, outcome: ProposeKeyModelOutcome) {
  if (!outcome.ok) throw new Error(outcome.reason);
  const { proposalId } = outcome;
  const { payloadHash: seenHash } = await auth.db.proposal.findUniqueOrThrow({ where: { id: proposalId } });
  return decideStaffProposal(auth, {
    proposalId,
    decision: 'approve',
    seenHash,
    mode,
    actor,
    trace: TRACE,
  });
}

function aModel(): KeyModelData {
  const parsed = parseKeyModel(someTexts({}), NOW);
  if (!parsed.ok) throw new Error('the sample model was refused');
  return parsed.model;
}

function someTexts(differences: Partial<KeyModelTexts>): KeyModelTexts {
  return { aaguid: AAGUID, name: 'Demo key', maker: 'Demo maker', roots: ROOT, ...differences };
}

function pemOf(certificate: Uint8Array): string {
  const body = Buffer.from(certificate)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}
