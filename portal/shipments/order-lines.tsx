import { compareDecimals } from '../lib/decimal.ts';
import type { SameWords } from '../lib/i18n.ts';
import type { OrderLine } from '../orders/order-line.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Day } from '../ui/when.tsx';
import type { LineProgress } from './line-progress.ts';
import { shipmentsWords } from './words.ts';

type OrderLinesProps = {
  caption: string;
  lines: readonly OrderLine[];
  progress: Readonly<Record<string, LineProgress>>;
  /** What is not shipped yet is still to come; else it will not be. */
  isOpen: boolean;
  /** Of the prices; null where the session opens none. */
  currency: string | null;
  isPriced: boolean;
};

/** What was ordered, line by line: how much of it has left, how much has not, and what it costs. */
export function OrderLines({ caption, lines, progress, isOpen, currency, isPriced }: OrderLinesProps) {
  const words = useWords(shipmentsWords).lines;
  const { format } = usePage();
  const isKnown = Object.values(progress).some(({ shipped }) => shipped !== null);
  const columns: Column<OrderLine>[] = [
    { key: 'goods', head: words.goods, cell: (line) => <Goods line={line} /> },
    {
      key: 'ordered',
      head: words.ordered,
      cell: ({ kind, quantity, unit }) => kind === 'item' && format.quantity(quantity, unit),
      isNumber: true,
      phone: 'figure',
    },
    ...(isKnown ? progressColumns({ words, progress, isOpen }) : []),
    ...(lines.some(({ promisedOn }) => promisedOn !== null) ? [promisedColumn(words.promised)] : []),
    ...priceColumns({ words, currency, isPriced }),
  ];
  return <DataTable caption={caption} columns={columns} rows={lines} rowKey={({ id }) => id} />;
}

type LineWords = SameWords<(typeof shipmentsWords)['en']['lines']>;

function Goods({ line }: { line: OrderLine }) {
  const words = useWords(shipmentsWords).lines;
  const { format } = usePage();
  const percent = line.price?.discountPercent ?? null;
  if (line.kind === 'note') return <span className="soft">{line.name}</span>;
  return (
    <>
      <span>{line.name}</span>
      {line.sku && <div className="code soft">{line.sku}</div>}
      {line.stage && <div className="soft">{words.stage(line.stage)}</div>}
      {percent !== null && compareDecimals(percent, '0') > 0 && (
        <div className="soft">{words.discount(format.decimal(percent))}</div>
      )}
    </>
  );
}

function progressColumns({
  words,
  progress,
  isOpen,
}: {
  words: LineWords;
  progress: OrderLinesProps['progress'];
  isOpen: boolean;
}): Column<OrderLine>[] {
  return [
    {
      key: 'shipped',
      head: words.shipped,
      cell: (line) => <Quantity line={line} value={progress[line.id]?.shipped ?? null} />,
      isNumber: true,
      phoneWord: words.shippedWord,
    },
    {
      key: 'notShipped',
      head: isOpen ? words.notShipped : words.notComing,
      cell: (line) => <Rest line={line} value={progress[line.id]?.notShipped ?? null} />,
      isNumber: true,
      phoneWord: isOpen ? words.notShippedWord : words.notComingWord,
    },
  ];
}

function Quantity({ line, value }: { line: OrderLine; value: string | null }) {
  const { format } = usePage();
  if (line.kind === 'note' || value === null) return null;
  return format.quantity(value, line.unit);
}

function Rest({ line, value }: { line: OrderLine; value: string | null }) {
  const { format } = usePage();
  if (line.kind === 'note' || value === null) return null;
  if (compareDecimals(value, '0') === 0) return <span className="soft">{format.quantity('0')}</span>;
  return <StatusMark tone="watch">{format.quantity(value, line.unit)}</StatusMark>;
}

function promisedColumn(head: string): Column<OrderLine> {
  return {
    key: 'promised',
    head,
    cell: ({ promisedOn }) => promisedOn && <Day on={promisedOn} />,
    phoneWord: head,
  };
}

function priceColumns({
  words,
  currency,
  isPriced,
}: {
  words: LineWords;
  currency: string | null;
  isPriced: boolean;
}): Column<OrderLine>[] {
  if (currency === null) return [];
  if (!isPriced) {
    return [
      {
        key: 'listPrice',
        head: words.listPrice,
        cell: ({ listPrice }) => <UnitPrice price={listPrice} currency={currency} />,
        isNumber: true,
        phoneWord: words.priceWord,
      },
    ];
  }
  return [
    {
      key: 'price',
      head: words.price,
      cell: ({ price }) => <UnitPrice price={price?.unitPrice ?? null} currency={currency} />,
      isNumber: true,
      phoneWord: words.priceWord,
    },
    {
      key: 'sum',
      head: words.sum,
      cell: ({ price }) => price?.net && <Money of={price.net} />,
      isNumber: true,
      phoneWord: words.sumWord,
    },
  ];
}

function UnitPrice({ price, currency }: { price: string | null; currency: string }) {
  const { format } = usePage();
  return price === null ? null : format.unitPrice(price, currency);
}
