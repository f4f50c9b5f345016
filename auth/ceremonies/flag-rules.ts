/**
 * What the authenticator says of itself and its holder in the flags, against the policy.
 * @see WebAuthn L3 #authdata-flags, #sctn-credential-backup
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthenticatorData, AuthenticatorFlags } from './authenticator-data.ts';
import type { AuthenticationPolicy } from './verification-policy.ts';

export type PresenceRefusal =
  'rp_id_mismatch' | 'user_not_present' | 'user_not_verified' | 'backup_flags_contradict';
export type FlagRefusal = PresenceRefusal | 'backup_eligible_refused';

/** At registration: presence, and no credential that can leave its key (REG-12, REG-13). */
export function refuseFlags(
  authenticatorData: AuthenticatorData,
  rpId: string,
  policy: AuthenticationPolicy,
): FlagRefusal | null {
  return refusePresence(authenticatorData, rpId, policy) ?? refuseBackup(authenticatorData.flags, policy);
}

/** For both ceremonies: the right relying party, a person at the key, and the right PIN where the policy asks for it. */
export function refusePresence(
  { rpIdHash, flags }: AuthenticatorData,
  rpId: string,
  policy: AuthenticationPolicy,
): PresenceRefusal | null {
  if (!timingSafeEqual(rpIdHash, createHash('sha256').update(rpId).digest())) return 'rp_id_mismatch';
  if (!flags.userPresent) return 'user_not_present';
  if (policy.userVerification === 'required' && !flags.userVerified) return 'user_not_verified';
  if (flags.backedUp && !flags.backupEligible) return 'backup_flags_contradict';
  return null;
}

/** Synced passkeys are refused at every tier. */
export function refuseBackup(flags: AuthenticatorFlags, policy: AuthenticationPolicy): FlagRefusal | null {
  return flags.backupEligible && policy.backupEligible === 'refused' ? 'backup_eligible_refused' : null;
}
