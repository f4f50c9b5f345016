import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices } from '../auth-services.ts';
import { openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import type { ChallengeOutcome } from '../ceremonies/challenge.ts';
import { claimComputerTicket } from '../invitations/claim-ticket.ts';
import { tellOfComputer } from '../letters/tell-of-computer.ts';
import { verifyNoPin, verifyPin } from '../pins/verify-pin.ts';
import type { PinRefusal } from '../pins/verify-pin.ts';
import { goneBefore } from '../sessions/watcher.ts';
import { fobChallenge } from '../wire/fob-challenge.ts';
import { MESSAGES } from '../wire/messages.ts';
import type { FobProof } from '../wire/messages.ts';
import { addAgent, nameComputer } from './agents-of-dongle.ts';
import { isProof } from './check-proof.ts';
import type { AnsweredAgentStep } from './enrol-agent.ts';
import { findDongle, provingOf } from './find-dongle.ts';
import { readAnswer } from './read-answer.ts';
import type { AnswerOutcome, AnswerRefusal, KnownAgent } from './read-answer.ts';

export type FinishComputer = Omit<AnsweredAgentStep, 'portalName'> & {
  /** Of the dongle, as at its sign-in. */
  pin: string;
  /** What its holder calls the computer. */
  name: string;
};

export type ComputerRefusal =
  | Extract<ChallengeOutcome, { ok: false }>['reason']
  | AnswerRefusal
  | PinRefusal
  | 'challenge_spent'
  | 'ticket_spent'
  | 'agent_of_other_account'
  | 'dongle_other'
  | 'proof_wrong'
  | 'not_touched'
  /** It is at work on another computer at this moment, so that one of the two is a copy. */
  | 'dongle_in_use';

export type FinishComputerOutcome = { ok: true } | { ok: false; reason: ComputerRefusal };

/**
 * Lets an old key answer on one more computer, when it has proven itself there. In the order of a sign-in: the agent's
 * signature, the request, the dongle's proof and touch, and only then the PIN (PIN-05); every refusal costs the same work. The ticket is claimed in the
 * transaction that adds the computer, so a failed try spends none.
 */
export async function finishComputer(
  services: AuthServices,
  request: FinishComputer,
): Promise<FinishComputerOutcome> {
  const { ticket, browserToken, message } = request;
  const refuse = async (reason: ComputerRefusal) => {
    await verifyNoPin(services, request.pin);
    return recordRefusal(services, request, reason);
  };
  const binding = { keys: services.sealingKeys, browserToken, now: services.now() };
  const purpose = `dongle-computer:${ticket.ticketId}` as const;
  const opened = await openChallenge(request.state, { ...binding, purpose });
  if (!opened.ok) return refuse(opened.reason);
  if (!(await takeChallenge(services.db, opened.challenge))) return refuse('challenge_spent');
  const nonce = Buffer.from(opened.challenge.value).toString('base64url');
  const answer = await readAnswer(services, { message, kind: MESSAGES.proof, nonce });
  if (!answer.ok) return refuse(answer.reason);
  const fault = await judge(services, request, answer);
  if (fault !== null) return refuse(fault);
  const outcome = await verifyPin<object, ComputerRefusal>(services, {
    key: { id: ticket.key.id, holderId: ticket.holder.id, accountId: ticket.key.accountId },
    typed: request.pin,
    trace: request.trace,
    before: (tx) => judgeNow(tx, services, request, answer.agent),
    after: (tx) => store(tx, services, request, answer.agent),
  });
  return outcome.ok ? { ok: true } : recordRefusal(services, request, outcome.reason);
}

type Answered = Extract<AnswerOutcome<FobProof>, { ok: true }>;

async function judge(
  services: AuthServices,
  { ticket }: FinishComputer,
  { claims, agent, isSealed }: Answered,
): Promise<ComputerRefusal | null> {
  const { fob, nonce, origin, isTouched, isConfirmed } = claims;
  if (agent.accountId !== ticket.key.accountId) return 'agent_of_other_account';
  const dongle = await findDongle(services.db, fob);
  if (dongle?.keyId !== ticket.key.id) return 'dongle_other';
  if (fob.kind === 'static-code' && !isSealed) return 'answer_not_sealed';
  const challenge = fobChallenge({ nonce, origin, serial: fob.serial, kid: agent.kid });
  if (!isProof(provingOf(services, dongle, fob.kind), challenge, fob.proof)) return 'proof_wrong';
  return (dongle.needsTouch ? isTouched : isConfirmed) ? null : 'not_touched';
}

type Step = { ok: true } | { ok: false; reason: ComputerRefusal; isTryForgiven?: true };

/** A dongle that another computer says is plugged in there can't be here: somebody must look (section 3.3). */
async function judgeNow(
  tx: Tx,
  { audit, now }: AuthServices,
  { ticket: { key }, trace }: FinishComputer,
  { id: agentId }: KnownAgent,
): Promise<Step> {
  const at = now();
  const atWork = await tx.session.count({
    where: {
      keyId: key.id,
      endedAt: null,
      lockedAt: null,
      expiresAt: { gt: at },
      presenceSeenAt: { gt: goneBefore(at) },
    },
  });
  if (atWork === 0) return { ok: true };
  const about = { keyId: key.id, accountId: key.accountId, detail: agentId };
  await raiseAlarm(tx, audit, { kind: 'dongle_elsewhere', ...about, trace, at });
  return { ok: false, reason: 'dongle_in_use', isTryForgiven: true };
}

async function store(
  tx: Tx,
  services: AuthServices,
  request: FinishComputer,
  agent: KnownAgent,
): Promise<Step> {
  const { ticket, name, trace } = request;
  const { id: keyId, accountId } = ticket.key;
  const at = services.now();
  const stillFree = await judgeNow(tx, services, request, agent); // much may have happened while the PIN was hashed
  if (!stillFree.ok) return stillFree;
  if (!(await nameComputer(tx, { agentId: agent.id, typed: name })))
    return { ok: false, reason: 'agent_revoked' };
  if (!(await claimComputerTicket(tx, ticket, at))) return { ok: false, reason: 'ticket_spent' };
  await addAgent(tx, { keyId, agentId: agent.id, at });
  await tellOfComputer(tx, { agentId: agent.id, keyId, change: 'added', at });
  const about = { keyId, holderId: ticket.holder.id, accountId, details: { agentId: agent.id } };
  await services.audit.record(tx, {
    type: 'computer_added',
    result: 'ok',
    ...about,
    accountId: accountId ?? '',
    trace,
    at,
  });
  return { ok: true };
}

/** A refused try is written down in a transaction of its own. */
async function recordRefusal(
  { db, audit, now }: AuthServices,
  { ticket: { key, holder }, trace }: FinishComputer,
  reason: ComputerRefusal,
): Promise<FinishComputerOutcome> {
  const about = { keyId: key.id, holderId: holder.id, accountId: key.accountId };
  await db.$transaction((tx) =>
    audit.record(tx, { type: 'computer_refused', result: 'refused', reason, ...about, trace, at: now() }),
  );
  return { ok: false, reason };
}
