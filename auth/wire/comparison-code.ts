/**
 * The eight digits that a person compares when an agent is enrolled: on the portal's page and in the agent's own window.
 *
 * They cover both sides' keys, and nobody can choose them: the portal shows only the hash of its `compareNonce` until it has
 * the agent's key, so whoever slips in another key has committed to it before the digits can be computed; and the agent
 * makes its key only after it has that hash, so whoever plays the portal towards it has committed to a nonce before there is
 * a key. Either way it is one guess in a hundred million.
 */
import { createHash } from 'node:crypto';
import type { PortalKeySet } from './messages.ts';

type Compared = { keysDigest: string; agentKid: string; enrolNonce: string; compareNonce: string };

const CODES = 100_000_000n;
const CODE_DIGITS = 8;

/** A portal's keys as one value, in base64url. The order of members is that of the schema, on both sides. */
export function digestKeySet({ version, signing, encryption }: PortalKeySet): string {
  const canonical = JSON.stringify([
    version,
    signing.map((jwk) => (jwk.kty === 'EC' ? [jwk.crv, jwk.x, jwk.y] : [jwk.crv, jwk.x])),
    [encryption.crv, encryption.x, encryption.y],
  ]);
  return createHash('sha256').update(`brelok-keys\0${canonical}`).digest('base64url');
}

/** What stands for a `compareNonce` until it may be seen: `enrolNonce`, in base64url. */
export function commitTo(compareNonce: string): string {
  return createHash('sha256').update(`brelok-compare\0${compareNonce}`).digest('base64url');
}

/** Eight digits, leading zeros included. */
export function comparisonCode({ keysDigest, agentKid, enrolNonce, compareNonce }: Compared): string {
  const text = ['brelok-enrolment', keysDigest, agentKid, enrolNonce, compareNonce].join('\0');
  const digest = createHash('sha256').update(text).digest();
  return String(digest.readBigUInt64BE() % CODES).padStart(CODE_DIGITS, '0');
}
