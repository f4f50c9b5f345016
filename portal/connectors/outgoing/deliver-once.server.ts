/** One try to get something into a source that we write to. Goal: it stands there once, whatever happens on the way. */
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { Delivery, WrittenOrder } from './outgoing-order.ts';

/** What is sent, as far as a try must know it. */
export type Sending = {
  /** As it stands at the source already, or null. @throws SourceFault when that can't be known */
  find: () => Promise<WrittenOrder | null>;
  /** Writes it; null where the source does not name it. @throws SourceFault */
  write: () => Promise<WrittenOrder | null>;
};

export type Try = {
  /** An earlier try may have got through. */
  mayBeThere: boolean;
  /** Asked right before it leaves: stores that it may be there from now on. False: it is no longer to leave. */
  claimWrite: () => Promise<boolean>;
};

/** Faults after which the source has surely not made anything: it refused, or heard nothing whole. */
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

/** @returns null when it was called back before it left */
export async function deliverOnce(
  { find, write }: Sending,
  { mayBeThere, claimWrite }: Try,
): Promise<Delivery | null> {
  try {
    const found = mayBeThere ? await find() : null;
    if (found !== null) return { outcome: 'taken', order: found };
  } catch (error) {
    return failed(error, { isUncertain: false });
  }
  if (!(await claimWrite())) return null;
  let written: WrittenOrder | null;
  try {
    written = await write();
  } catch (error) {
    return failed(error, { isUncertain: true });
  }
  if (written !== null) return { outcome: 'taken', order: written };
  try {
    const found = await find();
    if (found !== null) return { outcome: 'taken', order: found };
  } catch (error) {
    return failed(error, { isUncertain: true, isSent: true });
  }
  const silence = new SourceFault('not_understood', 'the source took it and does not show it');
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
