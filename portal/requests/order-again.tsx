import { Button } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { requestsWords } from './words.ts';

/** Makes a draft with the goods of an order. */
export function OrderAgain({ orderId }: { orderId: string }) {
  const words = useWords(requestsWords);
  return (
    <form method="post" action={`/orders/${encodeURIComponent(orderId)}/again`}>
      <Button kind="primary">{words.again}</Button>
    </form>
  );
}
