import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import type { FinishAuthenticationOutcome } from '../ceremonies/finish-authentication.ts';
import { openSession } from '../ceremonies/open-session.ts';
import { refuseProven, refuseUnproven } from '../ceremonies/sign-in-refusal.ts';
import type { SignInRefusal } from '../ceremonies/sign-in-refusal.ts';
import { verifyNoPin, verifyPin } from '../pins/verify-pin.ts';
import type { StaffRole } from '../permissions/roles.ts';
import { beginWatch } from '../sessions/presence.ts';
import { standingOf } from '../sessions/standing.ts';
import type { Standing } from '../sessions/standing.ts';
import { fobChallenge } from '../wire/fob-challenge.ts';
import { MESSAGES } from '../wire/messages.ts';
import type { FobProof } from '../wire/messages.ts';
import { holdAgentOfDongle, isAgentOfDongle, noteUse } from './agents-of-dongle.ts';
import { isProof } from './check-proof.ts';
import { dongleKindOf } from './dongle-kind.ts';
import { DONGLE_ROWS, findDongle, provingOf } from './find-dongle.ts';
import type { DongleRows } from './find-dongle.ts';
import { makeRoom } from './make-room.ts';
import { readAnswer } from './read-answer.ts';
import type { AnswerOutcome, KnownAgent } from './read-answer.ts';

export type FinishDongleSignIn = {
  /** What `beginDongleSignIn` sealed. */
  state: string;
  /** The agent's answer, as the page got it; not yet trusted in any way. */
  message: string;
  /** As it was typed. The agent never sees it (AGT-12). */
  pin: string;
  browserToken: string;
  previousToken: string | null;
  trace: RequestTrace;
};

/**
 * Finishes the sign-in of a dongle. The request is taken out of use before anything is decided; then the agent's signature,
 * the request that it answers, whose dongle it is, whether this agent may speak for it, the dongle's own proof and the
 * touch, and only then the PIN that the portal keeps. The session opens with the watch of that agent in one transaction.
 * Every refusal looks alike outside and costs the same work.
 * @see auth-requirements 3.2 step 6, 3.3
 */
export async function finishDongleSignIn(
  services: AuthServices,
  request: FinishDongleSignIn,
): Promise<FinishAuthenticationOutcome> {
  const { db, sealingKeys } = services;
  const { browserToken, trace } = request;
  const refuse = async (reason: SignInRefusal) => {
    await verifyNoPin(services, request.pin);
    return refuseUnproven(services, { reason, challenge: null, trace });
  };
  const binding = {
    keys: sealingKeys,
    purpose: 'dongle-sign-in',
    browserToken,
    now: services.now(),
  } as const;
  const opened = await openChallenge(request.state, binding);
  if (!opened.ok) return refuse(opened.reason);
  if (!(await takeChallenge(db, opened.challenge))) return refuse('challenge_spent');

  const nonce = Buffer.from(opened.challenge.value).toString('base64url');
  const answer = await readAnswer(services, { message: request.message, kind: MESSAGES.proof, nonce });
  if (!answer.ok) return refuse(answer.reason);
  const dongle = await findDongle(db, answer.claims.fob);
  if (dongle === null) return refuse('dongle_unknown');
  const reason = judge(services, { answer, dongle });
  if (reason === null) return signIn(services, request, { dongle, answer });
  await verifyNoPin(services, request.pin);
  if (reason === 'dongle_of_other_agent') await alarm(services, { dongle, agent: answer.agent, trace });
  return refuseProven(services, { reason, challenge: null, rows: dongle, trace });
}

type Answered = Extract<AnswerOutcome<FobProof>, { ok: true }>;

/** The first thing that is wrong with a proof which an enrolled agent has signed; null when it is right. */
function judge(
  services: AuthServices,
  { answer: { claims, agent, isSealed }, dongle }: { answer: Answered; dongle: DongleRows },
): SignInRefusal | null {
  const { fob, nonce, origin, isTouched, isConfirmed } = claims;
  if (!dongle.agents.some(({ agentId }) => agentId === agent.id)) return 'dongle_of_other_agent';
  if (dongle.key.kind !== dongleKindOf(fob.kind)) return 'other_way_in';
  if (fob.kind === 'static-code' && !isSealed) return 'answer_not_sealed';
  const challenge = fobChallenge({ nonce, origin, serial: fob.serial, kid: agent.kid });
  if (!isProof(provingOf(services, dongle, fob.kind), challenge, fob.proof)) return 'proof_wrong';
  return (dongle.needsTouch ? isTouched : isConfirmed) ? null : 'not_touched';
}

/** A dongle that answers by the agent of a computer that nobody added to it was lent, or copied: somebody must look. */
async function alarm(
  { db, audit, now }: AuthServices,
  { dongle, agent, trace }: { dongle: DongleRows; agent: KnownAgent; trace: RequestTrace },
): Promise<void> {
  const { id: keyId, accountId } = dongle.key;
  await db.$transaction((tx) =>
    raiseAlarm(tx, audit, { kind: 'dongle_elsewhere', keyId, accountId, detail: agent.id, trace, at: now() }),
  );
}

type Proven = { dongle: DongleRows; answer: Answered };
type SignedIn = { token: string; role: StaffRole | 'customer'; endedOthers: number };
type Refused = { ok: false; reason: SignInRefusal; isTryForgiven?: true };
type Step<Done> = ({ ok: true } & Done) | Refused;

async function signIn(
  services: AuthServices,
  { pin, previousToken, trace }: FinishDongleSignIn,
  { dongle, answer }: Proven,
): Promise<FinishAuthenticationOutcome> {
  const policy = await services.policy();
  const outcome = await verifyPin<SignedIn, SignInRefusal>(services, {
    key: dongle.key,
    typed: pin,
    trace,
    before: async (tx): Promise<Step<object>> => standingNow(tx, dongle.keyId, answer.agent),
    after: async (tx): Promise<Step<SignedIn>> => {
      const stands = await standingNow(tx, dongle.keyId, answer.agent); // much may have happened while the PIN was hashed
      if (!stands.ok) return stands;
      const { key, standing } = stands;
      const speaking = { keyId: key.id, agentId: answer.agent.id, accountId: key.accountId ?? '' };
      if (!(await holdAgentOfDongle(tx, speaking))) return { ok: false, reason: 'agent_revoked' };
      const now = services.now();
      const newcomer = { keyId: key.id, accountId: key.accountId, agentId: answer.agent.id, previousToken };
      if (!(await makeRoom(tx, services, { ...newcomer, policy, trace, at: now })))
        return { ok: false, reason: 'dongle_in_use', isTryForgiven: true };
      const { protection: agentProtection } = answer.agent;
      const session = {
        key,
        standing,
        isUserVerified: false,
        agentProtection,
        policy,
        previousToken,
        trace,
        now,
      };
      const opened = await openSession(tx, services, session);
      await watch(tx, { sessionId: opened.sessionId, keyId: key.id, answer, now });
      return { ok: true, ...opened, role: 'customer' };
    },
  });
  if (outcome.ok) return outcome;
  return refuseProven(services, { reason: outcome.reason, challenge: null, rows: dongle, trace });
}

type StandingNow = Step<{ key: DongleRows['key']; standing: Standing & { ok: true } }>;

/** Key, holder, account and agent as they stand in this transaction. Staff have no dongles (ADM-01). */
async function standingNow(tx: Tx, keyId: string, { id: agentId }: KnownAgent): Promise<StandingNow> {
  const { key } = await tx.dongle.findUniqueOrThrow({ where: { keyId }, select: DONGLE_ROWS });
  const standing = standingOf({ key, holder: key.holder, memberships: key.holder?.memberships ?? [] });
  if (!standing.ok) return standing;
  if (standing.kind === 'staff') return { ok: false, reason: 'other_way_in' };
  const isStillItsAgent = await isAgentOfDongle(tx, { keyId, agentId, accountId: key.accountId ?? '' });
  return isStillItsAgent ? { ok: true, key, standing } : { ok: false, reason: 'agent_revoked' };
}

type Watching = { sessionId: string; keyId: string; answer: Answered; now: Date };

/** Without a watcher the session opens nothing; the agent will report under the name of its request (SES-07). */
async function watch(tx: Tx, { sessionId, keyId, answer, now }: Watching): Promise<void> {
  const { agent, claims } = answer;
  const { id: agentId, protection: agentProtection } = agent;
  const watching = { sessionId, keyId, agentId, agentProtection, watchId: claims.txn, now };
  const begun = await beginWatch(tx, watching);
  if (begun === null) throw new Error('a session that has just been opened is watched by nobody');
  await noteUse(tx, { keyId, agentId: agent.id, at: now });
}
