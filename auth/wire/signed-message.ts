/**
 * Signed messages: compact JWS with ES256 or EdDSA, nothing else.
 *
 * The header is read against a closed list before a key is chosen by its name, and no key is ever taken from a message.
 * Both parts must be spelled exactly as our own writer spells them (canonical base64url, JSON as `JSON.stringify` writes
 * it), so a message has one form only: a doubled member, a second spelling or a byte behind the end is no message.
 * @see RFC 7515, RFC 8725 (best current practices for JWT)
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { parseBase64Url } from '../ceremonies/base64url.ts';
import { SIGNATURE_ALGORITHMS } from './jwk.ts';
import type { SigningKey, VerifyingKey } from './jwk.ts';
import type { MessageKind } from './messages.ts';
import { CLOCK_SKEW_SECONDS, MESSAGE_LIFETIME_SECONDS } from './protocol.ts';

/** Far above the longest honest message, far below what is a burden to parse. */
export const MESSAGE_LIMIT_BYTES = 8_192;

export type MessageFault =
  | 'malformed'
  | 'header_refused'
  | 'wrong_type'
  | 'key_unknown'
  | 'signature_invalid'
  | 'expired'
  | 'claims_refused';

export type MessageOutcome<Claims> =
  { ok: true; claims: Claims; kid: string } | { ok: false; fault: MessageFault };

type KeyNameOutcome = { ok: true; kid: string } | { ok: false; fault: MessageFault };

const SHA256_LENGTH = 43;

/** `crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`, `zip` and whatever else may come: all refused by not being here. */
const Header = z.strictObject({
  alg: z.enum(SIGNATURE_ALGORITHMS),
  typ: z.string().max(40),
  kid: z
    .string()
    .length(SHA256_LENGTH)
    .refine((text) => parseBase64Url(text) !== null),
});

type Expected<Claims> = {
  kind: MessageKind<Claims>;
  /** The keys that may have signed it, from the reader's own records. */
  keys: readonly VerifyingKey[];
  /** A portal's origin; left out for agents, which speak under the name of their key. */
  issuer?: string;
  audience: string;
  now: Date;
};

/** Signs claims that are known to be well-formed. */
export function signMessage<Claims extends Record<string, unknown>>(
  { typ }: MessageKind<Claims>,
  claims: Claims,
  { key, kid, algorithm }: SigningKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ, kid }).sign(key);
}

/** The first and the last second of a message that is written now. */
export function messageTimes(now: Date): { iat: number; exp: number } {
  const iat = Math.floor(now.getTime() / 1000);
  return { iat, exp: iat + MESSAGE_LIFETIME_SECONDS };
}

/**
 * Under which name a message says that it was signed, for a reader who looks the key up: the header is judged as `verifyMessage`
 * judges it, and nothing is believed yet.
 */
export function readKeyName<Claims>(message: string, { typ }: MessageKind<Claims>): KeyNameOutcome {
  const header = readHeader(message);
  if (header === null) return { ok: false, fault: 'malformed' };
  const checked = Header.safeParse(header);
  if (!checked.success) return { ok: false, fault: 'header_refused' };
  return checked.data.typ === typ ? { ok: true, kid: checked.data.kid } : { ok: false, fault: 'wrong_type' };
}

/**
 * Reads a message and decides whether it is what the reader expects. Never throws on bad input.
 * @returns the first fault found, for the log; a stranger is told none of them
 */
export async function verifyMessage<Claims>(
  message: string,
  expected: Expected<Claims>,
): Promise<MessageOutcome<Claims>> {
  const named = readKeyName(message, expected.kind);
  if (!named.ok) return named;
  const key = expected.keys.find(({ kid }) => kid === named.kid);
  if (key === undefined) return { ok: false, fault: 'key_unknown' };
  return verifyWithKey(message, key, expected);
}

async function verifyWithKey<Claims>(
  message: string,
  key: VerifyingKey,
  { kind, issuer = key.kid, audience, now }: Expected<Claims>,
): Promise<MessageOutcome<Claims>> {
  const verified = await attempt(() =>
    jwtVerify(message, key.key, {
      algorithms: [key.algorithm],
      typ: kind.typ,
      issuer,
      audience,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti'],
      maxTokenAge: MESSAGE_LIFETIME_SECONDS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    }),
  );
  if (!verified.ok) return verified;
  const claims = kind.claims.safeParse(verified.payload);
  if (!claims.success || lifetimeOf(verified.payload) > MESSAGE_LIFETIME_SECONDS) {
    return { ok: false, fault: 'claims_refused' };
  }
  return { ok: true, claims: claims.data, kid: key.kid };
}

/** A message that nobody checked yet: its header, provided that each part is spelled in the one way. */
function readHeader(message: string): unknown {
  if (message.length > MESSAGE_LIMIT_BYTES) return null;
  const [header, payload, signature, ...rest] = message.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    return null;
  if (parseBase64Url(signature) === null || readCanonicalJson(payload) === null) return null;
  return readCanonicalJson(header);
}

/** @returns null for JSON that our own writer would have written otherwise, such as one with a member twice */
export function readCanonicalJson(part: string): unknown {
  const bytes = parseBase64Url(part);
  if (bytes === null) return null;
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Verified = { ok: true; payload: { iat?: number; exp?: number } } | { ok: false; fault: MessageFault };

async function attempt(
  verify: () => Promise<{ payload: { iat?: number; exp?: number } }>,
): Promise<Verified> {
  try {
    const { payload } = await verify();
    return { ok: true, payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, fault: 'expired' };
    if (error instanceof errors.JWTClaimValidationFailed) return { ok: false, fault: 'claims_refused' };
    if (error instanceof errors.JOSEError) return { ok: false, fault: 'signature_invalid' };
    throw error;
  }
}

function lifetimeOf({ iat, exp }: { iat?: number; exp?: number }): number {
  return iat === undefined || exp === undefined ? Infinity : exp - iat;
}
