import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { Actor } from '../permissions/actor.ts';
import { normalizePin } from './pin.ts';
import type { PinFault } from './pin.ts';
import { PIN_SUBJECT, preparePin } from './set-pin.ts';
import type { PreparedPin } from './set-pin.ts';
import { verifyPin } from './verify-pin.ts';
import type { PinRefusal } from './verify-pin.ts';

export type ChangePin = {
  /** The PIN that is in force, chosen or given out. */
  current: string;
  chosen: string;
  actor: Actor;
  trace: RequestTrace;
};

export type ChangePinOutcome =
  | { ok: true }
  | { ok: false; reason: 'not_chosen_well'; fault: PinFault }
  | { ok: false; reason: 'same_pin' | PinRefusal };

/**
 * Its holder changes the PIN of the key that they are signed in with. The current one is checked like at a sign-in,
 * with the same tries; the key's other sessions end.
 */
export async function changePin(services: AuthServices, request: ChangePin): Promise<ChangePinOutcome> {
  const { current, chosen, actor, trace } = request;
  const key = await services.db.key.findFirst({
    where: { id: actor.keyId, holderId: actor.holderId },
    select: { ...PIN_SUBJECT, holderId: true, accountId: true },
  });
  if (key === null) return { ok: false, reason: 'pin_missing' };
  if (normalizePin(current) === normalizePin(chosen)) return { ok: false, reason: 'same_pin' };
  const judged = await preparePin(services.peppers, { key, typed: chosen });
  if (!judged.ok) return { ok: false, reason: 'not_chosen_well', fault: judged.fault };

  const changed = await verifyPin<object, never>(services, {
    key,
    typed: current,
    trace,
    after: async (tx) => {
      await storeChangedPin(tx, services, request, judged.prepared);
      return { ok: true };
    },
  });
  if (!changed.ok) await recordRefusal(services, request, changed.reason);
  return changed;
}

async function storeChangedPin(
  tx: Tx,
  { audit, now }: AuthServices,
  { actor, trace }: ChangePin,
  { keyId, hash }: PreparedPin,
): Promise<void> {
  const at = now();
  await tx.serverPin.update({
    where: { keyId },
    data: {
      hash,
      mustChange: false,
      failures: 0,
      forgiven: 0,
      blockedUntil: null,
      expiresAt: null,
      setAt: at,
    },
    select: { keyId: true },
  });
  const { count: endedSessions } = await tx.session.updateMany({
    where: { keyId, endedAt: null, NOT: { id: actor.sessionId } },
    data: { endedAt: at, endedReason: 'pin_changed' },
  });
  await tellOfKey(tx, { keyId, news: { kind: 'pin_changed', change: 'chosen' }, at });
  const about = { ...actedBy(actor), ...subjectOf(actor), details: { endedSessions }, trace, at };
  await audit.record(tx, { type: 'pin_changed', result: 'ok', ...about });
}

async function recordRefusal(
  { db, audit, now }: AuthServices,
  { actor, trace }: ChangePin,
  reason: PinRefusal,
): Promise<void> {
  const about = { ...actedBy(actor), ...subjectOf(actor), reason, trace, at: now() };
  await audit.recordRepeatable(
    db,
    { type: 'pin_refused', result: 'refused', ...about },
    `${actor.keyId} ${reason}`,
  );
}

function subjectOf(actor: Actor) {
  const { keyId, holderId } = actor;
  return { keyId, holderId, accountId: actor.kind === 'customer' ? actor.accountId : null };
}
