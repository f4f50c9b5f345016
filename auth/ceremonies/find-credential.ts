import type { Db } from '#prisma/client.ts';

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
      status: true,
      accountId: true,
      account: { select: { accountManagerId: true } },
      holderId: true,
      attestation: true,
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
            select: {
              accountId: true,
              role: true,
              status: true,
              account: { select: { status: true, accountManagerId: true } },
            },
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
