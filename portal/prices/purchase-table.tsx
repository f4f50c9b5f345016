import { DataTable } from '../ui/data-table.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Day } from '../ui/when.tsx';
import type { OrderedLine } from './discount-use.ts';
import { pricesWords } from './words.ts';

/** What was paid for an article before, each row a link to its order. */
export function PurchaseTable({ caption, lines }: { caption: string; lines: readonly OrderedLine[] }) {
  const { format } = usePage();
  const heads = useWords(pricesWords).product.purchaseColumns;
  return (
    <DataTable
      caption={caption}
      rows={lines}
      rowKey={({ lineId }) => lineId}
      rowHref={({ orderId }) => `/orders/${encodeURIComponent(orderId)}`}
      columns={[
        { key: 'order', head: heads.order, cell: ({ orderNumber }) => orderNumber },
        { key: 'on', head: heads.on, cell: ({ orderedOn }) => <Day on={orderedOn} /> },
        {
          key: 'quantity',
          head: heads.quantity,
          cell: ({ quantity, product }) => format.quantity(quantity, product.unit),
          isNumber: true,
        },
        {
          key: 'price',
          head: heads.price,
          cell: ({ unitPrice, currency }) => (
            <span className="money">{format.unitPrice(unitPrice, currency)}</span>
          ),
          isNumber: true,
          phone: 'figure',
        },
      ]}
    />
  );
}
