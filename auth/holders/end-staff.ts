import { lockUntilTransactionEnds } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { revokeKeys } from '../keys/revoke-keys.ts';
import type { StaffActor } from '../permissions/actor.ts';

/** Reads "breloken" in ASCII: of two administrators who end each other, the second is refused. */
const STAFF_LOCK = 0x6272656c6f6b656en;

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
    const revoked = await revokeKeys(tx, audit, { of: { holderId }, reason, by: actedBy(actor), trace, at });
    const revokedKeys = revoked.keyIds.length;
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
