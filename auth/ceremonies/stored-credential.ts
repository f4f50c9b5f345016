import type { SignInRows } from './find-credential.ts';
import type { StoredCredential } from './verify-authentication.ts';

/** Of a key without a holder; no answer carries it, and its standing is refused besides. */
const NO_HANDLE = new Uint8Array();

/** The stored row as the verification reads it. */
export function toStoredCredential(rows: SignInRows): StoredCredential {
  return {
    credentialId: rows.credentialId,
    publicKey: rows.publicKey,
    signCount: Number(rows.signCount),
    backupEligible: rows.isBackupEligible,
    userVerified: rows.isUserVerified,
    userHandle: rows.key.holder?.userHandle ?? NO_HANDLE,
  };
}
