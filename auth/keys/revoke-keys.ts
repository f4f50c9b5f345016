import type { Prisma, Tx } from '#prisma/client.ts';
import type { AuditDetail } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { transitionOf } from './key.ts';

const REVOKED = { kind: 'key_changed', change: 'revoked', cause: 'staff' } as const;

export type RevokeKeys = {
  /** Which keys. Whoever calls has seen that the actor may do it to all of them. */
  of: Prisma.KeyWhereInput;
  reason: string;
  /** Whoever ends them, as an event says it. */
  by: { actorId: string; sessionId?: string; tier?: number; standsInFor?: readonly string[] };
  trace: RequestTrace | undefined;
  at: Date;
  /** No more than so many; all of them unless said otherwise. */
  most?: number;
  /** What else each event tells. */
  details?: Record<string, AuditDetail>;
};

export type RevokedKeys = { keyIds: string[]; endedSessions: number };

/**
 * Revokes keys as part of a larger change: an account or a member of the staff ends. Each loses its sessions, its link
 * and its PIN, and has an event of its own.
 */
export async function revokeKeys(
  tx: Tx,
  audit: Audit,
  { of, reason, by, trace, at, most, details }: RevokeKeys,
): Promise<RevokedKeys> {
  const { from, to } = transitionOf('revoke');
  const revocable: Prisma.KeyWhereInput = { AND: [of, { status: { in: [...from] } }] };
  const keys = await tx.key.findMany({
    where: revocable,
    orderBy: { id: 'asc' },
    ...(most !== undefined && { take: most }),
    select: { id: true, holderId: true, accountId: true },
  });
  const revoked: RevokedKeys = { keyIds: [], endedSessions: 0 };
  for (const { id: keyId, ...whose } of keys) {
    const about = { ...by, ...whose, keyId, ...(trace !== undefined && { trace }), at };
    const { count } = await tx.key.updateMany({
      where: { id: keyId, status: { in: [...from] } },
      data: { status: to, revokedAt: at, statusReason: reason, liveSerial: null },
    });
    if (count === 0) continue; // revoked by somebody else in this very moment
    await tx.serverPin.deleteMany({ where: { keyId } });
    await withdrawInvitations(tx, audit, about);
    const endedSessions = await endSessionsOfKey(tx, { keyId, reason: 'key_revoked', at });
    await tellOfKey(tx, { keyId, news: REVOKED, at });
    await audit.record(tx, {
      type: 'key_revoked',
      result: 'ok',
      ...about,
      note: reason,
      details: { ...details, endedSessions },
    });
    revoked.keyIds.push(keyId);
    revoked.endedSessions += endedSessions;
  }
  return revoked;
}
