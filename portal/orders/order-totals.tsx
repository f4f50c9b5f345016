import { KeyValueList } from '../ui/key-value-list.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { OrderDetail } from './order-detail.ts';
import { ordersWords } from './words.ts';

/** What the whole order costs, as the source has it: nothing is added up here. */
export function OrderTotals({ totals }: { totals: NonNullable<OrderDetail['totals']> }) {
  const words = useWords(ordersWords).order.totals;
  return (
    <div className="totals">
      <KeyValueList
        isRows
        items={[
          { key: words.net, value: <Money of={totals.net} /> },
          { key: words.tax, value: <Money of={totals.tax} /> },
          {
            key: words.gross,
            value: (
              <b>
                <Money of={totals.gross} />
              </b>
            ),
          },
        ]}
      />
    </div>
  );
}
