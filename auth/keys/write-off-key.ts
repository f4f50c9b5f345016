import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { transitionOf } from './key.ts';

/** A key in stock as a person compares it with the one in their hand. */
export type FaultyKey = { keyId: string; label: string; serial: string | null; modelName: string | null };

/** @returns null for a key that does not lie in stock, whoever has it */
export async function findStockedKey(db: Db, keyId: string): Promise<FaultyKey | null> {
  const key = await db.key.findFirst({
    where: { id: keyId, status: { in: [...transitionOf('write-off').from] } },
    select: { label: true, serial: true, modelName: true },
  });
  return key === null ? null : { keyId, ...key };
}

export type WriteOffKey = { keyId: string; reason: string; actor: StaffActor; trace: RequestTrace };

export type WriteOffKeyOutcome =
  | { ok: true }
  /** Not in stock, or not any more. */
  | { ok: false; reason: 'not_found' };

/** Takes a faulty fob out of stock for good: it was nobody's, and is destroyed. Its serial may come again. */
export async function writeOffKey(services: AuthServices, request: WriteOffKey): Promise<WriteOffKeyOutcome> {
  const outcome = await services.db.$transaction((tx) => writeOff(tx, services, request));
  const { actor, keyId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'key:write-off', target, trace });
}

async function writeOff(
  tx: Tx,
  { audit, now }: AuthServices,
  { keyId, reason, actor, trace }: WriteOffKey,
): Promise<WriteOffKeyOutcome> {
  if (!can(actor, 'key:write-off', { kind: 'stock' })) return { ok: false, reason: 'not_found' };
  const at = now();
  const { from, to } = transitionOf('write-off');
  const { count } = await tx.key.updateMany({
    where: { id: keyId, status: { in: [...from] } },
    data: { status: to, destroyedAt: at, statusReason: reason, liveSerial: null },
  });
  if (count === 0) return { ok: false, reason: 'not_found' };
  await audit.record(tx, {
    type: 'key_destroyed',
    result: 'ok',
    ...actedBy(actor),
    reason: 'written_off',
    note: reason,
    keyId,
    trace,
    at,
  });
  return { ok: true };
}
