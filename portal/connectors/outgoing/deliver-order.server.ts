import { deliverOnce } from './deliver-once.server.ts';
import type { Try } from './deliver-once.server.ts';
import type { Delivery, OrderWriter, OutgoingOrder } from './outgoing-order.ts';

export type Attempt = Try & { order: OutgoingOrder };

/** One try to get an order into a source. @returns null when it was called back before it left */
export function deliverOrder(writer: OrderWriter, { order, ...attempt }: Attempt): Promise<Delivery | null> {
  const find = () => writer.find(order.key);
  return deliverOnce({ find, write: () => writer.write(order) }, attempt);
}
