import type { ReactNode } from 'react';
import { decimalScale } from '../lib/decimal.ts';
import { minorDigits } from '../lib/money.ts';
import { Icon } from './icon.tsx';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

export type PriceStep = {
  key: string;
  title: string;
  /** The rule and how long it holds. */
  note?: ReactNode;
  /** A decimal: the first step's price, or what a later step adds or takes away. */
  amount: string;
  /** A discount that comes with the key, marked by the key's metal. */
  isFromKey?: boolean;
};

type PriceStepsProps = {
  currency: string;
  steps: readonly PriceStep[];
  /** The price of one unit after all steps. */
  final: { title: string; note?: ReactNode; amount: string };
  /** What the amounts are for: "₽ per piece". */
  unit: string;
};

/** Why this is my price: a sum as on paper, aligned to the decimal comma, ending in a double rule. */
export function PriceSteps({ currency, steps, final, unit }: PriceStepsProps) {
  const { format } = usePage();
  const words = useWords(uiWords).price;
  const digits = Math.max(
    minorDigits(currency),
    ...[...steps, final].map(({ amount }) => decimalScale(amount)),
  );
  return (
    <table className="steps">
      <caption className="unseen">{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.step}</th>
          <th scope="col" className="number">
            {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ key, title, note, amount, isFromKey }) => (
          <tr key={key}>
            <th scope="row">
              {title} {isFromKey && <KeyMark word={words.key} />}
              {note && <small>{note}</small>}
            </th>
            <td className="number">{format.decimal(amount, digits)}</td>
          </tr>
        ))}
        <tr className="final">
          <th scope="row">
            {final.title}
            {final.note && <small>{final.note}</small>}
          </th>
          <td className="number">{format.decimal(final.amount, digits)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function KeyMark({ word }: { word: string }) {
  return (
    <>
      <Icon name="key" isSmall className="brass" />
      <span className="unseen">{word}</span>
    </>
  );
}
