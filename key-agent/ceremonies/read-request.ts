/**
 * The door to every ceremony: nothing is read from a dongle, shown or stored before a request has come through here
 * (AGT-05). To the page all refusals look alike; the log says which it was.
 */
import { decodeJwt, errors } from 'jose';
import { importVerifyingKey } from '#auth/wire/jwk.ts';
import type { VerifyingKey } from '#auth/wire/jwk.ts';
import { AgentRequest, MESSAGES } from '#auth/wire/messages.ts';
import type { PortalKeySet, RequestFor, RequestPurpose } from '#auth/wire/messages.ts';
import { verifyMessage } from '#auth/wire/signed-message.ts';
import { AgentError } from '../errors.ts';
import { decideKeys } from '../portals/pinned-keys.ts';
import type { Agent } from './agent.ts';

export type Asked = { message: string; /** The Origin header, which is on the list. */ origin: string };

/** @throws AgentError `request_refused`, `request_replayed`, `not_enrolled` */
export async function readRequest<Purpose extends RequestPurpose>(
  agent: Agent,
  purpose: Purpose,
  { message, origin }: Asked,
): Promise<RequestFor<Purpose>> {
  const keys = findKeys(agent, purpose, { message, origin });
  const outcome = await verifyMessage<AgentRequest>(message, {
    kind: MESSAGES.request,
    keys: await importAll(keys),
    issuer: origin,
    audience: 'key-agent',
    now: agent.clock.now(),
  });
  if (!outcome.ok) throw refused(outcome.fault);
  const { claims, kid } = outcome;
  if (!isFor(purpose, claims)) throw refused('another purpose');
  if (claims.origin !== origin) throw refused('another origin');
  if (!(await areOnCurve(claims.keys))) throw refused('keys that are none');
  if (!agent.seen.claim(claims, agent.clock.now())) throw new AgentError('request_replayed');
  await followKeys(agent, claims, kid);
  return claims;
}

/**
 * The keys that may have signed. Only a portal that is not pinned yet is taken at its word, for its first message; who it
 * is, the comparison of the digits decides.
 */
function findKeys(agent: Agent, purpose: RequestPurpose, { message, origin }: Asked): PortalKeySet {
  const pending = agent.pending.find(origin, agent.clock.now());
  if (purpose === 'compare' && pending !== null) return pending.keys;
  const pinned = agent.store.find(origin);
  if (pinned !== null) return pinned.keys;
  if (purpose !== 'enrol') throw new AgentError('not_enrolled');
  return readOfferedKeys(message);
}

function readOfferedKeys(message: string): PortalKeySet {
  try {
    const claims = AgentRequest.safeParse(decodeJwt(message));
    if (claims.success) return claims.data.keys;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
  }
  throw refused('no keys in the first message');
}

async function importAll({ signing }: PortalKeySet): Promise<VerifyingKey[]> {
  const keys = await Promise.all(signing.map(importVerifyingKey));
  return keys.filter((key) => key !== null);
}

/** All of them will be pinned, also the one that nothing was signed with yet. */
async function areOnCurve({ signing, encryption }: PortalKeySet): Promise<boolean> {
  const keys = await Promise.all([...signing, encryption].map(importVerifyingKey));
  return keys.every((key) => key !== null);
}

async function followKeys(
  { store, log }: Agent,
  { origin, keys }: AgentRequest,
  signedBy: string,
): Promise<void> {
  const pinned = store.find(origin);
  if (pinned === null) return;
  const decision = await decideKeys(pinned.keys, { offered: keys, signedBy });
  if (decision === 'refuse') throw refused('keys that contradict the pinned ones');
  if (decision === 'keep') return;
  await store.rotate(origin, keys);
  log('info', 'portal_keys_rotated', { origin, version: keys.version });
}

function isFor<Purpose extends RequestPurpose>(
  purpose: Purpose,
  claims: AgentRequest,
): claims is RequestFor<Purpose> {
  return claims.purpose === purpose;
}

function refused(why: string): AgentError {
  return new AgentError('request_refused', why);
}
