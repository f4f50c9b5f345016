import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfComputer } from '../letters/tell-of-computer.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';

export type RevokeAgent = {
  agentId: string;
  accountId: string;
  /** Why, in the words of whoever did it. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type RevokeAgentOutcome =
  | { ok: true; endedSessions: number }
  /** Also for one of another account, outside the actor's reach, or revoked before. */
  | { ok: false; reason: 'not_found' };

/**
 * Revokes the agent of a computer for good: nothing that it signs counts any more, and what it watches ends in the same
 * transaction. Its dongles answer on their other computers only. Whoever set it up, the holders of its dongles and the owners are
 * told.
 */
export async function revokeAgent(services: AuthServices, request: RevokeAgent): Promise<RevokeAgentOutcome> {
  const outcome = await services.db.$transaction((tx) => revoke(tx, services, request));
  const { actor, agentId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'key:revoke', target, trace });
}

async function revoke(
  tx: Tx,
  { audit, now }: AuthServices,
  { agentId, accountId, reason, actor, trace }: RevokeAgent,
): Promise<RevokeAgentOutcome> {
  const at = now();
  const { count } = await tx.agent.updateMany({
    where: { id: agentId, accountId, account: accountsWithin(actor, 'key:revoke'), revokedAt: null },
    data: { revokedAt: at, revokedById: actor.holderId, revokeReason: reason },
  });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const { count: endedSessions } = await tx.session.updateMany({
    where: { watchedBy: agentId, endedAt: null },
    data: { endedAt: at, endedReason: 'agent_revoked' },
  });
  await tellOfComputer(tx, { agentId, keyId: null, change: 'revoked', at });
  const details = { agentId, endedSessions };
  const about = { ...actedBy(actor), accountId, note: reason, details };
  await audit.record(tx, { type: 'agent_revoked', result: 'ok', ...about, trace, at });
  return { ok: true, endedSessions };
}
