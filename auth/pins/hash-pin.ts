/**
 * What is stored of a PIN (PIN-04, PIN-11): argon2id over an HMAC with the pepper, which is kept outside the database.
 * The HMAC names the key, so that whoever can write to the database can't put the hash of their own PIN into another
 * key's row.
 * @see OWASP Password Storage Cheat Sheet, argon2id; RFC 9106
 */
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { hashShortCode } from '../tokens/opaque-token.ts';
import type { Pepper, Peppers } from '../tokens/peppers.ts';
import { createSlots } from './slots.ts';

/** 19 MiB, two passes, one lane. The library's own default is the argon2id variant; `isCurrent` sees to it. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const ARGON2ID = 2;
const SALT_BYTES = 16;
const HASHES_AT_ONCE = 4;

/** Of a PIN that was thrown away when it was made: it stands for every key that has none (PIN-11). */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$YiVSukF9FQcSgrC/8I7yig$PDt0GZ88jnU/EaoukH+TX/9PKv59k6hPxnqcDvUFESM';

/** In the whole process: more would take memory and the threads that files and names need. */
const inSlot = createSlots(HASHES_AT_ONCE);

/** A PIN as it was normalised, and the key that it is for. */
export type PinOfKey = { keyId: string; pin: string };

/**
 * What is stored: the version of the pepper, then argon2's own text. Never inside a transaction: it takes milliseconds,
 * and others wait for the database.
 */
export async function hashPin({ current }: Peppers, of: PinOfKey): Promise<string> {
  const options = { ...PARAMETERS, salt: randomBytes(SALT_BYTES) };
  const made = await inSlot(() => hash(withPepper(current, of), options));
  return `${current.version}${made}`;
}

/**
 * Compares in constant time, with the same work whether there is a PIN or not.
 * @param stored null where there is nothing to compare with; the answer is then always no
 */
export async function isPinOf(peppers: Peppers, stored: string | null, of: PinOfKey): Promise<boolean> {
  const { version, argon2 } = parseStored(stored);
  const pepper = peppers.byVersion.get(version);
  const isSame = await inSlot(() => verify(argon2 ?? DUMMY_HASH, withPepper(pepper ?? peppers.current, of)));
  return argon2 !== null && pepper !== undefined && isSame;
}

/** Whether a hash was made with today's pepper and parameters; one that was not is replaced at its next use (ADM-10). */
export function isCurrent({ current }: Peppers, stored: string): boolean {
  const { version, argon2 } = parseStored(stored);
  if (argon2 === null) return false;
  const made = parseOptions(argon2);
  return (
    version === current.version &&
    Number(made.algorithm) === ARGON2ID &&
    made.memoryCost === PARAMETERS.memoryCost &&
    made.timeCost === PARAMETERS.timeCost &&
    made.parallelism === PARAMETERS.parallelism &&
    made.saltLen >= SALT_BYTES
  );
}

function parseStored(stored: string | null): { version: string; argon2: string | null } {
  const at = stored?.indexOf('$') ?? -1;
  return stored === null || at < 0
    ? { version: '', argon2: null }
    : { version: stored.slice(0, at), argon2: stored.slice(at) };
}

function withPepper(pepper: Pepper, { keyId, pin }: PinOfKey): string {
  return hashShortCode(pepper.key, `server-pin:${keyId}`, pin);
}
