import type { Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { transitionOf } from './key.ts';
import { hashStopCode, parseStopCode } from './stop-code.ts';

const STOPPED = { kind: 'key_changed', change: 'suspended', cause: 'stop_code' } as const;

export type StopByCodeOutcome =
  /** Also where the key is suspended already, so that whoever is worried twice is calmed twice. */
  | { ok: true }
  /** No key that could sign in has this code. */
  | { ok: false; reason: 'unknown_code' };

/**
 * Suspends the key whose hand-over sheet carries this code (REC-02). Nobody has to sign in for it, and it can do nothing
 * else: to resume the key is its manager's. Its sessions end in the same transaction.
 * @param typed as the person typed it
 */
export async function stopByCode(
  services: AuthServices,
  { typed, trace }: { typed: string; trace: RequestTrace },
): Promise<StopByCodeOutcome> {
  const code = parseStopCode(typed);
  if (code === null) return { ok: false, reason: 'unknown_code' };
  return services.db.$transaction((tx) => stop(tx, services, { code, trace }));
}

/** Under whichever pepper it was hashed: a sheet lies in a drawer for years. */
async function stop(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  { code, trace }: { code: string; trace: RequestTrace },
): Promise<StopByCodeOutcome> {
  const at = now();
  const hashes = [...peppers.byVersion.values()].map((pepper) => hashStopCode(pepper, code));
  const { from, to } = transitionOf('suspend');
  const key = await tx.key.findFirst({
    where: { stopCodeHash: { in: hashes }, status: { in: [...from, to] } },
    select: { id: true, holderId: true, accountId: true },
  });
  if (key === null) return { ok: false, reason: 'unknown_code' };
  const { id: keyId, ...whose } = key;
  const { count } = await tx.key.updateMany({
    where: { id: keyId, status: { in: [...from] } },
    data: { status: to, suspendedAt: at, statusReason: 'stop_code' },
  });
  if (count === 0) return { ok: true };
  const endedSessions = await endSessionsOfKey(tx, { keyId, reason: 'key_suspended', at });
  await tellOfKey(tx, { keyId, news: STOPPED, at });
  const details = { endedSessions };
  const about = { keyId, ...whose, reason: 'stop_code', details, trace, at };
  await audit.record(tx, { type: 'key_suspended', result: 'ok', ...about });
  return { ok: true };
}
