import type { Tx } from '#prisma/client.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { Tier } from '../permissions/tiers.ts';
import { labelOf } from '../places/place-label.ts';
import type { Policy } from '../policy/policy.ts';
import { hashToken, mintToken } from '../tokens/opaque-token.ts';
import { absoluteEndsAt } from './session-lifetime.ts';
import { shortenAddress } from './shorten-address.ts';

export type NewSession = {
  keyId: string;
  holderId: string;
  /** The account to work in first; null for staff. */
  accountId: string | null;
  tier: Tier;
  /** Whether the key itself has checked its holder's PIN. */
  isUserVerified: boolean;
  policy: Policy;
  trace: RequestTrace;
  now: Date;
};

/**
 * Opens a session for a key that has just proven itself.
 * @returns the cookie's token, which is stored nowhere, the row's id, and where it is
 */
export async function createSession(
  tx: Tx,
  session: NewSession,
): Promise<{ token: string; sessionId: string; place: string }> {
  const token = mintToken();
  const { ip } = session.trace;
  const place = labelOf(ip, session.policy.places) ?? shortenAddress(ip);
  const { id } = await tx.session.create({
    data: {
      tokenHash: hashToken(token),
      keyId: session.keyId,
      holderId: session.holderId,
      accountId: session.accountId,
      tier: session.tier,
      isUserVerified: session.isUserVerified,
      authenticatedAt: session.now,
      lastSeenAt: session.now,
      expiresAt: absoluteEndsAt({ startedAt: session.now, tier: session.tier }, session.policy),
      place,
      browser: session.trace.browser,
      userAgentHash: session.trace.userAgentHash,
    },
    select: { id: true },
  });
  return { token, sessionId: id, place };
}
