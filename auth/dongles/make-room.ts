import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { labelOf } from '../places/place-label.ts';
import type { Policy } from '../policy/policy.ts';
import { shortenAddress } from '../sessions/shorten-address.ts';
import { goneBefore } from '../sessions/watcher.ts';
import { hashToken } from '../tokens/opaque-token.ts';

export type MakeRoom = {
  keyId: string;
  accountId: string | null;
  agentId: string;
  /** The session cookie of the browser that signs in. */
  previousToken: string | null;
  policy: Policy;
  trace: RequestTrace;
  at: Date;
};

/**
 * A dongle is plugged into one computer, so that two sessions of it at once are one too many. At the same computer and place
 * the older one ends: its browser was closed, and the agent watches for one sign-in only. From anywhere else it may be a copy
 * that is at work beside the dongle: refused, with an alarm.
 * @returns whether the dongle may sign in
 */
export async function makeRoom(
  tx: Tx,
  { audit }: Pick<AuthServices, 'audit'>,
  request: MakeRoom,
): Promise<boolean> {
  const { keyId, accountId, agentId, previousToken, policy, trace, at } = request;
  const others = await tx.session.findMany({
    where: {
      keyId,
      endedAt: null,
      lockedAt: null,
      expiresAt: { gt: at },
      presenceSeenAt: { gt: goneBefore(at) },
      ...(previousToken !== null && { tokenHash: { not: hashToken(previousToken) } }),
    },
    select: { id: true, holderId: true, accountId: true, tier: true, place: true, watchedBy: true },
  });
  const place = labelOf(trace.ip, policy.places) ?? shortenAddress(trace.ip);
  if (others.some((other) => other.watchedBy !== agentId || other.place !== place)) {
    await raiseAlarm(tx, audit, { kind: 'dongle_elsewhere', keyId, accountId, detail: agentId, trace, at });
    return false;
  }
  for (const { id: sessionId, place: _place, watchedBy: _watchedBy, ...about } of others) {
    const reason = 'signed_in_again';
    await tx.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: at, endedReason: reason },
    });
    const actorId = about.holderId;
    await audit.record(tx, {
      type: 'session_ended',
      result: 'ok',
      reason,
      actorId,
      sessionId,
      keyId,
      ...about,
      trace,
      at,
    });
  }
  return true;
}
