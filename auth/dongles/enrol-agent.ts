/**
 * Enrolment of an agent, by the holder of a ticket: the agent's key and the portal's become known to each other, and eight
 * digits on two screens say that nobody stands in between (comparison-code.ts). Nothing is stored before the end.
 *
 * 1. begin: a request that shows the hash of a nonce.
 * 2. compare: the agent's new key has come; the nonce is shown, once, and with it the digits.
 * 3. finish: the agent's holder said in its window that they are the same, and so did whoever sits before our page.
 *
 * The insider rules hold for agents as for keys (REC-05): in an account that has a key in use the ticket is of a link that
 * an owner has confirmed.
 */
import { z } from 'zod';
import type { Tx } from '#prisma/client.ts';
import { isUniqueViolation } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { claimChallenge, mintChallenge, openChallenge, takeChallenge } from '../ceremonies/challenge.ts';
import type { Challenge, ChallengeOutcome } from '../ceremonies/challenge.ts';
import { isTicketGood } from '../invitations/claim-ticket.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import { commitTo, comparisonCode, digestKeySet } from '../wire/comparison-code.ts';
import { PublicJwk, importVerifyingKey } from '../wire/jwk.ts';
import { MESSAGES } from '../wire/messages.ts';
import { verifyMessage } from '../wire/signed-message.ts';
import type { MessageFault } from '../wire/signed-message.ts';
import { verifyEnrolment } from '../wire/verify-enrolment.ts';
import { findPortalKeys } from './portal-keys.ts';
import { answers } from './read-answer.ts';
import { originOf, writeRequest } from './write-request.ts';
import type { SignedRequest } from './write-request.ts';

export type AgentStep = {
  ticket: OpenTicket;
  browserToken: string;
  /** What the company calls itself, for the agent's windows. */
  portalName: string;
  trace: RequestTrace;
};
export type AnsweredAgentStep = AgentStep & {
  /** What the step before sealed. */
  state: string;
  /** The agent's answer; not yet trusted in any way. */
  message: string;
};

export type EnrolAgentRefusal =
  | Extract<ChallengeOutcome, { ok: false }>['reason']
  | `answer_${MessageFault}`
  | 'answer_of_other_request'
  | 'challenge_spent'
  | 'agent_known'
  | 'ticket_spent';

type Refused = { ok: false; reason: EnrolAgentRefusal };
export type CompareAgentOutcome = ({ ok: true; state: string; code: string } & SignedRequest) | Refused;
export type FinishAgentOutcome = { ok: true; agentId: string } | Refused;

/** What the comparison must know of the agent whose key has come; sealed, so that only we can say it. */
const Facts = z.strictObject({
  jwk: PublicJwk,
  protection: z.string(),
  isPeerChecked: z.boolean(),
  agentVersion: z.string(),
  compareNonce: z.string(),
  keysDigest: z.string(),
});

/** @returns the request for the agent; the nonce that it promises stays with us */
export async function beginAgentEnrolment(
  services: AuthServices,
  { ticket, browserToken, portalName, trace }: AgentStep,
): Promise<SignedRequest & { state: string }> {
  const { challenge: compareNonce, state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: `agent-enrolment:${ticket.ticketId}`,
    browserToken,
    now: services.now(),
  });
  const keys = await findPortalKeys(services);
  const asking = { keys, nonce: commitTo(compareNonce), browserToken, trace };
  return { ...(await writeRequest<'enrol'>(services, asking, { purpose: 'enrol', portalName })), state };
}

/**
 * Takes the agent's new key and shows the nonce. One key for one nonce: the challenge is taken out of use here, since whoever
 * could offer a second key after they had seen the nonce could seek one that gives the digits they want.
 */
export async function compareAgent(
  services: AuthServices,
  step: AnsweredAgentStep,
): Promise<CompareAgentOutcome> {
  const { ticket, browserToken, trace } = step;
  const opened = await openStep(services, step, 'agent-enrolment');
  if (!opened.ok) return refuse(services, step, opened.reason);
  if (!(await takeChallenge(services.db, opened.challenge))) return refuse(services, step, 'challenge_spent');
  const compareNonce = Buffer.from(opened.challenge.value).toString('base64url');
  const enrolNonce = commitTo(compareNonce);
  const now = services.now();
  const enrolled = await verifyEnrolment(step.message, { audience: originOf(services.relyingParty), now });
  if (!enrolled.ok) return refuse(services, step, `answer_${enrolled.fault}`);
  const { claims, kid: agentKid } = enrolled;
  if (!answers(services, claims, enrolNonce)) return refuse(services, step, 'answer_of_other_request');

  const keys = await findPortalKeys(services);
  const keysDigest = digestKeySet(keys.set);
  const { jwk, protection, isPeerChecked, agentVersion } = claims;
  const facts: z.infer<typeof Facts> = {
    jwk,
    protection,
    isPeerChecked,
    agentVersion,
    compareNonce,
    keysDigest,
  };
  const { state } = await mintChallenge({
    keys: services.sealingKeys,
    purpose: `agent-comparison:${ticket.ticketId}`,
    browserToken,
    facts: JSON.stringify(facts),
    now,
  });
  const asking = { keys, nonce: compareNonce, browserToken, trace };
  const request = await writeRequest<'compare'>(services, asking, {
    purpose: 'compare',
    enrolNonce,
    agentKid,
  });
  return {
    ok: true,
    state,
    code: comparisonCode({ keysDigest, agentKid, enrolNonce, compareNonce }),
    ...request,
  };
}

/** Both sides have said that the digits are the same: from now on the agent may speak for dongles of this account. */
export async function finishAgentEnrolment(
  services: AuthServices,
  step: AnsweredAgentStep,
): Promise<FinishAgentOutcome> {
  const opened = await openStep(services, step, 'agent-comparison');
  if (!opened.ok) return refuse(services, step, opened.reason);
  const facts = Facts.parse(JSON.parse(opened.challenge.facts));
  const key = await importVerifyingKey(facts.jwk);
  if (key === null) return refuse(services, step, 'answer_malformed');
  const verified = await verifyMessage(step.message, {
    kind: MESSAGES.comparison,
    keys: [key],
    audience: originOf(services.relyingParty),
    now: services.now(),
  });
  if (!verified.ok) return refuse(services, step, `answer_${verified.fault}`);
  const { claims } = verified;
  if (!answers(services, claims, facts.compareNonce) || claims.keysDigest !== facts.keysDigest)
    return refuse(services, step, 'answer_of_other_request');
  return store(services, step, { challenge: opened.challenge, facts, kid: key.kid });
}

type Proven = { challenge: Challenge; facts: z.infer<typeof Facts>; kid: string };

async function store(
  services: AuthServices,
  step: AnsweredAgentStep,
  proven: Proven,
): Promise<FinishAgentOutcome> {
  try {
    const outcome = await services.db.$transaction((tx) => storeAgent(tx, services, step, proven));
    return outcome.ok ? outcome : await refuse(services, step, outcome.reason);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refuse(services, step, 'agent_known');
  }
}

async function storeAgent(
  tx: Tx,
  { audit, now }: AuthServices,
  { ticket, trace }: AnsweredAgentStep,
  { challenge, facts, kid }: Proven,
): Promise<FinishAgentOutcome> {
  const at = now();
  const { accountId } = ticket.key;
  if (!(await claimChallenge(tx, challenge))) return { ok: false, reason: 'challenge_spent' };
  if (accountId === null || !(await isTicketGood(tx, ticket, at)))
    return { ok: false, reason: 'ticket_spent' };
  const invitation = await tx.invitation.findUniqueOrThrow({
    where: { id: ticket.invitationId },
    select: { createdById: true },
  });
  const { jwk, protection, isPeerChecked, agentVersion: version } = facts;
  const holderId = ticket.holder.id;
  const approvedById = invitation.createdById;
  const publicJwk = JSON.stringify(jwk);
  const { id: agentId } = await tx.agent.create({
    data: {
      kid,
      publicJwk,
      protection,
      isPeerChecked,
      version,
      holderId,
      accountId,
      approvedById,
      enrolledAt: at,
    },
    select: { id: true },
  });
  const details = { agentId, protection, isPeerChecked, approvedById };
  const about = { holderId, accountId, keyId: ticket.key.id };
  await audit.record(tx, { type: 'agent_enrolled', result: 'ok', ...about, details, trace, at });
  return { ok: true, agentId };
}

function openStep(
  { sealingKeys, now }: AuthServices,
  { ticket, state, browserToken }: AnsweredAgentStep,
  purpose: 'agent-enrolment' | 'agent-comparison',
): Promise<ChallengeOutcome> {
  const binding = { keys: sealingKeys, browserToken, now: now() };
  return openChallenge(state, { ...binding, purpose: `${purpose}:${ticket.ticketId}` });
}

async function refuse(
  { db, audit, now }: AuthServices,
  { ticket: { key, holder }, trace }: AgentStep,
  reason: EnrolAgentRefusal,
): Promise<Refused> {
  const about = { keyId: key.id, holderId: holder.id, accountId: key.accountId };
  await db.$transaction((tx) =>
    audit.record(tx, { type: 'agent_refused', result: 'refused', reason, ...about, trace, at: now() }),
  );
  return { ok: false, reason };
}
