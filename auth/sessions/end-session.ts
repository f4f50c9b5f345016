import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { endSessionByToken } from './end-sessions.ts';

/**
 * Ends the session of a cookie, at its owner's wish. A cookie without an open session changes nothing.
 * @param reason `locked`: they will be back in a moment; `signed_out`: they are done
 */
export async function endSession(
  { db, audit, now }: AuthServices,
  { token, reason, trace }: { token: string | null; reason: 'signed_out' | 'locked'; trace: RequestTrace },
): Promise<void> {
  if (token === null) return;
  const at = now();
  await db.$transaction(async (tx) => {
    const ended = await endSessionByToken(tx, { tokenHash: hashToken(token), reason, at });
    if (ended === null) return;
    await audit.record(tx, {
      type: reason === 'locked' ? 'session_locked' : 'session_ended',
      result: 'ok',
      reason,
      actorId: ended.holderId,
      sessionId: ended.id,
      keyId: ended.keyId,
      holderId: ended.holderId,
      accountId: ended.accountId,
      tier: ended.tier,
      trace,
      at,
    });
  });
}
