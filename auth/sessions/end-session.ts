import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { endSessionByToken } from './end-sessions.ts';

/** Ends the session of a cookie, at its owner's wish. A cookie without an open session changes nothing. */
export async function endSession(
  { db, audit, now }: AuthServices,
  { token, trace }: { token: string | null; trace: RequestTrace },
): Promise<void> {
  if (token === null) return;
  const at = now();
  const reason = 'signed_out';
  await db.$transaction(async (tx) => {
    const ended = await endSessionByToken(tx, { tokenHash: hashToken(token), reason, at });
    if (ended === null) return;
    await audit.record(tx, {
      type: 'session_ended',
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
