import type { Db } from '#prisma/client.ts';
import { attestationOf } from '../sessions/session-tier.ts';
import { ENDED_STATUSES, isKeyStatus } from './key.ts';
import type { KeyStatus } from './key.ts';

/** A key as its holder sees it. */
export type OwnKey = {
  keyId: string;
  label: string;
  serial: string | null;
  modelName: string | null;
  attestation: 'attested' | 'unattested';
  status: KeyStatus;
  /** The account it was issued for; null for staff. */
  accountName: string | null;
  activatedAt: Date | null;
  lastUsedAt: Date | null;
};

/** @returns a person's keys but the revoked ones, those in use first, then by name */
export async function findOwnKeys(db: Db, { holderId }: { holderId: string }): Promise<OwnKey[]> {
  const rows = await db.key.findMany({
    where: { holderId, status: { notIn: [...ENDED_STATUSES] } },
    orderBy: [{ status: 'asc' }, { label: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      label: true,
      serial: true,
      modelName: true,
      attestation: true,
      status: true,
      activatedAt: true,
      lastUsedAt: true,
      account: { select: { name: true } },
    },
  });
  return rows.flatMap(({ id, status, account, attestation, ...row }) =>
    isKeyStatus(status)
      ? [
          {
            ...row,
            keyId: id,
            status,
            attestation: attestationOf(attestation),
            accountName: account?.name ?? null,
          },
        ]
      : [],
  );
}

/** What a browser may tell the keys' software of a person: their handle, and the credentials that still count. */
export type AcceptedCredentials = { userHandle: string; credentialIds: readonly string[] };

/**
 * The credentials of a person's keys, suspended ones too, since those may come back. All in base64url.
 * @see WebAuthn L3 #sctn-signalAllAcceptedCredentials
 */
export async function findAcceptedCredentials(
  db: Db,
  { holderId }: { holderId: string },
): Promise<AcceptedCredentials> {
  const holder = await db.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: {
      userHandle: true,
      keys: {
        where: { status: { in: ['active', 'suspended'] } },
        orderBy: { id: 'asc' },
        select: { credential: { select: { credentialId: true } } },
      },
    },
  });
  return {
    userHandle: toText(holder.userHandle),
    credentialIds: holder.keys.flatMap(({ credential }) =>
      credential === null ? [] : [toText(credential.credentialId)],
    ),
  };
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
