import type { Db } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { attestationOf } from '../sessions/session-tier.ts';
import { parseEvidence } from './evidence.ts';
import type { HandOverEvidence } from './evidence.ts';
import { keysToRead } from './key-reach.ts';
import { isKeyStatus, isWaiting } from './key.ts';
import type { KeyStatus } from './key.ts';
import { parseKeyKind } from './key-kind.ts';
import type { KeyKind } from './key-kind.ts';

/** A customer's key as its manager sees it. */
export type KeyDetails = {
  keyId: string;
  label: string;
  kind: KeyKind | null;
  serial: string | null;
  /** Digits only. */
  cardNumber: string | null;
  batch: string | null;
  status: KeyStatus;
  /** In the words of whoever suspended or revoked it, or a code of ours. */
  statusReason: string | null;
  modelName: string | null;
  /** Null until it is registered. */
  attestation: 'attested' | 'unattested' | null;
  holder: { id: string; name: string };
  account: { id: string; name: string };
  /** How it was made sure that it reaches its holder. */
  evidence: HandOverEvidence | null;
  /** The order that it came with. */
  orderNumber: string | null;
  /** The key whose place it took. */
  replaces: { id: string; label: string } | null;
  issuedByName: string | null;
  issuedAt: Date | null;
  shippedAt: Date | null;
  activatedAt: Date | null;
  lastUsedAt: Date | null;
  /** Null for a key that checks its PIN itself, or is not registered yet. */
  serverPin: { mustChange: boolean; failures: number; forgiven: number; expiresAt: Date | null } | null;
  /** Of a key that waits; null when it has no open link. */
  link: { state: 'open' | 'expired' | 'tries_spent'; expiresAt: Date } | null;
};

const SELECT = {
  id: true,
  kind: true,
  label: true,
  serial: true,
  cardNumber: true,
  batch: true,
  evidence: true,
  orderId: true,
  replacesKeyId: true,
  status: true,
  statusReason: true,
  modelName: true,
  attestation: true,
  issuedById: true,
  issuedAt: true,
  shippedAt: true,
  activatedAt: true,
  lastUsedAt: true,
  serverPin: { select: { mustChange: true, failures: true, forgiven: true, expiresAt: true } },
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
  const { id, account, holder, status, attestation, invitations, kind, evidence } = row;
  const [invitation] = invitations;
  return {
    label: row.label,
    serial: row.serial,
    cardNumber: row.cardNumber,
    batch: row.batch,
    statusReason: row.statusReason,
    modelName: row.modelName,
    issuedAt: row.issuedAt,
    shippedAt: row.shippedAt,
    activatedAt: row.activatedAt,
    lastUsedAt: row.lastUsedAt,
    serverPin: row.serverPin,
    ...(await findOrigin(db, { ...row, accountId: account.id })),
    keyId: id,
    kind: parseKeyKind(kind),
    evidence: parseEvidence(evidence ?? ''),
    status,
    account,
    holder,
    attestation: attestation === null ? null : attestationOf(attestation),
    link: !isWaiting(status) || invitation === undefined ? null : linkOf(invitation, now),
  };
}

type Origin = Pick<KeyDetails, 'issuedByName' | 'orderNumber' | 'replaces'>;
type OriginIds = Record<'issuedById' | 'orderId' | 'replacesKeyId', string | null> & { accountId: string };

/** Whom and what a key comes from, by name. */
async function findOrigin(
  db: Db,
  { issuedById, orderId, replacesKeyId, accountId }: OriginIds,
): Promise<Origin> {
  const issuer =
    issuedById === null
      ? null
      : await db.holder.findUnique({ where: { id: issuedById }, select: { name: true } });
  const order =
    orderId === null
      ? null
      : await db.order.findFirst({ where: { id: orderId, accountId }, select: { number: true } });
  const replaces =
    replacesKeyId === null
      ? null
      : await db.key.findFirst({
          where: { id: replacesKeyId, accountId },
          select: { id: true, label: true },
        });
  return { issuedByName: issuer?.name ?? null, orderNumber: order?.number ?? null, replaces };
}

function linkOf(
  { expiresAt, claimTriesLeft, opensLeft }: { expiresAt: Date; claimTriesLeft: number; opensLeft: number },
  now: Date,
): KeyDetails['link'] {
  if (expiresAt <= now) return { state: 'expired', expiresAt };
  return { state: claimTriesLeft > 0 && opensLeft > 0 ? 'open' : 'tries_spent', expiresAt };
}
