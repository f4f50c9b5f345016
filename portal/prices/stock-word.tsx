import { compareDecimals } from '../lib/decimal.ts';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { StockLevel } from './product.ts';
import { pricesWords } from './words.ts';

/** What is free, or when more is expected; a source that says nothing of an article is not taken to have none. */
export function StockWord({ stock, unit }: { stock: StockLevel | null; unit: string }) {
  const { format } = usePage();
  const words = useWords(pricesWords).stock;
  if (stock === null) return <span className="soft">{words.unknown}</span>;
  if (compareDecimals(stock.quantity, '0') > 0) return format.quantity(stock.quantity, unit);
  if (stock.expectedOn === null) return <span className="soft">{words.none}</span>;
  return <span className="soft">{words.expected(format.day(stock.expectedOn))}</span>;
}
