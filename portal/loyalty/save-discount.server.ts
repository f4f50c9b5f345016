import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Tx } from '#prisma/client.ts';
import type { DiscountFaults, DiscountTerms } from './discount-draft.ts';

export type LoyaltyServices = Pick<AuthServices, 'db' | 'audit' | 'now'>;

export type SaveDiscount = {
  /** Null: a new one. */
  discountId: string | null;
  terms: DiscountTerms;
  actor: StaffActor;
  trace: RequestTrace;
};

export type SaveDiscountOutcome =
  | { ok: true; discountId: string }
  | { ok: false; reason: 'unknown_goods'; faults: DiscountFaults }
  /** Switched on, ended, or not there: terms that were promised are never changed. */
  | { ok: false; reason: 'not_a_draft' };

/** Writes down a draft, new or changed. Goods that no source knows are refused: nobody would ever get the discount. */
export async function saveDiscount(
  { db, audit, now }: LoyaltyServices,
  { discountId, terms, actor, trace }: SaveDiscount,
): Promise<SaveDiscountOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const faults = await faultsOfGoods(tx, terms);
    if (Object.keys(faults).length > 0) return { ok: false, reason: 'unknown_goods', faults };
    const savedId = await writeDraft(tx, { discountId, terms, actor, at });
    if (savedId === null) return { ok: false, reason: 'not_a_draft' };
    await audit.record(tx, {
      type: discountId === null ? 'discount_created' : 'discount_changed',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      details: { discountId: savedId, ...termsForLog(terms) },
      trace,
      at,
    });
    return { ok: true, discountId: savedId };
  });
}

async function writeDraft(
  tx: Tx,
  { discountId, terms, actor, at }: Omit<SaveDiscount, 'trace'> & { at: Date },
): Promise<string | null> {
  if (discountId === null) {
    const { id } = await tx.discount.create({
      data: { ...terms, createdById: actor.holderId, createdAt: at },
      select: { id: true },
    });
    return id;
  }
  const { count } = await tx.discount.updateMany({ where: { id: discountId, status: 'draft' }, data: terms });
  return count === 1 ? discountId : null;
}

async function faultsOfGoods(tx: Tx, { goodsGroup, sku }: DiscountTerms): Promise<DiscountFaults> {
  if (goodsGroup !== null) {
    const known = await tx.product.findFirst({
      where: { groupName: goodsGroup, deletedAt: null },
      select: { id: true },
    });
    if (known === null) return { goodsGroup: 'unknown_group' };
  }
  if (sku === null) return {};
  const articles = await tx.product.findMany({
    where: { sku, deletedAt: null },
    select: { groupName: true },
  });
  if (articles.length === 0) return { sku: 'unknown_sku' };
  const isInGroup = goodsGroup === null || articles.some(({ groupName }) => groupName === goodsGroup);
  return isInGroup ? {} : { sku: 'not_in_group' };
}

/** The terms by codes and figures, so that the log says what was promised even after the draft was changed. */
function termsForLog(terms: DiscountTerms) {
  return {
    basisPoints: terms.basisPoints,
    fixedPrice: terms.fixedPrice,
    currency: terms.currency,
    goodsGroup: terms.goodsGroup,
    sku: terms.sku,
    validFromOn: terms.validFromOn,
    validToOn: terms.validToOn,
    maxAmountMinor: terms.maxAmountMinor?.toString() ?? null,
  };
}
