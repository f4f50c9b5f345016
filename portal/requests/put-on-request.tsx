import { Button } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { requestsWords } from './words.ts';

/** Puts as many of an article as its page shows on a draft. */
export function PutOnRequest({ productId, quantity }: { productId: string; quantity: string }) {
  const words = useWords(requestsWords);
  return (
    <form method="post" action="/requests/new">
      <input type="hidden" name="productId" value={productId} />
      <input type="hidden" name="quantity" value={quantity} />
      <Button kind="primary">{words.add}</Button>
    </form>
  );
}
