import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { Policy } from '../policy/policy.ts';
import { SESSION_TIMES, sessionState } from './session-lifetime.ts';

export type EndSurplusSessions = { keyId: string; policy: Policy; trace: RequestTrace; at: Date };

export type LiveSessionOfKey = { id: string; place: string; lastSeenAt: Date };

/**
 * Ends the oldest sessions of a key that are more than the policy allows (SES-09), each with its event. Called in the
 * transaction of a sign-in that has written to the key, so that of two at once one waits for the other.
 * @returns all that went on until now, the newest first, and how many of them were ended
 */
export async function endSurplusSessions(
  tx: Tx,
  audit: Audit,
  { keyId, policy, trace, at }: EndSurplusSessions,
): Promise<{ live: LiveSessionOfKey[]; ended: number }> {
  const rows = await tx.session.findMany({
    where: { keyId, endedAt: null, expiresAt: { gt: at } },
    orderBy: [{ authenticatedAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      holderId: true,
      accountId: true,
      place: true,
      ...SESSION_TIMES,
      key: { select: { kind: true, attestation: true } },
    },
  });
  const live = rows.filter((row) => sessionState(row, policy, at) === 'live');
  const surplus = live.slice(policy.session.perKey);
  for (const { id: sessionId, holderId, accountId } of surplus) {
    const reason = 'too_many_sessions';
    await tx.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: at, endedReason: reason },
    });
    const about = { sessionId, keyId, holderId, accountId, actorId: holderId };
    await audit.record(tx, { type: 'session_ended', result: 'ok', reason, ...about, trace, at });
  }
  return { live, ended: surplus.length };
}
