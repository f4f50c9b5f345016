import type { Db } from '#prisma/client.ts';
import { KEY_STANDING, MEMBERSHIP_STANDING } from '../sessions/standing.ts';
import type { StoredCredential } from './verify-authentication.ts';

/** What a sign-in needs to know of a credential, its key, holder, memberships and their accounts. */
export const SIGN_IN_ROWS = {
  id: true,
  credentialId: true,
  publicKey: true,
  signCount: true,
  signCountAt: true,
  isBackupEligible: true,
  isUserVerified: true,
  key: {
    select: {
      id: true,
      kind: true,
      cardNumber: true,
      ...KEY_STANDING,
      holderId: true,
      attestation: true,
      signsFrom: true,
      evidence: true,
      holder: {
        select: {
          id: true,
          kind: true,
          status: true,
          staffRole: true,
          userHandle: true,
          memberships: {
            where: { status: 'active' },
            orderBy: { createdAt: 'asc' },
            select: MEMBERSHIP_STANDING,
          },
        },
      },
    },
  },
} as const;

export type SignInRows = NonNullable<Awaited<ReturnType<typeof findCredential>>>;

/** The credential with this id and all that decides about it; null when no key here has it. */
export async function findCredential(db: Db, credentialId: string) {
  const bytes = new Uint8Array(Buffer.from(credentialId, 'base64url'));
  return db.credential.findUnique({ where: { credentialId: bytes }, select: SIGN_IN_ROWS });
}

/** The credential of a key, whichever it is; null for a key that has none. */
export async function findCredentialOfKey(db: Db, keyId: string): Promise<SignInRows | null> {
  return db.credential.findUnique({ where: { keyId }, select: SIGN_IN_ROWS });
}

/** Of a key without a holder; no answer carries it, and its standing is refused besides. */
const NO_HANDLE = new Uint8Array();

/** What an assertion is verified against. */
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

/** What most makers of U2F keys use; the answer until the first such key is registered here. */
const USUAL_ID_BYTES = 64;

/** How long the credential ids of this installation's U2F keys are: as long as that of the first one. */
export async function findUsualIdLength(db: Db): Promise<number> {
  const first = await db.credential.findFirst({
    where: { key: { kind: 'u2f' } },
    orderBy: { id: 'asc' },
    select: { credentialId: true },
  });
  return first?.credentialId.byteLength ?? USUAL_ID_BYTES;
}

/** The credential id, in base64url, of the U2F key with this number; null when there is none. */
export async function findCredentialIdByNumber(db: Db, number: string): Promise<string | null> {
  const key = await db.key.findUnique({
    where: { cardNumber: number, kind: 'u2f' },
    select: { credential: { select: { credentialId: true } } },
  });
  const id = key?.credential?.credentialId;
  return id === undefined ? null : Buffer.from(id).toString('base64url');
}
