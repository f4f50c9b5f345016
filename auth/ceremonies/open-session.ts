import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import { isInTwoPlaces } from '../alarms/two-places.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tierOfKey } from '../policy/policy.ts';
import type { Policy } from '../policy/policy.ts';
import { createSession } from '../sessions/create-session.ts';
import { endSurplusSessions } from '../sessions/end-surplus-sessions.ts';
import { endSessionByToken } from '../sessions/end-sessions.ts';
import { resumeSession } from '../sessions/resume-session.ts';
import type { ResumeSession } from '../sessions/resume-session.ts';
import { proofOf } from '../sessions/session-tier.ts';
import { standingOf } from '../sessions/standing.ts';
import type { Standing } from '../sessions/standing.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { SIGN_IN_ROWS } from './find-credential.ts';
import type { SignInRows } from './find-credential.ts';

/** The key of a credential and all that decides about it, as they stand in this transaction. */
export async function findStanding(
  tx: Tx,
  { id }: { id: string },
): Promise<{ key: SignInRows['key']; standing: Standing }> {
  const { key } = await tx.credential.findUniqueOrThrow({ where: { id }, select: SIGN_IN_ROWS });
  return {
    key,
    standing: standingOf({ key, holder: key.holder, memberships: key.holder?.memberships ?? [] }),
  };
}

export type OpenSession = {
  key: SignInRows['key'];
  standing: Standing & { ok: true };
  isUserVerified: boolean;
  /** Where the agent that spoke for the key keeps its own; absent where none did. */
  agentProtection?: string;
  policy: Policy;
  /** The session cookie that came along, if any: locked, it goes on; otherwise the sign-in ends it (SES-02, SES-03). */
  previousToken: string | null;
  trace: RequestTrace;
  now: Date;
};

/**
 * Opens the session of a key that has proven all it must, or resumes the locked one of this browser.
 * @returns the token of its cookie, its row's id, and how many older sessions of the key had to make room
 */
export async function openSession(
  tx: Tx,
  services: AuthServices,
  { key, standing, isUserVerified, agentProtection, policy, previousToken, trace, now }: OpenSession,
): Promise<{ token: string; sessionId: string; endedOthers: number }> {
  const tier = tierOfKey(policy, { ...proofOf(key), agentProtection: agentProtection ?? null });
  const who = { keyId: key.id, holderId: standing.holderId };
  const proven = { ...who, tier, isUserVerified, policy, trace, now };
  const resumed = await resumeOrEnd(tx, previousToken, { ...proven, accountIds: accountsOf(standing) });
  const accountId = resumed === null ? firstAccountOf(standing, key.accountId) : resumed.accountId;
  const session = resumed ?? (await createSession(tx, { ...proven, accountId }));
  await tx.key.update({ where: { id: key.id }, data: { lastUsedAt: now }, select: { id: true } });
  const endedOthers = await lookAtOthers(tx, services, { key, policy, session, trace, now });
  await services.audit.record(tx, {
    type: resumed === null ? 'sign_in' : 'session_resumed',
    result: 'ok',
    actorId: who.holderId,
    sessionId: session.sessionId,
    tier,
    ...who,
    accountId,
    trace,
    at: now,
  });
  return { token: session.token, sessionId: session.sessionId, endedOthers };
}

/** The browser's session before: locked and of this key, it goes on; anything else is over (SES-02). */
async function resumeOrEnd(
  tx: Tx,
  previousToken: string | null,
  proven: Omit<ResumeSession, 'previousToken'>,
): ReturnType<typeof resumeSession> {
  if (previousToken === null) return null;
  const resumed = await resumeSession(tx, { ...proven, previousToken });
  if (resumed === null) {
    const tokenHash = hashToken(previousToken);
    await endSessionByToken(tx, { tokenHash, reason: 'signed_in_again', at: proven.now });
  }
  return resumed;
}

type NewcomerAmongOthers = Pick<OpenSession, 'key' | 'policy' | 'trace' | 'now'> & {
  session: { sessionId: string; place: string };
};

/**
 * Other sessions of the key: the oldest make room (SES-09), and one in another place raises an alarm (ADM-08), also one that
 * had to make room: where the rules allow one session, a copy would otherwise never be seen.
 */
async function lookAtOthers(
  tx: Tx,
  { audit }: AuthServices,
  { key, policy, session, trace, now }: NewcomerAmongOthers,
): Promise<number> {
  const { live, ended } = await endSurplusSessions(tx, audit, { keyId: key.id, policy, trace, at: now });
  const newcomer = { place: session.place, lastSeenAt: now };
  if (live.some((other) => isInTwoPlaces(newcomer, other))) {
    const { id: keyId, accountId } = key;
    await raiseAlarm(tx, audit, { kind: 'two_places', keyId, accountId, trace, at: now });
  }
  return ended;
}

function accountsOf(standing: Standing & { ok: true }): string[] {
  return standing.kind === 'staff' ? [] : standing.accounts.map(({ accountId }) => accountId);
}

/** A key's own account first; a person of several switches from there. */
function firstAccountOf(standing: Standing & { ok: true }, keyAccountId: string | null): string | null {
  if (standing.kind === 'staff') return null;
  const own = standing.accounts.find(({ accountId }) => accountId === keyAccountId);
  return (own ?? standing.accounts[0]).accountId;
}
