import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino, stdSerializers } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { z } from 'zod';
import { createAudit } from '#auth/audit/audit.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import { createLimiter } from '#auth/limits/limiter.ts';
import { createPinLimits } from '#auth/pins/pin-limits.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import type { DocumentStore } from './documents/document.ts';
import { createDocumentStore } from './documents/document-store.server.ts';
import type { Env } from './env.server.ts';
import type { Secrets } from './secrets.server.ts';
import { deriveKey } from './secrets.server.ts';

/** What the browser shows when a key is registered. */
const RELYING_PARTY_NAME = 'Brelok';
const POLICY_FRESH_MS = 1_000;

/** What every program of the portal needs: the database, the audit log and the ceremonies' dependencies. */
export type BaseServices = { db: Db; audit: ReturnType<typeof createAudit>; auth: AuthServices };

export function createBaseServices({
  env,
  secrets,
  db,
}: {
  env: Env;
  secrets: Secrets;
  db: Db;
}): BaseServices {
  const audit = createAudit({ keys: secrets.auditKeys });
  const now = () => new Date();
  const auth: AuthServices = {
    db,
    audit,
    relyingParty: { rpId: env.rpId, rpName: RELYING_PARTY_NAME, origins: [env.origin] },
    sealingKeys: sealingKeysOf(secrets),
    peppers: secrets.peppers,
    envelope: createEnvelope(secrets.envelopeKeys),
    pinLimits: createPinLimits(db, now),
    policy: cachedPolicy(db),
    limits: createLimiter({ key: limitKeyOf(secrets), now }),
    now,
  };
  return { db, audit, auth };
}

/** The installation's encrypted documents, in its data folder. */
export function openDocuments(env: Env, secrets: Secrets): DocumentStore {
  return createDocumentStore({ folder: join(env.dataDir, 'documents'), envelopeKeys: secrets.envelopeKeys });
}

/** Fields that no line of the log may carry, at the top or up to two levels down. */
const NEVER_LOGGED = ['token', 'claimCode', 'cookie', 'authorization', 'secret', 'challenge', 'pin'];

/**
 * JSON lines; whatever might carry a secret is cut out before it is written.
 * @param destination standard output when absent
 */
export function createLogger(env: Env, destination?: DestinationStream): Logger {
  const options = {
    level: env.logLevel,
    serializers: { error: stdSerializers.err }, // else an error is written as {}
    hooks: { streamWrite: toSafeLogLine },
    redact: {
      paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[cut]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** JSON leaves some characters as they are that a terminal obeys or that turn the writing direction (ADM-09). */
function toSafeLogLine(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? character : asJsonEscape(character),
  );
}

function asJsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** The page scripts' addresses, written by the build. */
export function readPageScripts(buildFolder: string): Record<string, string> {
  const file = join(buildFolder, 'page-scripts.json');
  if (!existsSync(file)) throw new Error(`${file} is missing; run: npm run build`);
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The oldest, so that a change of keys forgives nothing until the old one is taken away. */
function limitKeyOf({ cookieKeys }: Secrets): Uint8Array {
  return deriveKey(cookieKeys.at(-1) ?? cookieKeys[0], 'limits');
}

function sealingKeysOf(secrets: Secrets): readonly [Uint8Array, ...Uint8Array[]] {
  const [first, ...older] = secrets.cookieKeys;
  return [deriveKey(first, 'ceremony-state'), ...older.map((key) => deriveKey(key, 'ceremony-state'))];
}

/** The rules change rarely and are asked for at every request: one read a second is enough. */
function cachedPolicy(db: Db): () => Promise<Policy> {
  let cached: { policy: Promise<Policy>; readAt: number } | null = null;
  return () => {
    const now = performance.now();
    if (cached === null || now - cached.readAt > POLICY_FRESH_MS) {
      const policy = getPolicy(db).then((found) => found.policy);
      policy.catch(() => {
        cached = null;
      });
      cached = { policy, readAt: now };
    }
    return cached.policy;
  };
}
