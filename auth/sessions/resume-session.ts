import type { Tx } from '#prisma/client.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { Tier } from '../permissions/tiers.ts';
import { labelOf } from '../places/place-label.ts';
import type { Policy } from '../policy/policy.ts';
import { hashToken, mintToken } from '../tokens/opaque-token.ts';
import { SESSION_TIMES, absoluteEndsAt, isLocked, sessionState } from './session-lifetime.ts';
import { shortenAddress } from './shorten-address.ts';

export type ResumeSession = {
  /** The session cookie that came along with the sign-in. */
  previousToken: string;
  /** What has just proven itself, by a whole sign-in. */
  keyId: string;
  holderId: string;
  /** The accounts that the key opens; empty for staff. */
  accountIds: readonly string[];
  tier: Tier;
  isUserVerified: boolean;
  policy: Policy;
  trace: RequestTrace;
  now: Date;
};

/**
 * Goes on with the locked session of this browser, under a new token (SES-02, SES-03, SES-04). Only its own key can: the session
 * stops with that key, and opens what it opens. And only when the key proves no less than at the sign-in, and the account
 * that the session worked in is still open to it. A resume is a whole sign-in, so that all its limits begin anew; an agent
 * begins to watch it anew.
 * @returns null where there is no such session: the sign-in opens one of its own
 */
export async function resumeSession(
  tx: Tx,
  resume: ResumeSession,
): Promise<{ token: string; sessionId: string; place: string; accountId: string | null } | null> {
  const { keyId, holderId, tier, policy, trace, now } = resume;
  const tokenHash = hashToken(resume.previousToken);
  const row = await tx.session.findFirst({
    where: { tokenHash, keyId, holderId },
    select: {
      id: true,
      accountId: true,
      ...SESSION_TIMES,
      key: { select: { kind: true, attestation: true } },
    },
  });
  if (row === null || !isLocked(sessionState(row, policy, now)) || tier < row.tier) return null;
  if (!isAmong(resume.accountIds, row.accountId)) return null;

  const token = mintToken();
  const place = labelOf(trace.ip, policy.places) ?? shortenAddress(trace.ip);
  const { count } = await tx.session.updateMany({
    where: { id: row.id, tokenHash, endedAt: null },
    data: {
      tokenHash: hashToken(token),
      tier,
      isUserVerified: resume.isUserVerified,
      authenticatedAt: now,
      lastSeenAt: now,
      expiresAt: absoluteEndsAt({ startedAt: now, tier }, policy),
      ...UNLOCKED,
      place,
      browser: trace.browser,
      userAgentHash: trace.userAgentHash,
    },
  });
  return count === 1 ? { token, sessionId: row.id, place, accountId: row.accountId } : null;
}

const UNLOCKED = {
  lockedAt: null,
  lockedReason: null,
  watchId: null,
  watchedBy: null,
  agentProtection: null,
  presenceSeenAt: null,
  presenceSequence: 0,
} as const;

/** Staff work in no account. */
function isAmong(accountIds: readonly string[], accountId: string | null): boolean {
  return accountId === null ? accountIds.length === 0 : accountIds.includes(accountId);
}
