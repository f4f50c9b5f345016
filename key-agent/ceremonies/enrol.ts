/**
 * Enrolment: the agent makes a key for a portal and pins the portal's keys.
 *
 * 1. `enrol`: the portal shows the hash of a nonce; the agent answers with a new public key, signed by it. Nothing is stored
 *    yet.
 * 2. `compare`: the portal, which has that key now, shows the nonce, and both sides compute eight digits. The agent shows
 *    them in its own window; when its holder says that the portal's page shows the same, both keys are what they seem to
 *    be, and the agent pins the portal.
 */
import { generateKeyPairSync } from 'node:crypto';
import { commitTo, comparisonCode, digestKeySet } from '#auth/wire/comparison-code.ts';
import { PrivateJwk, thumbprintOf, toPublicJwk } from '#auth/wire/jwk.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import type { RequestFor } from '#auth/wire/messages.ts';
import { AgentError } from '../errors.ts';
import type { Agent } from './agent.ts';
import type { PendingEnrolment } from './pending-enrolments.ts';
import { writeAnswer } from './write-answer.ts';

/** @returns the agent's new key for this portal, in a signed message */
export async function enrol(agent: Agent, request: RequestFor<'enrol'>): Promise<string> {
  const agentKey = generateAgentKey();
  const { origin, portalName, keys, nonce } = request;
  agent.pending.put({
    origin,
    name: portalName,
    keys,
    agentKey,
    enrolNonce: nonce,
    begunAt: agent.clock.now(),
  });
  agent.log('info', 'enrolment_begun', { origin });
  return writeAnswer(agent, { kind: MESSAGES.enrolment, request, agentKey }, (common) => ({
    ...common,
    jwk: toPublicJwk(agentKey),
  }));
}

/**
 * @returns the holder's word that the digits are the same, in a signed message
 * @throws AgentError `not_confirmed`, `not_enrolled`, `request_refused`
 */
export async function compare(
  agent: Agent,
  request: RequestFor<'compare'>,
  signal: AbortSignal,
): Promise<string> {
  const pending = agent.pending.find(request.origin, agent.clock.now());
  if (pending === null) throw new AgentError('not_enrolled', 'no enrolment was begun');
  const agentKid = await thumbprintOf(toPublicJwk(pending.agentKey));
  const keysDigest = digestKeySet(pending.keys);
  if (request.agentKid !== agentKid || request.enrolNonce !== pending.enrolNonce) {
    throw new AgentError('request_refused', 'the comparison is of another enrolment');
  }
  if (digestKeySet(request.keys) !== keysDigest)
    throw new AgentError('request_refused', 'other keys than before');
  if (commitTo(request.nonce) !== pending.enrolNonce) {
    throw new AgentError('request_refused', 'the nonce is not the one that was promised');
  }
  const { enrolNonce } = pending;
  const code = comparisonCode({ keysDigest, agentKid, enrolNonce, compareNonce: request.nonce });
  // One look at the digits for each enrolment: whoever guesses wrong begins again.
  agent.pending.end(request.origin);
  await agent.windows.ask({ asks: 'compare', code, ...whoAsks(pending.name, request) }, signal);
  await agent.store.enrol(toPortal(pending, agent.clock.now()));
  agent.log('info', 'portal_enrolled', { origin: request.origin });
  return writeAnswer(agent, { kind: MESSAGES.comparison, request, agentKey: pending.agentKey }, (common) => ({
    ...common,
    keysDigest,
  }));
}

/** What every window says of who is asking. */
export function whoAsks(
  portalName: string,
  { origin, checkCode, customer, askedFrom }: RequestFor<'prove' | 'register' | 'compare'>,
) {
  return { portalName, origin, checkCode, customer, askedFrom };
}

function toPortal({ origin, name, keys, agentKey }: PendingEnrolment, at: Date) {
  return { origin, name, keys, agentKey, enrolledAt: at.toISOString() };
}

/** ES256, which a TPM could hold one day. */
function generateAgentKey(): PrivateJwk {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return PrivateJwk.parse(privateKey.export({ format: 'jwk' }));
}
