import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { Confirmation } from './discount-use.ts';
import { pricesWords } from './words.ts';

/** What the ERP's own order line says of an expected price: it was charged, or something else was. */
export function ConfirmationNotice({ confirmation }: { confirmation: Confirmation }) {
  const { format } = usePage();
  const words = useWords(pricesWords).product;
  const { line } = confirmation;
  const [order, day] = [line.orderNumber, format.day(line.orderedOn)];
  if (confirmation.state === 'confirmed') {
    return (
      <Notice kind="good">
        <p>{words.confirmed(order, day)}</p>
      </Notice>
    );
  }
  const charged = format.unitPrice(line.unitPrice, line.currency);
  const expected = format.unitPrice(confirmation.expected, line.currency);
  return (
    <Notice kind="watch">
      <p>{words.differs(order, day, charged, expected)}</p>
    </Notice>
  );
}
