/** By which agents a dongle may prove itself: each was added with a ticket, and none comes by itself. */
import type { Tx } from '#prisma/client.ts';
import { toComputerName } from './computer-name.ts';

type AgentOfDongle = { keyId: string; agentId: string; at: Date };

/** From now on this agent may speak for the dongle; one that was removed may again. */
export async function addAgent(tx: Tx, { keyId, agentId, at }: AgentOfDongle): Promise<void> {
  await tx.dongleAgent.upsert({
    where: { keyId_agentId: { keyId, agentId } },
    create: { keyId, agentId, addedAt: at },
    update: { addedAt: at, removedAt: null },
    select: { keyId: true },
  });
}

/** What its holder calls the computer; who says nothing leaves its name as it was. @returns whether its agent still counts */
export async function nameComputer(
  tx: Tx,
  { agentId, typed }: { agentId: string; typed: string },
): Promise<boolean> {
  const name = toComputerName(typed);
  const { count } = await tx.agent.updateMany({
    where: { id: agentId, revokedAt: null },
    data: name === '' ? { id: agentId } : { name },
  });
  return count === 1;
}

/** Whether an agent of this account may speak for the dongle as things stand in this transaction. */
export async function isAgentOfDongle(
  tx: Tx,
  { keyId, agentId, accountId }: { keyId: string; agentId: string; accountId: string },
): Promise<boolean> {
  const agent = { revokedAt: null, accountId };
  return (await tx.dongleAgent.count({ where: { keyId, agentId, removedAt: null, agent } })) === 1;
}

/**
 * As `isAgentOfDongle`, and so it stays until this transaction ends: whoever takes the computer away meanwhile waits, and then
 * finds the session that was opened; whoever did before is seen. In the order of a removal, so that neither waits for the other.
 */
export async function holdAgentOfDongle(
  tx: Tx,
  { keyId, agentId, accountId }: { keyId: string; agentId: string; accountId: string },
): Promise<boolean> {
  const link = await tx.dongleAgent.updateMany({
    where: { keyId, agentId, removedAt: null },
    data: { keyId },
  });
  if (link.count === 0) return false;
  const agent = { id: agentId, accountId, revokedAt: null };
  const { count } = await tx.agent.updateMany({ where: agent, data: { id: agentId } });
  return count === 1;
}

/** Somebody has signed in with the dongle on that computer. */
export async function noteUse(tx: Tx, { keyId, agentId, at }: AgentOfDongle): Promise<void> {
  await tx.agent.update({ where: { id: agentId }, data: { lastUsedAt: at }, select: { id: true } });
  await tx.dongleAgent.updateMany({ where: { keyId, agentId }, data: { lastUsedAt: at } });
}
