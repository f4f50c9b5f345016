import type { ReactNode } from 'react';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import type { DiscountTerms } from './discount-draft.ts';
import type { DiscountStatus } from './find-discounts.server.ts';
import { loyaltyWords } from './words.ts';

const TONES: Readonly<Record<DiscountStatus, Tone>> = { draft: 'quiet', active: 'good', ended: 'quiet' };

export function DiscountMark({ status }: { status: DiscountStatus }) {
  return <StatusMark tone={TONES[status]}>{useWords(loyaltyWords).statuses[status]}</StatusMark>;
}

/** What a discount gives: `7.5 % off`, `1 250 ₽ a unit`. */
export function Effect({ of: { basisPoints, fixedPrice, currency } }: { of: DiscountTerms }): ReactNode {
  const { format } = usePage();
  const words = useWords(loyaltyWords).effect;
  if (basisPoints !== null) return words.percent(format.percent(basisPoints));
  return fixedPrice === null ? null : words.fixed(format.unitPrice(fixedPrice, currency ?? ''));
}

/** Which goods it is for. */
export function CoveredGoods({ of: { goodsGroup, sku } }: { of: DiscountTerms }): ReactNode {
  const words = useWords(loyaltyWords).goods;
  if (goodsGroup !== null) return sku === null ? words.group(goodsGroup) : words.both(goodsGroup, sku);
  return sku === null ? words.all : words.sku(sku);
}

export function Period({ of: { validFromOn, validToOn } }: { of: DiscountTerms }): ReactNode {
  const { format } = usePage();
  const words = useWords(loyaltyWords).period;
  const from = format.day(validFromOn);
  return validToOn === null ? words.from(from) : words.between(from, format.day(validToOn));
}
