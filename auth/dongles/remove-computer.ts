import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { ENDED_STATUSES } from '../keys/key.ts';
import { tellOfComputer } from '../letters/tell-of-computer.ts';
import type { CustomerActor } from '../permissions/actor.ts';

export type RemoveComputer = { agentId: string; actor: CustomerActor; trace: RequestTrace };

export type RemoveComputerOutcome =
  | { ok: true; endedSessions: number }
  /** Also for a computer at which no key of theirs answers. */
  | { ok: false; reason: 'not_found' };

/**
 * Takes a computer from the holder's old keys: from now on they answer there no more, and what they opened there ends. Where
 * they had set it up themselves and nobody else's key answers there, its agent is revoked for good. It takes nothing but
 * access, so that no key is asked.
 */
export async function removeComputer(
  services: AuthServices,
  request: RemoveComputer,
): Promise<RemoveComputerOutcome> {
  return services.db.$transaction((tx) => remove(tx, services, request));
}

async function remove(
  tx: Tx,
  { audit, now }: AuthServices,
  { agentId, actor, trace }: RemoveComputer,
): Promise<RemoveComputerOutcome> {
  const at = now();
  const { holderId, accountId } = actor;
  // Of nobody else: what is found before anything is written names the keys that the letter tells of.
  const own = { agentId, agent: { accountId }, dongle: { key: { holderId, accountId } }, removedAt: null };
  const { count: removed } = await tx.dongleAgent.updateMany({ where: own, data: { removedAt: at } });
  const ofOthers = await tx.dongleAgent.count({
    where: { agentId, removedAt: null, dongle: { key: { status: { notIn: [...ENDED_STATUSES] } } } },
  });
  const { count: revoked } = await tx.agent.updateMany({
    where: { id: ofOthers === 0 ? agentId : '', accountId, holderId, revokedAt: null },
    data: { revokedAt: at, revokedById: holderId, revokeReason: '' },
  });
  if (removed === 0 && revoked === 0) return { ok: false, reason: 'not_found' };
  const { count: endedSessions } = await tx.session.updateMany({
    where: { watchedBy: agentId, endedAt: null, ...(revoked === 0 && { holderId }) },
    data: { endedAt: at, endedReason: 'computer_removed' },
  });
  await tellOfComputer(tx, { agentId, keyId: null, holderId, change: 'removed', at });
  const details = { agentId, endedSessions, isRevoked: revoked === 1 };
  await audit.record(tx, {
    type: 'computer_removed',
    result: 'ok',
    ...actedBy(actor),
    holderId,
    accountId,
    details,
    trace,
    at,
  });
  return { ok: true, endedSessions };
}
