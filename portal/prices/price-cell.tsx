import { Icon } from '../ui/icon.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { PriceBasis } from './price-list.ts';
import type { ShownPrice } from './price-row.ts';
import { pricesWords } from './words.ts';

type PriceCellProps = {
  price: ShownPrice | undefined;
  /** The unit that the row names already. */
  unit: string;
  /** Whether the page mixes prices with and without tax, so that each has to say which it is. */
  isTaxSaid: boolean;
};

/** A price in a table: amount, and whatever the columns do not say of it. */
export function PriceCell({ price, unit, isTaxSaid }: PriceCellProps) {
  const { format } = usePage();
  const words = useWords(pricesWords);
  if (price === undefined) return <span className="soft">{words.onRequest}</span>;
  const { amount, basis, fromQuantity, isExpected } = price;
  const notes = [
    basis.unit === unit ? null : words.per(basis.unit),
    fromQuantity === '0' ? null : words.from(format.quantity(fromQuantity, basis.unit)),
    isTaxSaid ? taxWord(words.tax, basis) : null,
  ].filter((note) => note !== null);
  return (
    <>
      <span className="money">
        {isExpected && <ExpectedMark word={words.expected} />}
        {format.unitPrice(amount, basis.currency)}
      </span>
      {notes.length > 0 && <small className="price-note">{notes.join(', ')}</small>}
    </>
  );
}

export function taxWord(
  words: { included: string; excluded: string },
  { isTaxIncluded }: PriceBasis,
): string {
  return isTaxIncluded ? words.included : words.excluded;
}

function ExpectedMark({ word }: { word: string }) {
  return (
    <>
      <Icon name="key" isSmall className="brass price-mark" />
      <span className="unseen">{word}</span>{' '}
    </>
  );
}
