import { toOneLine } from '../lib/one-line.ts';

export const REASON_LENGTH_MAX = 500;

export type ReasonFault = 'missing' | 'tooLong';

/** Why somebody did it, as one line for the log; what can't be taken back needs a reason. */
export function parseReason(text: string): { ok: true; reason: string } | { ok: false; fault: ReasonFault } {
  const reason = toOneLine(text);
  if (reason === '') return { ok: false, fault: 'missing' };
  return reason.length > REASON_LENGTH_MAX ? { ok: false, fault: 'tooLong' } : { ok: true, reason };
}
