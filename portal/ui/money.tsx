import type { Money as MoneyValue } from '../lib/money.ts';
import { usePage } from './page-context.tsx';

/** A total as people read it: `1 234,50 ₽`. */
export function Money({ of }: { of: MoneyValue }) {
  return <span className="money">{usePage().format.amount(of)}</span>;
}
