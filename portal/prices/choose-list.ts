import { compareTexts } from '#portal/lib/compare-texts.ts';
import { compareDecimals } from '#portal/lib/decimal.ts';
import { LIST_STANDINGS, isSameBasis, tierAt } from './price-list.ts';
import type { Tier, TieredPrice } from './price-list.ts';

type ListQuestion = { quantity: string; currency: string | undefined; productUnit: string };

/** The list that counts and, to compare with, the open one. */
export type ListChoice = {
  tiered: TieredPrice;
  tier: Tier;
  /** The open list that tells what everybody pays, in the same basis; null where there is none. */
  open: TieredPrice | null;
  openTier: Tier | null;
  /** All currencies that the product has a price in at this quantity, the strongest list's first. */
  currencies: readonly string[];
};

export type ListOutcome =
  | ({ ok: true } & ListChoice)
  | { ok: false; reason: 'no_price' }
  | { ok: false; reason: 'below_first_tier'; fromQuantity: string; unit: string };

type Candidate = { tiered: TieredPrice; tier: Tier };

/**
 * The list whose price counts (price-for.ts says which goes before which). Among lists of the same standing that can't be
 * compared, prices per the product's own unit go first, then those in the basis of an open list, then by currency and tax.
 */
export function chooseList(offered: readonly TieredPrice[], question: ListQuestion): ListOutcome {
  const candidates = sortByPrecedence(candidatesAt(offered, question.quantity), question.productUnit);
  const currencies = [...new Set(candidates.map(({ tiered }) => tiered.basis.currency))];
  const currency = question.currency ?? currencies[0];
  const wanted = candidates.filter(({ tiered }) => tiered.basis.currency === currency);
  const [chosen] = wanted;
  if (chosen === undefined) return explainAbsence(offered, candidates);

  const { basis } = chosen.tiered;
  const open = wanted.find(({ tiered }) => isOpen(tiered) && isSameBasis(tiered.basis, basis));
  return { ok: true, ...chosen, open: open?.tiered ?? null, openTier: open?.tier ?? null, currencies };
}

function candidatesAt(offered: readonly TieredPrice[], quantity: string): Candidate[] {
  return offered.flatMap((tiered) => {
    const tier = tierAt(tiered, quantity);
    return tier === null ? [] : [{ tiered, tier }];
  });
}

function sortByPrecedence(candidates: readonly Candidate[], productUnit: string): Candidate[] {
  if (candidates.length < 2) return [...candidates];
  const openBases = candidates.filter(({ tiered }) => isOpen(tiered)).map(({ tiered }) => tiered.basis);
  const rankOf = ({ list, basis }: TieredPrice) => {
    const isComparable = openBases.some((open) => isSameBasis(open, basis));
    const { unit, currency, isTaxIncluded } = basis;
    return [
      LIST_STANDINGS.indexOf(list.standing),
      unit === productUnit ? 0 : 1,
      isComparable ? 0 : 1,
      currency,
      isTaxIncluded ? 1 : 0,
      unit,
    ].join(' ');
  };
  return candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate.tiered) }))
    .sort(
      (one, other) =>
        compareTexts(one.rank, other.rank) ||
        compareDecimals(one.candidate.tier.price, other.candidate.tier.price) ||
        compareTexts(one.candidate.tiered.list.id, other.candidate.tiered.list.id),
    )
    .map(({ candidate }) => candidate);
}

function explainAbsence(offered: readonly TieredPrice[], candidates: readonly Candidate[]): ListOutcome {
  const [first] = offered.toSorted((one, other) => {
    const [oneFirst] = one.tiers;
    const [otherFirst] = other.tiers;
    return (
      compareDecimals(oneFirst.fromQuantity, otherFirst.fromQuantity) ||
      compareTexts(one.basis.unit, other.basis.unit)
    );
  });
  if (first === undefined || candidates.length > 0) return { ok: false, reason: 'no_price' };
  return {
    ok: false,
    reason: 'below_first_tier',
    fromQuantity: first.tiers[0].fromQuantity,
    unit: first.basis.unit,
  };
}

function isOpen({ list }: TieredPrice): boolean {
  return list.standing === 'open';
}
