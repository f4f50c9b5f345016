import type { ReactNode } from 'react';
import type { DiscountRule } from '../discounts/discount.ts';
import type { Period } from '../lib/period.ts';
import type { Formatter } from '../lib/format.ts';
import { multiplyToMinor } from '../lib/money.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Money } from '../ui/money.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PriceSteps } from '../ui/price-steps.tsx';
import { taxWord } from './price-cell.tsx';
import type { Price, PriceStep } from './price-for.ts';
import { pricesWords } from './words.ts';

type Words = ReturnType<typeof useProductWords>;

/** Why this price: the sum of its steps, then until when it holds and what was not counted. */
export function PriceReasons({
  price,
  quantity,
  hasOwnPrices,
}: {
  price: Price;
  quantity: string;
  hasOwnPrices: boolean;
}) {
  const { format } = usePage();
  const words = useProductWords();
  const { tax } = useWords(pricesWords);
  const { basis, steps, final, isExpected, period, notCounted } = price;
  return (
    <>
      <PriceSteps
        currency={basis.currency}
        unit={`${words.perUnit(format.currencySign(basis.currency), basis.unit)}, ${taxWord(tax, basis)}`}
        steps={steps.map((step, index) => ({
          key: `${index} ${step.kind}`,
          title: stepTitle(step, words, format, basis.unit),
          note: stepNote(step, words, format),
          amount: step.amount,
          isFromKey: step.kind === 'key-discount',
        }))}
        final={{
          title: finalTitle(words, { isExpected, hasOwnPrices }),
          amount: final,
        }}
      />
      <PriceTotal price={price} quantity={quantity} />
      <div className="reasons-left soft">
        {isExpected && <p>{words.expectedNote}</p>}
        {isLimited(period) && <p>{words.holds(periodText(period, words, format))}</p>}
        {notCounted.length > 0 && (
          <ul aria-label={words.notCounted}>
            {notCounted.map(({ rule, because }) => (
              <li key={rule.id}>
                {words.notCountedOne(rule.name, effectText(rule, words, format), words.because[because])}
              </li>
            ))}
          </ul>
        )}
        <p>{hasOwnPrices ? words.precedence : words.notOpen}</p>
      </div>
    </>
  );
}

/** What the whole quantity comes to at this price. */
function PriceTotal({ price, quantity }: { price: Price; quantity: string }) {
  const { format } = usePage();
  const words = useProductWords();
  const { currency, unit } = price.basis;
  const amountMinor = multiplyToMinor(price.final, quantity, currency);
  const total = <Money of={{ amountMinor, currency }} />;
  return <KeyValueList isRows items={[{ key: words.sum(format.quantity(quantity, unit)), value: total }]} />;
}

function useProductWords() {
  return useWords(pricesWords).product;
}

function stepTitle(step: PriceStep, words: Words, format: Formatter, unit: string): string {
  switch (step.kind) {
    case 'list':
      return words.steps.list;
    case 'contract':
      return step.list.standing === 'assigned' ? words.steps.assigned : words.steps.contract;
    case 'tier':
      return words.steps.tier(format.quantity(step.fromQuantity, unit));
    case 'source-discount':
    case 'key-discount':
      return step.discount.name;
  }
}

/** The rule's name, where the title is not it, what it does, and how long it holds. */
function stepNote(step: PriceStep, words: Words, format: Formatter): ReactNode {
  const period = periodText(step, words, format);
  switch (step.kind) {
    case 'list':
    case 'contract':
      return `${step.list.name}, ${period}`;
    case 'tier':
      return period;
    case 'source-discount':
      return `${effectText(step.discount, words, format)}, ${words.bySource}, ${period}`;
    case 'key-discount':
      return `${effectText(step.discount, words, format)}, ${words.byKey}, ${period}`;
  }
}

function effectText({ effect, currency }: DiscountRule, words: Words, format: Formatter): string {
  if (effect.kind === 'percent') return format.percent(effect.basisPoints);
  return words.fixedPrice(
    currency === null ? format.decimal(effect.price) : format.unitPrice(effect.price, currency),
  );
}

function finalTitle(
  words: Words,
  { isExpected, hasOwnPrices }: { isExpected: boolean; hasOwnPrices: boolean },
): string {
  if (!hasOwnPrices) return words.finalList;
  return isExpected ? words.expectedPrice : words.final;
}

function isLimited({ validFromOn, validToOn }: Period): boolean {
  return validFromOn !== null || validToOn !== null;
}

function periodText({ validFromOn, validToOn }: Period, words: Words, format: Formatter): string {
  const { period } = words;
  if (validFromOn !== null && validToOn !== null) {
    return period.between(format.day(validFromOn), format.day(validToOn));
  }
  if (validFromOn !== null) return period.from(format.day(validFromOn));
  return validToOn === null ? period.always : period.until(format.day(validToOn));
}
