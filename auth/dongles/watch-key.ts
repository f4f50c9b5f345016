/**
 * A key that the browser speaks to is watched by the agent of its holder's computer, where there is one (SES-07): the page
 * carries a signed request to it, the agent looks which keys are plugged in and opens none, and from then on its heartbeats
 * decide like those of a dongle. It can only take away: without an agent such a session goes on as ever, and no agent opens
 * or resumes anything by watching.
 *
 * Which of the plugged-in keys signed in, no system says. Asked for are those of its maker, where that is known; of two
 * alike both are watched, and whichever is pulled locks. The holder's own agents alone are listened to.
 */
import type { Db, Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { mintChallenge, openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import type { ChallengeOutcome } from '../ceremonies/challenge.ts';
import { findSession } from '../sessions/find-session.ts';
import { beginWatch } from '../sessions/presence.ts';
import { goneBefore } from '../sessions/watcher.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { MESSAGES } from '../wire/messages.ts';
import { findPortalKeys } from './portal-keys.ts';
import { readAnswer } from './read-answer.ts';
import type { AnswerRefusal, KnownAgent } from './read-answer.ts';
import { usbVendorOf } from './usb-vendors.ts';
import { writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

export type WatchKey = {
  /** The session's cookie. */
  token: string;
  trace: RequestTrace;
};
export type AnsweredWatchKey = WatchKey & {
  /** What `beginKeyWatch` sealed. */
  state: string;
  /** The agent's answer, as the page got it; not yet trusted in any way. */
  message: string;
};

export type WatchKeyOutcome =
  | { ok: true; pluggedKeys: number }
  /** Nothing changes: the session goes on as it did. */
  | { ok: false; reason: WatchKeyRefusal };
type WatchKeyRefusal =
  | Extract<ChallengeOutcome, { ok: false }>['reason']
  | AnswerRefusal
  | 'challenge_spent'
  | 'agent_of_other_holder'
  /** It is over or locked, watched by another agent, or its key is none that a browser speaks to. */
  | 'session_not_watchable';

/** Kinds of keys that need no agent, and of whose holders one may have an agent all the same. */
const WATCHABLE = { in: ['fido2', 'u2f'] };

type Watchable = { id: string; keyId: string; holderId: string; accountId: string | null; tier: number } & {
  key: { credential: { aaguid: string } | null };
};

/** Whether an agent of its holder could watch the key of this session. */
export async function isWatchable(services: AuthServices, token: string): Promise<boolean> {
  return (await findWatchable(services, token)) !== null;
}

/** Asks the agent to watch. @returns null where there is nothing to ask: no such session, no agent of its holder */
export async function beginKeyWatch(
  services: AuthServices,
  { token, trace }: WatchKey,
): Promise<(SignedRequest & { state: string }) | null> {
  const session = await findWatchable(services, token);
  if (session === null) return null;
  const { challenge: nonce, state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: `key-watch:${session.id}`,
    browserToken: token,
    now: services.now(),
  });
  const vendorId = usbVendorOf(session.key.credential?.aaguid);
  const asking = { keys: await findPortalKeys(services), nonce, browserToken: token, trace };
  const particular = { purpose: 'watch', ...(vendorId !== null && { vendorId }) } as const;
  return { ...(await writeRequest<'watch'>(services, asking, particular)), state };
}

/** The agent has said that it watches: from now on the session lives as long as its heartbeats do. */
export async function finishKeyWatch(
  services: AuthServices,
  request: AnsweredWatchKey,
): Promise<WatchKeyOutcome> {
  const session = await findWatchable(services, request.token);
  if (session === null) return { ok: false, reason: 'session_not_watchable' };
  const answer = await readWatchAnswer(services, request, session);
  if (!answer.ok) return refuse(services, request, { session, reason: answer.reason });
  const { agent, claims } = answer;
  const isBegun = await services.db.$transaction((tx) =>
    watch(tx, services, { session, agent, claims, trace: request.trace }),
  );
  if (!isBegun) return refuse(services, request, { session, reason: 'session_not_watchable' });
  return { ok: true, pluggedKeys: claims.pluggedKeys };
}

/** Only a session that goes on: whoever is locked out comes back with their key, and not with an agent. */
async function findWatchable({ db, policy, now }: AuthServices, token: string): Promise<Watchable | null> {
  const row = await findRow(db, token);
  if (row === null) return null;
  const live = await findSession(db, { sessionId: row.id, policy: await policy(), now: now() });
  return live.ok ? row : null;
}

function findRow(db: Db, token: string): Promise<Watchable | null> {
  return db.session.findFirst({
    where: {
      tokenHash: hashToken(token),
      key: { kind: WATCHABLE },
      holder: { agents: { some: { revokedAt: null } } },
    },
    select: {
      id: true,
      keyId: true,
      holderId: true,
      accountId: true,
      tier: true,
      key: { select: { credential: { select: { aaguid: true } } } },
    },
  });
}

type Read =
  | { ok: true; agent: KnownAgent; claims: { txn: string; pluggedKeys: number } }
  | { ok: false; reason: WatchKeyRefusal };

async function readWatchAnswer(
  services: AuthServices,
  { token, state, message }: AnsweredWatchKey,
  { id, holderId }: Watchable,
): Promise<Read> {
  const binding = { keys: services.sealingKeys, browserToken: token, now: services.now() };
  const opened = await openChallenge(state, { ...binding, purpose: `key-watch:${id}` });
  if (!opened.ok) return opened;
  if (!(await takeChallenge(services.db, opened.challenge))) return { ok: false, reason: 'challenge_spent' };
  const nonce = Buffer.from(opened.challenge.value).toString('base64url');
  const answer = await readAnswer(services, { message, kind: MESSAGES.watch, nonce });
  if (!answer.ok) return answer;
  if (answer.agent.holderId !== holderId) return { ok: false, reason: 'agent_of_other_holder' };
  return answer;
}

type Watching = {
  session: Watchable;
  agent: KnownAgent;
  claims: { txn: string; pluggedKeys: number };
  trace: RequestTrace;
};

async function watch(
  tx: Tx,
  { audit, now }: AuthServices,
  { session, agent, claims, trace }: Watching,
): Promise<boolean> {
  const { id: sessionId, keyId, holderId, accountId, tier } = session;
  const at = now();
  // Revoking ends what an agent watches; one that is revoked meanwhile must not begin anew.
  const { count } = await tx.agent.updateMany({
    where: { id: agent.id, holderId, revokedAt: null },
    data: { lastUsedAt: at },
  });
  if (count === 0 || !(await isNotLapsed(tx, sessionId, at))) return false;
  const begun = await beginWatch(tx, { sessionId, keyId, agentId: agent.id, watchId: claims.txn, now: at });
  if (begun === null) return false;
  const about = { actorId: holderId, sessionId, keyId, holderId, accountId, tier };
  const details = { agentId: agent.id, pluggedKeys: claims.pluggedKeys };
  await audit.record(tx, { type: 'key_watched', result: 'ok', ...about, details, trace, at });
  return true;
}

/** A watch that lapsed while the agent answered has locked the session, and no other may take its place. */
async function isNotLapsed(tx: Tx, id: string, now: Date): Promise<boolean> {
  const isWatched = { presenceSeenAt: { gt: goneBefore(now) } };
  return (await tx.session.count({ where: { id, OR: [{ watchId: null }, isWatched] } })) === 1;
}

async function refuse(
  { db, audit, now }: AuthServices,
  { trace }: WatchKey,
  { session, reason }: { session: Watchable; reason: WatchKeyRefusal },
): Promise<WatchKeyOutcome> {
  const { id: sessionId, keyId, holderId, accountId, tier } = session;
  const about = { actorId: holderId, sessionId, keyId, holderId, accountId, tier };
  await db.$transaction((tx) =>
    audit.record(tx, { type: 'key_watch_refused', result: 'refused', reason, ...about, trace, at: now() }),
  );
  return { ok: false, reason };
}
