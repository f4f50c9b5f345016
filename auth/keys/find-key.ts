import type { Db } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { attestationOf } from '../sessions/session-tier.ts';
import { keysToRead } from './key-reach.ts';
import { isKeyStatus, isWaiting } from './key.ts';
import type { KeyStatus } from './key.ts';

/** A customer's key as its manager sees it. */
export type KeyDetails = {
  keyId: string;
  label: string;
  serial: string | null;
  status: KeyStatus;
  /** In the words of whoever suspended or revoked it, or a code of ours. */
  statusReason: string | null;
  modelName: string | null;
  /** Null until it is registered. */
  attestation: 'attested' | 'unattested' | null;
  holder: { id: string; name: string };
  account: { id: string; name: string };
  issuedByName: string | null;
  issuedAt: Date | null;
  activatedAt: Date | null;
  lastUsedAt: Date | null;
  /** Null for a key that checks its PIN itself, or is not registered yet. */
  serverPin: { mustChange: boolean; failures: number; expiresAt: Date | null } | null;
  /** Of a key that waits; null when it has no open link. */
  link: { state: 'open' | 'expired' | 'tries_spent'; expiresAt: Date } | null;
};

const SELECT = {
  id: true,
  label: true,
  serial: true,
  status: true,
  statusReason: true,
  modelName: true,
  attestation: true,
  issuedById: true,
  issuedAt: true,
  activatedAt: true,
  lastUsedAt: true,
  serverPin: { select: { mustChange: true, failures: true, expiresAt: true } },
  holder: { select: { id: true, name: true } },
  account: { select: { id: true, name: true } },
  invitations: {
    where: { status: 'open' },
    orderBy: { createdAt: 'desc' },
    take: 1,
    select: { expiresAt: true, claimTriesLeft: true, opensLeft: true },
  },
} as const;

/** @returns null for a key outside the actor's reach as for one that does not exist */
export async function findKey(
  db: Db,
  { keyId, actor, now }: { keyId: string; actor: StaffActor; now: Date },
): Promise<KeyDetails | null> {
  const row = await db.key.findFirst({ where: { id: keyId, ...keysToRead(actor) }, select: SELECT });
  if (row === null || row.account === null || row.holder === null || !isKeyStatus(row.status)) return null;
  const { id, account, holder, status, attestation, issuedById, invitations, ...rest } = row;
  const issuer =
    issuedById === null
      ? null
      : await db.holder.findUnique({ where: { id: issuedById }, select: { name: true } });
  const [invitation] = invitations;
  return {
    ...rest,
    keyId: id,
    status,
    account,
    holder,
    attestation: attestation === null ? null : attestationOf(attestation),
    issuedByName: issuer?.name ?? null,
    link: !isWaiting(status) || invitation === undefined ? null : linkOf(invitation, now),
  };
}

function linkOf(
  { expiresAt, claimTriesLeft, opensLeft }: { expiresAt: Date; claimTriesLeft: number; opensLeft: number },
  now: Date,
): KeyDetails['link'] {
  if (expiresAt <= now) return { state: 'expired', expiresAt };
  return { state: claimTriesLeft > 0 && opensLeft > 0 ? 'open' : 'tries_spent', expiresAt };
}
