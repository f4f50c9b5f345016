import { createPrivateKey, createPublicKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditKeys } from '#auth/audit/audit-epoch.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Peppers } from '#auth/tokens/peppers.ts';
import type { SealingKeys } from '#auth/tokens/sealed-box.ts';
import type { EnvelopeKeys } from './documents/document-store.server.ts';
import { SECRET_NAMES } from './env.server.ts';
import type { Env, SecretName } from './env.server.ts';

/** The keys of an installation. None of them is ever logged or stored in the database. */
export type Secrets = {
  /** Mixed into every PIN and claim code before hashing. */
  peppers: Peppers;
  /** Seal cookies: the first seals, all open, so that keys can be changed without signing anybody out. */
  cookieKeys: SealingKeys;
  /** Encrypt documents and fob secrets at rest: the first encrypts, all decrypt. */
  envelopeKeys: EnvelopeKeys;
  /** Key the hash chain of the audit log: the first from now on, the others up to then. */
  auditKeys: AuditKeys;
  /** Signs the audit log's checkpoints (Ed25519). */
  checkpointKey: KeyObject;
  checkpointPublicKey: KeyObject;
  /** Signs the list of the key-agent's packages (Ed25519). */
  agentSigningKey: KeyObject;
};

/** `areMissing`: the demo has made none yet. */
export type SecretsOutcome =
  { ok: true; secrets: Secrets } | { ok: false; faults: string[]; areMissing?: true };

const SECRET_BYTES = 32;
/** How the text of each of a demo's keys begins, so that production knows one wherever it was copied from. */
const DEMO_MARK = 'demo-key';
const DEMO_FILE = 'demo-secrets.json';
const DemoFile = z.partialRecord(z.enum(SECRET_NAMES), z.string());
/** Those that nothing kept depends on, so that a fresh one may take the place of one that is missing. */
const LATER_NAMES = ['AGENT_SIGNING_KEY'] as const;
const WHERE_FROM = '`npm run brelok -- secrets generate` prints a fresh set';

/** Those that may be lists, the newest first: keys that can be changed while what older ones made still works. */
export const ROTATED_NAMES = ['PEPPER', 'COOKIE_KEYS', 'ENVELOPE_KEY', 'AUDIT_KEY'] as const;

export type SecretTexts = Partial<Record<SecretName, string>>;

/**
 * The keys of this installation: from the environment in production, from the data folder (made at the first
 * start, readable by the owner only) in the demo.
 * @returns every fault at once: a missing or short key, a key of a demo in production, a file others can read.
 */
export function loadSecrets(env: Env): SecretsOutcome {
  if (env.mode === 'demo') {
    if (!existsSync(demoFileOf(env))) writeDemoSecrets(env);
    else addLaterSecrets(env);
  }
  return readSecrets(env);
}

/** The same, without making any: for whoever only looks at an installation. */
export function readSecrets(env: Env): SecretsOutcome {
  return env.mode === 'demo' ? readDemoSecrets(demoFileOf(env)) : readProductionSecrets(env.secrets);
}

/** A fresh set of keys, as `NAME=value` texts for the environment. */
export function generateSecrets(): Record<SecretName, string> {
  return {
    PEPPER: mintKey(),
    COOKIE_KEYS: mintKey(),
    ENVELOPE_KEY: mintKey(),
    AUDIT_KEY: mintKey(),
    CHECKPOINT_KEY: mintKey(),
    AGENT_SIGNING_KEY: mintKey(),
  };
}

/** A key of its own for one purpose, derived from a secret (RFC 5869). */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `brelok:${purpose}`, SECRET_BYTES));
}

function readProductionSecrets(texts: SecretTexts): SecretsOutcome {
  const faults = SECRET_NAMES.flatMap((name) => {
    const sentence = faultOf(name, texts[name]);
    return sentence === null ? [] : [`${name}: ${sentence}; ${WHERE_FROM}`];
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, secrets: toSecrets(texts) };
}

function faultOf(name: SecretName, text: string | undefined): string | null {
  if (text === undefined) return 'missing';
  if (!isWellFormed(name, text)) return `must be ${SECRET_BYTES} random bytes in base64url`;
  const mark = decode(DEMO_MARK);
  if (decodeEach(text).some((key) => mark.equals(key.subarray(0, mark.byteLength))))
    return 'this is a key of a demo';
  return null;
}

function isWellFormed(name: SecretName, text: string): boolean {
  const keys = decodeEach(text);
  const isRotated = ROTATED_NAMES.some((rotated) => rotated === name);
  return keys.every((key) => key.byteLength === SECRET_BYTES) && (keys.length === 1 || isRotated);
}

/** Of texts that are well-formed. */
function toSecrets(texts: SecretTexts): Secrets {
  const each = (name: SecretName): [Uint8Array, ...Uint8Array[]] => {
    const [first = new Uint8Array(0), ...others] = decodeEach(texts[name] ?? '').map(
      (key) => new Uint8Array(key),
    );
    return [first, ...others];
  };
  const checkpointKey = ed25519FromSeed(each('CHECKPOINT_KEY')[0]);
  return {
    peppers: peppersOf(each('PEPPER')),
    cookieKeys: each('COOKIE_KEYS'),
    envelopeKeys: each('ENVELOPE_KEY'),
    auditKeys: each('AUDIT_KEY'),
    checkpointKey,
    checkpointPublicKey: createPublicKey(checkpointKey),
    agentSigningKey: ed25519FromSeed(each('AGENT_SIGNING_KEY')[0]),
  };
}

function decodeEach(text: string): Buffer[] {
  return text.split(',').map(decode);
}

function decode(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

/** RFC 8410, section 7: the PKCS #8 wrapping of a raw Ed25519 seed. */
function ed25519FromSeed(seed: Uint8Array): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

function demoFileOf({ dataDir }: Env): string {
  return join(dataDir, DEMO_FILE);
}

function readDemoSecrets(file: string): SecretsOutcome {
  const beginAnew = "bring back a copy, or delete the demo's data folder to begin anew";
  if (!existsSync(file)) {
    return { ok: false, faults: [`${file} is missing; ${beginAnew}`], areMissing: true };
  }
  if (canOthersRead(file)) {
    return { ok: false, faults: [`${file} can be read by others; run: chmod 600 ${file}`] };
  }
  const texts = parseDemoFile(readFileSync(file, 'utf8'));
  if (texts === null) return { ok: false, faults: [`${file} is damaged; ${beginAnew}`] };
  return { ok: true, secrets: toSecrets(texts) };
}

/** Windows keeps no such bits: there the folder's own rights decide. */
function canOthersRead(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
}

/** Null when it is not what we wrote. The parser's own message would repeat the text and is dropped. */
function parseDemoFile(text: string): SecretTexts | null {
  const { success, data } = DemoFile.safeParse(parseJson(text));
  return success && SECRET_NAMES.every((name) => isWellFormed(name, data[name] ?? '')) ? data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function writeDemoSecrets(env: Env): void {
  mkdirSync(env.dataDir, { recursive: true, mode: 0o700 });
  const secrets = Object.fromEntries(SECRET_NAMES.map((name) => [name, mintDemoKey()]));
  writeFileSync(demoFileOf(env), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/** A demo that an earlier version made gets the keys that it did not know yet; a file that is damaged stays as it is. */
function addLaterSecrets(env: Env): void {
  const file = demoFileOf(env);
  if (canOthersRead(file)) return;
  const known = parseJson(readFileSync(file, 'utf8'));
  const texts = DemoFile.safeParse(known);
  if (!texts.success) return;
  const missing = LATER_NAMES.filter((name) => texts.data[name] === undefined);
  if (missing.length === 0) return;
  replaceDemoSecrets(env, {
    ...texts.data,
    ...Object.fromEntries(missing.map((name) => [name, mintDemoKey()])),
  });
}

/** The keys of an installation as they are written down; null where a demo has none that can be read. */
export function readSecretTexts(env: Env): SecretTexts | null {
  if (env.mode === 'production') return env.secrets;
  const file = demoFileOf(env);
  return existsSync(file) ? parseDemoFile(readFileSync(file, 'utf8')) : null;
}

/** Puts other keys in place of a demo's, at once and for its owner's eyes only: a start finds the old or the new ones. */
export function replaceDemoSecrets(env: Env, texts: SecretTexts): void {
  const file = demoFileOf(env);
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(unfinished, `${JSON.stringify(texts, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** A key of the kind that this installation's others are. */
export function mintKeyFor({ mode }: Env): string {
  return mode === 'demo' ? mintDemoKey() : mintKey();
}

function mintDemoKey(): string {
  return `${DEMO_MARK}${mintKey().slice(DEMO_MARK.length)}`;
}

function mintKey(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
