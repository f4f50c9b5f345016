import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import { daysMissed } from './order.ts';
import type { OrderRow } from './order.ts';
import { OrderStatus } from './order-status.tsx';
import { PromisedDay } from './promised-day.tsx';
import { ordersWords } from './words.ts';

type OrderTableProps = {
  caption: string;
  rows: readonly OrderRow[];
  todayOn: string;
  /** Whether the session opens the customer's own prices; else there is no column of totals. */
  isPriced: boolean;
  /** Open orders beside other blocks: without the day of ordering, with the day of the next promise. */
  isShort?: boolean;
};

/** Orders, each row a link to its order. */
export function OrderTable({ caption, rows, todayOn, isPriced, isShort = false }: OrderTableProps) {
  const words = useWords(ordersWords);
  const { columns: heads } = words;
  const columns: Column<OrderRow>[] = [
    { key: 'number', head: heads.number, cell: ({ number }) => number },
    { key: 'reference', head: heads.reference, cell: ({ customerReference }) => customerReference },
    ...(isShort ? [] : [orderedColumn(heads.orderedOn, words.ordered)]),
    {
      key: 'status',
      head: heads.status,
      cell: ({ status }) => <OrderStatus status={status} />,
      phone: 'mark',
    },
    {
      key: 'promisedOn',
      head: isShort ? heads.next : heads.promisedOn,
      cell: (row) => <PromisedDay on={row.promisedOn} daysMissed={daysMissed(row, todayOn)} />,
      phoneWord: words.promised,
    },
    ...(isPriced ? [totalColumn(heads.total)] : []),
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/orders/${id}`}
    />
  );
}

function orderedColumn(head: string, phoneWord: string): Column<OrderRow> {
  return { key: 'orderedOn', head, cell: ({ orderedOn }) => <Day on={orderedOn} />, phoneWord };
}

function totalColumn(head: string): Column<OrderRow> {
  return {
    key: 'total',
    head,
    cell: ({ total }) => total && <Money of={total} />,
    isNumber: true,
    phone: 'figure',
  };
}
