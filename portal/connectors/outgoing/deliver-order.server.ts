/** One try to get an order into a source that we write to. Goal: it stands there once, whatever happens on the way. */
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { Delivery, OrderWriter, OutgoingOrder, WrittenOrder } from './outgoing-order.ts';

export type Attempt = {
  order: OutgoingOrder;
  /** An earlier try may have got through. */
  mayBeThere: boolean;
  /** Asked right before the order leaves: stores that it may be there from now on. False: it is no longer to leave. */
  claimWrite: () => Promise<boolean>;
};

/** Faults after which the source has surely not made an order: it refused, or heard nothing whole. */
const NOT_DONE: ReadonlySet<SourceFaultCode> = new Set([
  'address_refused',
  'unreachable',
  'credentials',
  'forbidden',
  'not_found',
  'refused',
  'busy',
  'paused',
]);

/** @returns null when the order was called back before it left */
export async function deliverOrder(writer: OrderWriter, attempt: Attempt): Promise<Delivery | null> {
  const { order, mayBeThere, claimWrite } = attempt;
  try {
    const found = mayBeThere ? await writer.find(order.key) : null;
    if (found !== null) return { outcome: 'taken', order: found };
  } catch (error) {
    return failed(error, { isUncertain: false });
  }
  if (!(await claimWrite())) return null;
  let written: WrittenOrder | null;
  try {
    written = await writer.write(order);
  } catch (error) {
    return failed(error, { isUncertain: true });
  }
  if (written !== null) return { outcome: 'taken', order: written };
  try {
    const found = await writer.find(order.key);
    if (found !== null) return { outcome: 'taken', order: found };
  } catch (error) {
    return failed(error, { isUncertain: true, isSent: true });
  }
  const silence = new SourceFault('not_understood', 'the source took the order and does not show it');
  return failed(silence, { isUncertain: true, isSent: true });
}

function failed(
  error: unknown,
  { isUncertain, isSent = false }: { isUncertain: boolean; isSent?: boolean },
): Delivery {
  if (!(error instanceof SourceFault)) throw error;
  const { code, message, isPassing, retryAfterMs } = error;
  return {
    outcome: 'failed',
    code,
    detail: message,
    // Nobody knows yet whether it is there: it is looked for again, which needs no person.
    isPassing: isPassing || code === 'paused' || isSent,
    isUncertain: isUncertain && (isSent || !NOT_DONE.has(code)),
    retryAfterMs,
  };
}
