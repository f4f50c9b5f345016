import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import { transitionOf } from '../keys/key.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';

/** Reads "breloken" in ASCII: of two administrators who end each other, the second is refused. */
const STAFF_LOCK = 0x6272656c6f6b656en;

const REVOKED = { kind: 'key_changed', change: 'revoked', cause: 'staff' } as const;

export type EndStaff = { holderId: string; reason: string; actor: StaffActor; trace: RequestTrace };

export type EndStaffOutcome =
  | { ok: true; revokedKeys: number }
  /** Not of the staff, or left before. */
  | { ok: false; reason: 'not_found' }
  /** Nobody ends themselves, so that there is always an administrator. */
  | { ok: false; reason: 'oneself' };

/**
 * Marks somebody of the staff as left. Their sessions end, their keys are revoked and their links die in the same
 * transaction. Customers whom they looked after keep their name until another manager takes them over.
 */
export async function endStaff(
  { db, audit, now }: AuthServices,
  request: EndStaff,
): Promise<EndStaffOutcome> {
  const { holderId, reason, actor, trace } = request;
  if (holderId === actor.holderId) return { ok: false, reason: 'oneself' };
  const at = now();
  return db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, STAFF_LOCK);
    const isActorHere = await tx.holder.count({ where: { id: actor.holderId, status: 'active' } });
    const { count } = await tx.holder.updateMany({
      where: { id: isActorHere === 0 ? '' : holderId, kind: 'staff', status: 'active' },
      data: { status: 'left' },
    });
    if (count === 0) return { ok: false, reason: 'not_found' };
    const revokedKeys = await revokeKeys(tx, audit, { ...request, at });
    await tx.deputy.updateMany({
      where: { OR: [{ managerId: holderId }, { deputyId: holderId }], endedAt: null },
      data: { endedAt: at },
    });
    await audit.record(tx, {
      type: 'staff_changed',
      result: 'ok',
      reason: 'left',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      holderId,
      note: reason,
      details: { revokedKeys },
      trace,
      at,
    });
    return { ok: true, revokedKeys };
  });
}

async function revokeKeys(
  tx: Tx,
  audit: Audit,
  { holderId, reason, actor, trace, at }: EndStaff & { at: Date },
): Promise<number> {
  const { from, to } = transitionOf('revoke');
  const keys = await tx.key.findMany({
    where: { holderId, status: { in: [...from] } },
    select: { id: true },
  });
  for (const { id: keyId } of keys) {
    const about = { ...actedBy(actor), keyId, holderId, accountId: null, trace, at };
    await tx.key.updateMany({
      where: { id: keyId },
      data: { status: to, revokedAt: at, statusReason: reason, liveSerial: null },
    });
    await withdrawInvitations(tx, audit, about);
    await endSessionsOfKey(tx, { keyId, reason: 'key_revoked', at });
    await tellOfKey(tx, { keyId, news: REVOKED, at });
    await audit.record(tx, { type: 'key_revoked', result: 'ok', ...about, note: reason });
  }
  return keys.length;
}
