import type { RequestTrace } from '#auth/auth-services.ts';
import { HELD_STATUSES } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { KINDS_THAT_TAKE_KEY_DISCOUNTS } from '#portal/connectors/accepted-rules.server.ts';
import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import type { LoyaltyServices } from './save-discount.server.ts';

/** Reads "brelokti" in ASCII: one tie at a time, so that a key never carries a discount twice. */
const TIE_LOCK = 0x6272656c6f6b7469n;

/** A key that was given back or lost carries nothing new; what it carried stays with its account. */
export const STATUSES_THAT_CARRY = [...HELD_STATUSES];

export type TieDiscount = {
  discountId: string;
  accountId: string;
  keyId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type TieOutcome =
  | { ok: true }
  /** Also for a key of another account: it answers as one that does not exist. */
  | { ok: false; reason: 'no_such_key' }
  | { ok: false; reason: 'not_open' }
  | { ok: false; reason: 'carried_already' }
  /** The account's orders come from sources that take no discounts. */
  | { ok: false; reason: 'no_source_takes_it' };

/**
 * Lets a key carry a discount of its account (REC-06: the tie names the account, so that a replaced key hands it on).
 * The account stands in the where clause beside the key. Nothing of the key itself changes.
 */
export async function tieDiscount(
  { db, audit, now }: LoyaltyServices,
  { discountId, accountId, keyId, actor, trace }: TieDiscount,
): Promise<TieOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, TIE_LOCK);
    const obstacle = await findObstacle(tx, { discountId, accountId, keyId });
    if (obstacle !== null) return { ok: false, reason: obstacle };
    await tx.keyDiscount.create({
      data: { discountId, accountId, keyId, tiedById: actor.holderId, tiedAt: at },
      select: { id: true },
    });
    await audit.record(tx, {
      type: 'discount_tied',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      accountId,
      keyId,
      details: { discountId },
      trace,
      at,
    });
    return { ok: true };
  });
}

export type UntieOutcome = { ok: true } | { ok: false; reason: 'not_tied' };

/** Takes a discount off a key. Orders that have it keep it. */
export async function untieDiscount(
  { db, audit, now }: LoyaltyServices,
  { discountId, tieId, actor, trace }: { tieId: string } & Omit<TieDiscount, 'accountId' | 'keyId'>,
): Promise<UntieOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { count } = await tx.keyDiscount.updateMany({
      where: { id: tieId, discountId, untiedAt: null },
      data: { untiedAt: at, untiedById: actor.holderId },
    });
    if (count === 0) return { ok: false, reason: 'not_tied' };
    const { accountId, keyId } = await tx.keyDiscount.findUniqueOrThrow({
      where: { id: tieId },
      select: { accountId: true, keyId: true },
    });
    await audit.record(tx, {
      type: 'discount_untied',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      accountId,
      keyId,
      details: { discountId },
      trace,
      at,
    });
    return { ok: true };
  });
}

type Obstacle = Extract<TieOutcome, { ok: false }>['reason'];

async function findObstacle(
  tx: Tx,
  { discountId, accountId, keyId }: Pick<TieDiscount, 'discountId' | 'accountId' | 'keyId'>,
): Promise<Obstacle | null> {
  const key = await tx.key.findFirst({
    where: { id: keyId, accountId, status: { in: STATUSES_THAT_CARRY }, account: { status: 'active' } },
    select: { id: true },
  });
  if (key === null) return 'no_such_key';
  const open = { id: discountId, status: { in: ['draft', 'active'] } };
  if ((await tx.discount.count({ where: open })) === 0) return 'not_open';
  if ((await tx.keyDiscount.count({ where: { keyId, discountId, untiedAt: null } })) > 0)
    return 'carried_already';
  const source = { kind: { in: [...KINDS_THAT_TAKE_KEY_DISCOUNTS] } };
  const takers = await tx.accountTie.count({ where: { accountId, status: 'confirmed', source } });
  return takers === 0 ? 'no_source_takes_it' : null;
}
