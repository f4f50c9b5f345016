import { EncryptJWT, jwtDecrypt, errors } from 'jose';
import type { z } from 'zod';

/** Keys that seal: the first one seals, all of them open, so that a key can be replaced without a break. */
export type SealingKeys = readonly [Uint8Array, ...Uint8Array[]];

export type Sealed<Claims> = { ok: true; claims: Claims } | { ok: false; reason: 'expired' | 'not_ours' };

/**
 * Seals claims so that only this portal can read or change them, for one purpose and a limited time
 * (JWE compact, `dir` with A256GCM, RFC 7516).
 */
export async function seal(
  claims: Record<string, string>,
  {
    keys,
    purpose,
    now,
    lifetimeSeconds,
  }: { keys: SealingKeys; purpose: string; now: Date; lifetimeSeconds: number },
): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new EncryptJWT(claims)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'brelok-sealed' })
    .setAudience(purpose)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .encrypt(keys[0]);
}

/** Opens what `seal` made, when it was sealed for this purpose and is not too old. */
export async function openSealed<Claims>(
  sealed: string,
  {
    keys,
    purpose,
    now,
    schema,
  }: { keys: SealingKeys; purpose: string; now: Date; schema: z.ZodType<Claims> },
): Promise<Sealed<Claims>> {
  for (const key of keys) {
    const opened = await openWith(key, sealed, { purpose, now });
    if (opened === 'expired') return { ok: false, reason: 'expired' };
    if (opened === 'not_ours') continue;
    const claims = schema.safeParse(opened);
    return claims.success ? { ok: true, claims: claims.data } : { ok: false, reason: 'not_ours' };
  }
  return { ok: false, reason: 'not_ours' };
}

async function openWith(
  key: Uint8Array,
  sealed: string,
  { purpose, now }: { purpose: string; now: Date },
): Promise<Record<string, unknown> | 'expired' | 'not_ours'> {
  try {
    const { payload } = await jwtDecrypt(sealed, key, {
      audience: purpose,
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JOSEError) return 'not_ours';
    throw error;
  }
}
