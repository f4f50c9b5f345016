import { randomBytes } from 'node:crypto';
import { importSigningKey } from '#auth/wire/jwk.ts';
import type { PrivateJwk, SigningKey } from '#auth/wire/jwk.ts';
import type { AgentRequest, EnrolmentAnswer, MessageKind } from '#auth/wire/messages.ts';
import { messageTimes, signMessage } from '#auth/wire/signed-message.ts';
import { AGENT_VERSION } from '../version.ts';
import type { Agent } from './agent.ts';

type OfEveryAnswer = Omit<EnrolmentAnswer, 'jwk'>;

const ID_BYTES = 16;

/**
 * Signs an answer to a request: what every answer says, and what is particular to this one.
 * @param agentKey the agent's private key for this portal
 */
export async function writeAnswer<Claims extends OfEveryAnswer>(
  agent: Agent,
  { kind, request, agentKey }: { kind: MessageKind<Claims>; request: AgentRequest; agentKey: PrivateJwk },
  particular: (common: OfEveryAnswer) => Claims,
): Promise<string> {
  const signing = await importSigningKey(agentKey);
  return signMessage(kind, particular(common(agent, request, signing)), signing);
}

/** A name that no other message has. */
export function newMessageId(): string {
  return randomBytes(ID_BYTES).toString('base64url');
}

function common(agent: Agent, { origin, txn, nonce }: AgentRequest, { kid }: SigningKey): OfEveryAnswer {
  return {
    iss: kid,
    aud: origin,
    ...messageTimes(agent.clock.now()),
    jti: newMessageId(),
    txn,
    nonce,
    origin,
    protection: 'file',
    isPeerChecked: agent.isPeerChecked,
    agentVersion: AGENT_VERSION,
  };
}
