import { daysMissed } from '../orders/order.ts';
import type { OrderRow } from '../orders/order.ts';
import { OrderStatus } from '../orders/order-status.tsx';
import { PromisedDay } from '../orders/promised-day.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Day } from '../ui/when.tsx';
import { deskWords } from './words.ts';

/** The customer's open orders, as their own first page shows them, without amounts. */
export function CustomerOrdersSheet({ orders, todayOn }: { orders: readonly OrderRow[]; todayOn: string }) {
  const words = useWords(deskWords).customer.sees;
  return (
    <Sheet title={words.title} isFlush={orders.length > 0} foot={<p className="soft">{words.lead}</p>}>
      {orders.length === 0 && <p>{words.none}</p>}
      {orders.length > 0 && (
        <DataTable
          caption={words.title}
          columns={[
            { key: 'number', head: words.order, cell: ({ number }) => number },
            {
              key: 'ordered',
              head: words.ordered,
              phoneWord: words.ordered,
              cell: ({ orderedOn }) => <Day on={orderedOn} />,
            },
            {
              key: 'next',
              head: words.next,
              phoneWord: words.next,
              cell: (order) => <PromisedDay on={order.promisedOn} daysMissed={daysMissed(order, todayOn)} />,
            },
            {
              key: 'status',
              head: words.status,
              phone: 'mark',
              cell: ({ status }) => <OrderStatus status={status} />,
            },
          ]}
          rows={orders}
          rowKey={({ id }) => id}
        />
      )}
    </Sheet>
  );
}
