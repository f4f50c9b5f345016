import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import { Day } from '../ui/when.tsx';
import type { GoodsReturn, ReturnStatus } from './goods-return.ts';
import { shipmentsWords } from './words.ts';

const TONES: Readonly<Record<ReturnStatus, Tone>> = {
  announced: 'quiet',
  received: 'moving',
  settled: 'good',
  refused: 'bad',
};

/** What was sent back of an order. */
export function ReturnTable({ returns }: { returns: readonly GoodsReturn[] }) {
  const words = useWords(shipmentsWords).returns;
  const { format } = usePage();
  return (
    <DataTable
      caption={words.title}
      rows={returns}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'goods',
          head: words.goods,
          cell: ({ name, sku, reason }) => (
            <>
              {name}
              {sku && <div className="code soft">{sku}</div>}
              {reason && <div className="soft">{reason}</div>}
            </>
          ),
        },
        { key: 'number', head: words.number, cell: ({ number }) => number, phoneWord: words.number },
        { key: 'day', head: words.day, cell: ({ returnedOn }) => <Day on={returnedOn} /> },
        {
          key: 'status',
          head: words.status,
          cell: ({ status }) => <StatusMark tone={TONES[status]}>{words.statuses[status]}</StatusMark>,
          phone: 'mark',
        },
        {
          key: 'quantity',
          head: words.quantity,
          cell: ({ quantity, unit }) => format.quantity(quantity, unit),
          isNumber: true,
          phone: 'figure',
        },
      ]}
    />
  );
}
