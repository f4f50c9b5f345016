import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Day } from '../ui/when.tsx';
import type { OrderDetail } from './order-detail.ts';
import { daysMissed, isOpen } from './order.ts';
import { OrderStatus } from './order-status.tsx';
import { PromisedDay } from './promised-day.tsx';
import { ordersWords } from './words.ts';

/** The head of an order: state, days, whose number it is, where it goes. */
export function OrderFacts({
  order,
  nextOn,
  todayOn,
}: {
  order: Omit<OrderDetail, 'sourceId'>;
  /** The day by which the next goods are promised; the order's own promise may be for the last ones. */
  nextOn: string | null;
  todayOn: string;
}) {
  const words = useWords(ordersWords).order;
  const { status, sourceStatus, customerReference, orderedOn, requestedOn, promisedOn, goods } = order;
  const late = (on: string | null) => daysMissed({ status, promisedOn: on }, todayOn);
  const items = [
    { key: words.status, value: <OrderStatus status={status} /> },
    { key: words.reference, value: customerReference },
    { key: words.orderedOn, value: <Day on={orderedOn} /> },
    { key: words.requestedOn, value: requestedOn && <Day on={requestedOn} /> },
    {
      key: words.promisedOn,
      value: promisedOn && <PromisedDay on={promisedOn} daysMissed={late(promisedOn)} />,
    },
    {
      key: words.next,
      value: isOpen(status) && nextOn !== promisedOn && <PromisedDay on={nextOn} daysMissed={late(nextOn)} />,
    },
    { key: words.address, value: goods?.deliveryAddress },
  ];
  return (
    <Sheet>
      <KeyValueList items={items.filter(({ value }) => value)} />
      {sourceStatus && <p className="soft">{words.sourceStatus(sourceStatus)}</p>}
    </Sheet>
  );
}
