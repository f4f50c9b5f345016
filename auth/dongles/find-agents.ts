import type { Db } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';

/** The agent on a customer's computer, as their manager sees it. */
export type AgentRow = {
  agentId: string;
  /** What its holder calls the computer; may be empty. */
  name: string;
  /** The beginning of the name of its key; enough to tell two computers apart. */
  shortKid: string;
  holderName: string;
  protection: string;
  isPeerChecked: boolean;
  version: string;
  approvedByName: string | null;
  enrolledAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  dongles: readonly { keyId: string; label: string; serial: string | null }[];
};

export const SHOWN_KID = 8;

const SELECT = {
  id: true,
  name: true,
  kid: true,
  protection: true,
  isPeerChecked: true,
  version: true,
  approvedById: true,
  enrolledAt: true,
  lastUsedAt: true,
  revokedAt: true,
  holder: { select: { name: true } },
  dongles: {
    where: { removedAt: null },
    orderBy: { keyId: 'asc' },
    select: { keyId: true, dongle: { select: { serial: true, key: { select: { label: true } } } } },
  },
} as const;

/** @returns the agents of an account within the actor's reach, those in use first; revoked ones stay on record */
export async function findAgents(
  db: Db,
  { accountId, actor }: { accountId: string; actor: StaffActor },
): Promise<AgentRow[]> {
  return find(db, { accountId, account: accountsWithin(actor, 'account:read') });
}

/** One of them; null for one of another account, or outside the actor's reach. */
export async function findAgent(
  db: Db,
  { agentId, accountId, actor }: { agentId: string; accountId: string; actor: StaffActor },
): Promise<AgentRow | null> {
  const [agent] = await find(db, { id: agentId, accountId, account: accountsWithin(actor, 'account:read') });
  return agent ?? null;
}

async function find(
  db: Db,
  where: { id?: string; accountId: string; account: ReturnType<typeof accountsWithin> },
): Promise<AgentRow[]> {
  const rows = await db.agent.findMany({
    where,
    orderBy: [{ revokedAt: { sort: 'asc', nulls: 'first' } }, { enrolledAt: 'desc' }],
    select: SELECT,
  });
  const approvers = await db.holder.findMany({
    where: { id: { in: rows.flatMap(({ approvedById }) => approvedById ?? []) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(approvers.map(({ id, name }) => [id, name]));
  return rows.map(({ id, kid, approvedById, holder, dongles, ...row }) => ({
    ...row,
    agentId: id,
    shortKid: kid.slice(0, SHOWN_KID),
    holderName: holder.name,
    approvedByName: nameOf.get(approvedById ?? '') ?? null,
    dongles: dongles.map(({ keyId, dongle: { serial, key } }) => ({ keyId, serial, label: key.label })),
  }));
}
