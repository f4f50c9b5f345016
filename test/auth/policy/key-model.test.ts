import { describe, expect } from 'vitest';
import { addKeyModel, removeKeyModel } from '#auth/policy/change-key-models.ts';
import { findKeyModels } from '#auth/policy/find-key-models.ts';
import { parseKeyModel } from '#auth/policy/key-model.ts';
import type { KeyModelFaults, KeyModelTexts } from '#auth/policy/key-model.ts';
import { auditTypes, openTestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
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
  ['with the AAGUID of no model', { aaguid: '0'.repeat(32) }, { aaguid: 'no_model' }],
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

test('adding, replacing and removing a model each leave their event', async ({ db }) => {
  const auth = openTestAuth(db);
  const parsed = parseKeyModel(someTexts({}), NOW);
  if (!parsed.ok) throw new Error('the sample model was refused');
  const { model } = parsed;
  expect(await addKeyModel(auth, { model, author: null })).toEqual({ isNew: true });
  const renamed = { ...model, name: 'Demo key 2' };
  expect(await addKeyModel(auth, { model: renamed, author: null })).toEqual({ isNew: false });
  expect(await findKeyModels(db)).toMatchObject([{ name: 'Demo key 2', keyCount: 0, roots: [{}] }]);
  expect(await removeKeyModel(auth, { aaguid: AAGUID, mode: 'demo', author: null })).toEqual({ ok: true });
  expect(await auditTypes(db)).toEqual(['key_model_added', 'key_model_changed', 'key_model_removed']);
});

test('production keeps its last model', async ({ db }) => {
  const auth = openTestAuth(db);
  const parsed = parseKeyModel(someTexts({}), NOW);
  if (!parsed.ok) throw new Error('the sample model was refused');
  await addKeyModel(auth, { model: parsed.model, author: null });
  const outcome = await removeKeyModel(auth, { aaguid: AAGUID, mode: 'production', author: null });
  expect(outcome).toEqual({ ok: false, reason: 'last_model' });
  expect(await db.keyModel.count()).toBe(1);
  expect(await auditTypes(db)).toEqual(['key_model_added']);
});

function someTexts(differences: Partial<KeyModelTexts>): KeyModelTexts {
  return { aaguid: AAGUID, name: 'Demo key', maker: 'Demo maker', roots: ROOT, ...differences };
}

function pemOf(certificate: Uint8Array): string {
  const body = Buffer.from(certificate)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}
