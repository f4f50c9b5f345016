import { createPrivateKey, createPublicKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SECRET_NAMES } from './env.server.ts';
import type { Env, SecretName } from './env.server.ts';

/** The keys of an installation. None of them is ever logged or stored in the database. */
export type Secrets = {
  /** Mixed into every PIN and claim code before hashing. */
  pepper: Uint8Array;
  /** Seal cookies: the first seals, all open, so that keys can be changed without signing anybody out. */
  cookieKeys: readonly [Uint8Array, ...Uint8Array[]];
  /** Encrypts documents and fob secrets at rest. */
  envelopeKey: Uint8Array;
  /** Keys the hash chain of the audit log. */
  auditKey: Uint8Array;
  /** Signs the audit log's checkpoints (Ed25519). */
  checkpointKey: KeyObject;
  checkpointPublicKey: KeyObject;
};

export type SecretsOutcome = { ok: true; secrets: Secrets } | { ok: false; faults: string[] };

const SECRET_BYTES = 32;
const DEMO_FILE = 'demo-secrets.json';
const StoredSecrets = z.partialRecord(z.enum(SECRET_NAMES), z.string());

/**
 * The keys of this installation: from the environment in production, from the data folder (made at the first
 * start, readable by the owner only) in the demo.
 * @returns every fault at once: a missing or short key, a key of the demo in production, a file others can read.
 */
export function loadSecrets(env: Env): SecretsOutcome {
  const demo = readDemoSecrets(env.dataDir);
  if (env.mode === 'demo') {
    const stored = demo ?? writeDemoSecrets(env.dataDir);
    return decodeSecrets(stored);
  }
  const faults = SECRET_NAMES.filter((name) => demo !== null && env.secrets[name] === demo[name]).map(
    (name) => `${name}: this is the demo's key; make a fresh set with \`npm run brelok -- secrets generate\``,
  );
  return faults.length > 0 ? { ok: false, faults } : decodeSecrets(env.secrets);
}

/** A fresh set of keys, as `NAME=value` texts for the environment. */
export function generateSecrets(): Record<SecretName, string> {
  const fresh = () => randomBytes(SECRET_BYTES).toString('base64url');
  return {
    PEPPER: fresh(),
    COOKIE_KEYS: fresh(),
    ENVELOPE_KEY: fresh(),
    AUDIT_KEY: fresh(),
    CHECKPOINT_KEY: fresh(),
  };
}

/** A key of its own for one purpose, derived from a secret (RFC 5869). */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `brelok:${purpose}`, SECRET_BYTES));
}

function decodeSecrets(texts: Partial<Record<SecretName, string>>): SecretsOutcome {
  const faults: string[] = [];
  const bytesOf = (name: SecretName): Uint8Array[] =>
    (texts[name] ?? '').split(',').map((text) => {
      const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
      if (bytes.byteLength !== SECRET_BYTES)
        faults.push(`${name}: must be ${SECRET_BYTES} random bytes in base64url`);
      return bytes;
    });
  const one = (name: SecretName): Uint8Array => bytesOf(name)[0] ?? new Uint8Array(0);

  const [cookieKey = new Uint8Array(0), ...olderCookieKeys] = bytesOf('COOKIE_KEYS');
  const plain = { pepper: one('PEPPER'), envelopeKey: one('ENVELOPE_KEY'), auditKey: one('AUDIT_KEY') };
  const checkpointSeed = one('CHECKPOINT_KEY');
  if (faults.length > 0) return { ok: false, faults };

  const checkpointKey = ed25519FromSeed(checkpointSeed);
  return {
    ok: true,
    secrets: {
      ...plain,
      cookieKeys: [cookieKey, ...olderCookieKeys],
      checkpointKey,
      checkpointPublicKey: createPublicKey(checkpointKey),
    },
  };
}

/** RFC 8410, section 7: the PKCS #8 wrapping of a raw Ed25519 seed. */
function ed25519FromSeed(seed: Uint8Array): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

function readDemoSecrets(dataDir: string): Partial<Record<SecretName, string>> | null {
  const file = join(dataDir, DEMO_FILE);
  if (!existsSync(file)) return null;
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others; run: chmod 600 ${file}`);
  }
  return StoredSecrets.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function writeDemoSecrets(dataDir: string): Record<SecretName, string> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = generateSecrets();
  writeFileSync(join(dataDir, DEMO_FILE), `${JSON.stringify(secrets, null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  return secrets;
}
