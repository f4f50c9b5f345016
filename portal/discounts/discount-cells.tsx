import type { Formatter } from '../lib/format.ts';
import type { Column } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { AccountDiscount } from './account-discount.ts';
import type { DiscountRule } from './discount.ts';
import { discountsWords } from './words.ts';

type Words = ReturnType<typeof useDiscountWords>;

/** The columns that every list of discounts begins with: what it is and covers, what it gives, how long it holds. */
export function useDiscountColumns<Row extends AccountDiscount>(): Column<Row>[] {
  const { format } = usePage();
  const words = useDiscountWords();
  const { columns: heads } = words;
  return [
    { key: 'name', head: heads.name, cell: ({ rule }) => <NameCell rule={rule} /> },
    {
      key: 'gives',
      head: heads.gives,
      cell: ({ rule }) => <span className="money">{givesText(rule, words, format)}</span>,
      isNumber: true,
      phone: 'figure',
    },
    { key: 'holds', head: heads.holds, cell: (row) => <PeriodCell row={row} /> },
  ];
}

function useDiscountWords() {
  return useWords(discountsWords);
}

function NameCell({ rule }: { rule: DiscountRule }) {
  const { format } = usePage();
  const words = useDiscountWords();
  const { name, leftMinor, currency } = rule;
  const limit =
    leftMinor === null || currency === null
      ? null
      : words.limit(format.amount({ amountMinor: leftMinor, currency }));
  return (
    <>
      {name}
      <small className="price-note">
        {[coversText(rule, words), limit].filter((text) => text !== null).join(', ')}
      </small>
    </>
  );
}

function PeriodCell({ row: { rule, phase } }: { row: AccountDiscount }) {
  const { format } = usePage();
  const words = useDiscountWords();
  return (
    <>
      {periodText(rule, words, format)}{' '}
      {phase === 'ending' && <StatusMark tone="watch">{words.phases.ending}</StatusMark>}
      {phase === 'upcoming' && <StatusMark tone="quiet">{words.phases.upcoming}</StatusMark>}
    </>
  );
}

function givesText({ effect, currency }: DiscountRule, words: Words, format: Formatter): string {
  if (effect.kind === 'percent') return format.percent(effect.basisPoints);
  return words.fixedPrice(
    currency === null ? format.decimal(effect.price) : format.unitPrice(effect.price, currency),
  );
}

function coversText({ goodsGroup, sku }: DiscountRule, { covers }: Words): string {
  if (sku !== null) return goodsGroup === null ? covers.sku(sku) : covers.skuInGroup(sku, goodsGroup);
  return goodsGroup === null ? covers.everything : covers.group(goodsGroup);
}

function periodText({ validFromOn, validToOn }: DiscountRule, { period }: Words, format: Formatter): string {
  if (validFromOn !== null && validToOn !== null) {
    return period.between(format.day(validFromOn), format.day(validToOn));
  }
  if (validFromOn !== null) return period.from(format.day(validFromOn));
  return validToOn === null ? period.always : period.until(format.day(validToOn));
}
