import { sign, verify } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { SECRET_NAMES, readEnv } from '#portal/env.server.ts';
import type { SecretName } from '#portal/env.server.ts';
import {
  ROTATED_NAMES,
  deriveKey,
  generateSecrets,
  loadSecrets,
  readSecrets,
} from '#portal/secrets.server.ts';
import type { Secrets, SecretsOutcome } from '#portal/secrets.server.ts';

const test = base.extend<{ dataDir: string; file: string }>({
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-secrets-'));
    await use(join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  },
  file: ({ dataDir }, use) => use(join(dataDir, 'demo-secrets.json')),
});

test('the demo makes its keys once, for its owner’s eyes only, and reads them again', ({ dataDir, file }) => {
  const first = secretsOf(loadDemo(dataDir));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  const again = secretsOf(loadDemo(dataDir));
  expect(again.peppers).toEqual(first.peppers);
  expect(again.cookieKeys).toEqual(first.cookieKeys);
  expect(again.envelopeKeys).toEqual(first.envelopeKeys);
  expect(again.auditKeys).toEqual(first.auditKeys);
  expect(signsFor(again, first)).toBe(true);
});

test('two demos share no key', ({ dataDir }) => {
  const [one, other] = [loadDemo(join(dataDir, 'one')), loadDemo(join(dataDir, 'other'))].map(secretsOf);
  expect(one?.peppers).not.toEqual(other?.peppers);
  expect(
    new Set(
      [one?.peppers.current.key, one?.envelopeKeys[0], one?.auditKeys[0], one?.cookieKeys[0]].map(String),
    ).size,
  ).toBe(4);
});

test('whoever only looks at an installation makes no keys for it', ({ dataDir, file }) => {
  expect(faultsOf(readSecrets(demoEnv(dataDir)))).toEqual([expect.stringContaining(`${file} is missing`)]);
  expect(existsSync(dataDir)).toBe(false);
});

test('keys of a demo that others can read are refused with the command that mends it', ({
  dataDir,
  file,
}) => {
  loadDemo(dataDir);
  for (const mode of [0o640, 0o604]) {
    chmodSync(file, mode);
    expect(faultsOf(loadDemo(dataDir))).toEqual([`${file} can be read by others; run: chmod 600 ${file}`]);
  }
  chmodSync(file, 0o600);
  expect(loadDemo(dataDir).ok).toBe(true);
});

test('a damaged key file of a demo is named, its text is not', ({ dataDir, file }) => {
  loadDemo(dataDir);
  const whole = readFileSync(file, 'utf8');
  for (const damaged of [
    whole.slice(0, -20),
    whole.replace('PEPPER', 'PAPPER'),
    whole.replace('demo-key', ''),
  ]) {
    writeFileSync(file, damaged);
    const faults = faultsOf(loadDemo(dataDir));
    expect(faults).toEqual([expect.stringContaining(`${file} is damaged`)]);
    expect(faults.join()).not.toContain('demo-key');
  }
});

test('a demo of an earlier version gets the key that it did not know, and keeps all others', ({
  dataDir,
  file,
}) => {
  const before = secretsOf(loadDemo(dataDir));
  const { AGENT_SIGNING_KEY, ...earlier } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(earlier));
  const after = secretsOf(loadDemo(dataDir));
  expect(after.peppers).toEqual(before.peppers);
  expect(signsFor(after, before)).toBe(true);
  const now = JSON.parse(readFileSync(file, 'utf8'));
  expect(now).toEqual({ ...earlier, AGENT_SIGNING_KEY: expect.stringMatching(/^demo-key/) });
  expect(now.AGENT_SIGNING_KEY).not.toBe(AGENT_SIGNING_KEY);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('production takes its keys from the environment and leaves nothing in the data folder', ({
  dataDir,
}) => {
  const texts = generateSecrets();
  const secrets = secretsOf(loadProduction(dataDir, texts));
  expect(Buffer.from(secrets.peppers.current.key).toString('base64url')).toBe(texts.PEPPER);
  expect(Buffer.from(secrets.envelopeKeys[0]).toString('base64url')).toBe(texts.ENVELOPE_KEY);
  expect(Buffer.from(secrets.auditKeys[0]).toString('base64url')).toBe(texts.AUDIT_KEY);
  expect(signsFor(secrets, secretsOf(loadProduction(dataDir, texts)))).toBe(true);
  expect(signsFor(secrets, secretsOf(loadProduction(dataDir, generateSecrets())))).toBe(false);
  expect(existsSync(dataDir)).toBe(false);
});

test('ADM-10 production takes several keys of each kind that is rotated, the newest first', ({ dataDir }) => {
  const [newer, older] = [generateSecrets(), generateSecrets()];
  const rotated = Object.fromEntries(ROTATED_NAMES.map((name) => [name, `${newer[name]},${older[name]}`]));
  const secrets = secretsOf(loadProduction(dataDir, { ...newer, ...rotated }));
  const texts = (keys: readonly Uint8Array[]) => keys.map((key) => Buffer.from(key).toString('base64url'));
  expect(texts(secrets.cookieKeys)).toEqual([newer.COOKIE_KEYS, older.COOKIE_KEYS]);
  expect(texts(secrets.auditKeys)).toEqual([newer.AUDIT_KEY, older.AUDIT_KEY]);
  expect(texts(secrets.envelopeKeys)).toEqual([newer.ENVELOPE_KEY, older.ENVELOPE_KEY]);
  expect(texts([...secrets.peppers.byVersion.values()].map(({ key }) => key))).toEqual([
    newer.PEPPER,
    older.PEPPER,
  ]);
  expect(texts([secrets.peppers.current.key])).toEqual([newer.PEPPER]);
  const doubled = { ...newer, CHECKPOINT_KEY: `${newer.CHECKPOINT_KEY},${older.CHECKPOINT_KEY}` };
  expect(faultsOf(loadProduction(dataDir, doubled))).toEqual([
    expect.stringMatching(/^CHECKPOINT_KEY: must be 32/),
  ]);
});

test('production demands all its keys and says which are missing', ({ dataDir }) => {
  expect(faultsOf(loadProduction(dataDir, {}))).toEqual(
    SECRET_NAMES.map((name) => `${name}: missing; \`npm run brelok -- secrets generate\` prints a fresh set`),
  );
});

test.for(SECRET_NAMES)(
  'production refuses a demo’s %s, whichever folder it comes from',
  (name, { dataDir, file }) => {
    loadDemo(dataDir);
    const ofDemo = JSON.parse(readFileSync(file, 'utf8'));
    const elsewhere = join(dataDir, 'elsewhere');
    const copied = { ...generateSecrets(), [name]: ofDemo[name] };
    expect(faultsOf(loadProduction(elsewhere, copied))).toEqual([
      expect.stringMatching(`^${name}: this is a key of a demo`),
    ]);
  },
);

test('production refuses a demo’s key that stands among good cookie keys', ({ dataDir, file }) => {
  loadDemo(dataDir);
  const { COOKIE_KEYS } = JSON.parse(readFileSync(file, 'utf8'));
  const mixed = { ...generateSecrets(), COOKIE_KEYS: `${generateSecrets().COOKIE_KEYS},${COOKIE_KEYS}=` };
  expect(faultsOf(loadProduction(dataDir, mixed))).toEqual([
    expect.stringMatching(/^COOKIE_KEYS: this is a key of a demo/),
  ]);
});

test.for(SECRET_NAMES)('production refuses a %s that is too short or too long', (name, { dataDir }) => {
  for (const text of ['hunter2', 'A'.repeat(42), 'A'.repeat(44), `${generateSecrets()[name]},`]) {
    const faults = faultsOf(loadProduction(dataDir, { ...generateSecrets(), [name]: text }));
    expect(faults, text).toEqual([expect.stringMatching(`^${name}: must be 32 random bytes in base64url`)]);
  }
});

test('production tells all faults of its keys at once and repeats none of them', ({ dataDir, file }) => {
  loadDemo(dataDir);
  const { AUDIT_KEY } = JSON.parse(readFileSync(file, 'utf8'));
  const good = generateSecrets();
  const texts = {
    PEPPER: 'hunter2',
    COOKIE_KEYS: 'hunter2,hunter2',
    AUDIT_KEY,
    CHECKPOINT_KEY: good.CHECKPOINT_KEY,
    AGENT_SIGNING_KEY: good.AGENT_SIGNING_KEY,
  };
  const faults = faultsOf(loadProduction(dataDir, texts));
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'PEPPER',
    'COOKIE_KEYS',
    'ENVELOPE_KEY',
    'AUDIT_KEY',
  ]);
  for (const value of ['hunter2', AUDIT_KEY, good.CHECKPOINT_KEY]) expect(faults.join()).not.toContain(value);
});

test('a key for one purpose tells nothing about a key for another', () => {
  const secret = new Uint8Array(32).fill(1);
  expect(deriveKey(secret, 'ceremony-state')).toHaveLength(32);
  expect(deriveKey(secret, 'ceremony-state')).toEqual(deriveKey(secret, 'ceremony-state'));
  expect(deriveKey(secret, 'ceremony-state')).not.toEqual(deriveKey(secret, 'other'));
});

function demoEnv(dataDir: string) {
  const read = readEnv({ DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.faults.join('; '));
  return read.env;
}

function loadDemo(dataDir: string): SecretsOutcome {
  return loadSecrets(demoEnv(dataDir));
}

function loadProduction(dataDir: string, texts: Partial<Record<SecretName, string>>): SecretsOutcome {
  return loadSecrets({ ...demoEnv(dataDir), mode: 'production', secrets: texts });
}

function secretsOf(outcome: SecretsOutcome): Secrets {
  if (!outcome.ok) throw new Error(outcome.faults.join('; '));
  return outcome.secrets;
}

function faultsOf(outcome: SecretsOutcome): string[] {
  return outcome.ok ? [] : outcome.faults;
}

/** Whether what the one signs is a checkpoint of the other. */
function signsFor(signer: Secrets, reader: Secrets): boolean {
  const text = Buffer.from('checkpoint');
  return verify(null, text, reader.checkpointPublicKey, sign(null, text, signer.checkpointKey));
}
