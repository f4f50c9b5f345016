import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { CHALLENGE_LIFETIME_SECONDS } from '../ceremonies/challenge.ts';
import { notePresence, noteRemoval } from '../sessions/presence.ts';
import { MESSAGES } from '../wire/messages.ts';
import type { Heartbeat } from '../wire/messages.ts';
import { HEARTBEAT_INTERVAL_SECONDS } from '../wire/protocol.ts';
import { verifyOfAgent } from './read-answer.ts';
import type { AnswerRefusal } from './read-answer.ts';
import { isSameNetwork } from './same-network.ts';

export type HeartbeatOutcome =
  { ok: true; watch: 'continue' | 'stop' } | { ok: false; reason: AnswerRefusal };

/**
 * So many heartbeats an agent may be ahead of the sign-in that it belongs to: it begins with the proof, and the session only
 * opens when the PIN is right.
 */
const MOST_BEFORE_SIGN_IN = CHALLENGE_LIFETIME_SECONDS / HEARTBEAT_INTERVAL_SECONDS;

/**
 * Takes the signed word of an agent about the key of a sign-in (SES-07): it is still plugged in, or it was pulled out, which
 * locks the session at once. Of two heartbeats the one with the higher number counts, so that a recorded one is worth nothing; and
 * only one that comes from the network of the session's browser: otherwise the dongle is plugged in at one place and works for
 * another (relay), which somebody must look at.
 * @returns whether the agent shall go on: not for a session that is over, locked or another's
 */
export async function takeHeartbeat(
  services: AuthServices,
  { message, trace }: { message: string; trace: RequestTrace },
): Promise<HeartbeatOutcome> {
  const verified = await verifyOfAgent(services, { message, kind: MESSAGES.heartbeat });
  if (!verified.ok) return verified;
  const { claims, agent } = verified;
  const watch = { watchId: claims.txn, agentId: agent.id };
  if (!claims.isPluggedIn) {
    await noteRemoval(services, { ...watch, trace });
    return { ok: true, watch: 'stop' };
  }
  if (await isFromElsewhere(services, { txn: claims.txn, agentId: agent.id, trace }))
    return { ok: true, watch: 'stop' };
  const noted = await notePresence(services, { ...watch, sequence: claims.sequence });
  const goesOn = noted.ok || (await mayStillBegin(services, claims));
  return { ok: true, watch: goesOn ? 'continue' : 'stop' };
}

type Reported = { txn: string; agentId: string; trace: RequestTrace };

/** Without its heartbeats the session locks by itself. */
async function isFromElsewhere(
  { db, audit, policy, now }: AuthServices,
  { txn, agentId, trace }: Reported,
): Promise<boolean> {
  const session = await db.session.findFirst({
    where: { watchId: txn, watchedBy: agentId, endedAt: null, lockedAt: null },
    select: { place: true, keyId: true, accountId: true },
  });
  if (session === null || isSameNetwork(session.place, trace.ip, await policy())) return false;
  const { keyId, accountId } = session;
  const alarm = { kind: 'dongle_elsewhere', keyId, accountId, detail: agentId } as const;
  await db.$transaction((tx) => raiseAlarm(tx, audit, { ...alarm, trace, at: now() }));
  return true;
}

/** No session has this name yet, and the sign-in may still be on its way; or two heartbeats came in the wrong order. */
async function mayStillBegin({ db }: AuthServices, { txn, sequence }: Heartbeat): Promise<boolean> {
  const session = await db.session.findUnique({
    where: { watchId: txn },
    select: { endedAt: true, lockedAt: true },
  });
  if (session === null) return sequence < MOST_BEFORE_SIGN_IN;
  return session.endedAt === null && session.lockedAt === null;
}
