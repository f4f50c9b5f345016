import { sumMoney } from '../lib/money.ts';
import type { Money as MoneyValue } from '../lib/money.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { LineEffect, OrderEffect } from './sample-effect.ts';
import { loyaltyWords } from './words.ts';

/** A customer's latest orders beside what they would have been. */
export function SampleOrders({
  account,
  orders,
}: {
  account: { name: string };
  orders: readonly OrderEffect[];
}) {
  const words = useWords(loyaltyWords).sample;
  if (orders.length === 0) return <Notice kind="info">{words.noOrders(account.name)}</Notice>;
  return (
    <section className="stack" aria-label={words.of(account.name)}>
      <h2>{words.of(account.name)}</h2>
      <Saved orders={orders} />
      {orders.map((order) => (
        <OrderSheet key={order.id} order={order} />
      ))}
    </section>
  );
}

function Saved({ orders }: { orders: readonly OrderEffect[] }) {
  const { format } = usePage();
  const words = useWords(loyaltyWords).sample;
  const sums = savedByCurrency(orders).filter(({ amountMinor }) => amountMinor > 0n);
  if (sums.length === 0) return <p>{words.nothing}</p>;
  return <p>{words.inAll(sums.map((sum) => format.amount(sum)).join(', '))}</p>;
}

function savedByCurrency(orders: readonly OrderEffect[]): MoneyValue[] {
  return [...new Set(orders.map(({ currency }) => currency))].map((currency) => {
    const amounts = orders.filter((order) => order.currency === currency);
    return sumMoney(
      amounts.map(({ savedMinor }) => ({ amountMinor: savedMinor, currency })),
      currency,
    );
  });
}

function OrderSheet({ order }: { order: OrderEffect }) {
  const { format } = usePage();
  const words = useWords(loyaltyWords).sample;
  const { currency } = order;
  const title = words.order(order.number, format.day(order.orderedOn));
  const price = (value: string | null) => (value === null ? '' : format.unitPrice(value, currency));
  return (
    <Sheet title={title} isFlush>
      <DataTable<LineEffect>
        caption={title}
        rows={order.lines}
        rowKey={({ id }) => id}
        columns={[
          { key: 'line', head: words.columns.line, cell: ({ name }) => name },
          {
            key: 'quantity',
            head: words.columns.quantity,
            isNumber: true,
            cell: ({ quantity, unit }) => format.quantity(quantity, unit),
          },
          {
            key: 'price',
            head: words.columns.price,
            isNumber: true,
            phoneWord: words.columns.price,
            cell: ({ unitPrice }) => price(unitPrice),
          },
          {
            key: 'newPrice',
            head: words.columns.newPrice,
            isNumber: true,
            phoneWord: words.columns.newPrice,
            cell: (line) => (line.isChanged ? price(line.newPrice) : words.because[line.because]),
          },
          {
            key: 'saved',
            head: words.columns.saved,
            isNumber: true,
            phone: 'figure',
            cell: (line) =>
              line.isChanged ? <Money of={{ amountMinor: line.savedMinor, currency }} /> : null,
          },
        ]}
        foot={{ line: words.total, saved: <Money of={{ amountMinor: order.savedMinor, currency }} /> }}
      />
    </Sheet>
  );
}
