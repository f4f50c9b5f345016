import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { KINDS_THAT_TAKE_KEY_DISCOUNTS } from '#portal/connectors/accepted-rules.server.ts';
import type { LoyaltyServices } from './save-discount.server.ts';

export type SwitchDiscount = { discountId: string; actor: StaffActor; trace: RequestTrace };

export type ActivateOutcome =
  | { ok: true }
  | { ok: false; reason: 'not_a_draft' }
  /** Its last day has passed. */
  | { ok: false; reason: 'over_already' }
  /** No source takes discounts of keys, so no order would ever have it. */
  | { ok: false; reason: 'no_source_takes_it' };

/**
 * Switches a draft on: keys that carry it give it from its first day.
 * @param request.today in the company's time zone
 */
export async function activateDiscount(
  { db, audit, now }: LoyaltyServices,
  { discountId, actor, trace, today }: SwitchDiscount & { today: string },
): Promise<ActivateOutcome> {
  return db.$transaction(async (tx) => {
    const takers = await tx.source.count({ where: { kind: { in: [...KINDS_THAT_TAKE_KEY_DISCOUNTS] } } });
    if (takers === 0) return { ok: false, reason: 'no_source_takes_it' };
    const isOpen = { OR: [{ validToOn: null }, { validToOn: { gte: today } }] };
    const { count } = await tx.discount.updateMany({
      where: { id: discountId, status: 'draft', ...isOpen },
      data: { status: 'active' },
    });
    if (count === 0) {
      const draft = await tx.discount.count({ where: { id: discountId, status: 'draft' } });
      return { ok: false, reason: draft === 0 ? 'not_a_draft' : 'over_already' };
    }
    await audit.record(tx, {
      type: 'discount_changed',
      result: 'ok',
      reason: 'switched_on',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      details: { discountId },
      trace,
      at: now(),
    });
    return { ok: true };
  });
}

export type EndOutcome = { ok: true } | { ok: false; reason: 'ended_already' };

/** Ends a discount for good, on all keys that carry it. What orders were given before stays given. */
export async function endDiscount(
  { db, audit, now }: LoyaltyServices,
  { discountId, reason, actor, trace }: SwitchDiscount & { reason: string },
): Promise<EndOutcome> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.discount.updateMany({
      where: { id: discountId, status: { in: ['draft', 'active'] } },
      data: { status: 'ended' },
    });
    if (count === 0) return { ok: false, reason: 'ended_already' };
    await audit.record(tx, {
      type: 'discount_ended',
      result: 'ok',
      note: reason,
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      details: { discountId },
      trace,
      at: now(),
    });
    return { ok: true };
  });
}
