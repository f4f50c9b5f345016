import type { Db, Prisma } from '#prisma/client.ts';
import type { CounterpartyIdentity } from '#auth/ties/counterparty-identity.ts';
import { accountsWithinReach } from './tie-desk.ts';
import type { TieActor } from './tie-desk.ts';

/** A counterparty that is nobody's as yet, or no longer surely somebody's. */
export interface TieProposal {
  counterpartyId: string;
  sourceName: string;
  name: string;
  identity: CounterpartyIdentity;
  managerName: string | null;
  /** The source no longer has it. */
  isRemoved: boolean;
  /** The tie that waits, and what was confirmed then; null where there has been none. */
  waiting: {
    tieId: string;
    accountId: string;
    reason: string | null;
    confirmedIdentity: CounterpartyIdentity;
  } | null;
  /** Somebody has said whose it is, and the customer that it was until now has not confirmed it yet. */
  isAsked: boolean;
  /** Accounts of another counterparty with the same tax id. */
  matches: AccountMatch[];
}

export interface AccountMatch {
  accountId: string;
  number: string;
  name: string;
}

export interface FindTieProposals {
  actor: TieActor;
  now: Date;
  /** The last `counterpartyId` of the page before. */
  after?: string;
  limit: number;
}

/** @returns counterparties without a confirmed tie, by id; a quarantined one only to whoever reaches its account */
export async function findTieProposals(
  db: Db,
  { actor, now, after = '', limit }: FindTieProposals,
): Promise<TieProposal[]> {
  return propose(db, { actor, now, id: { gt: after }, limit });
}

/** One of them; null when it is tied, out of the actor's reach, or not there. */
export async function findTieProposal(
  db: Db,
  { actor, counterpartyId, now }: { actor: TieActor; counterpartyId: string; now: Date },
): Promise<TieProposal | null> {
  const [proposal] = await propose(db, { actor, now, id: counterpartyId, limit: 1 });
  return proposal ?? null;
}

interface Wanted {
  actor: TieActor;
  now: Date;
  id: Prisma.StringFilter | string;
  limit: number;
}

async function propose(db: Db, wanted: Wanted): Promise<TieProposal[]> {
  const { actor, now } = wanted;
  const counterparties = await findUntied(db, wanted);
  const ids = counterparties.map(({ id }) => id);
  const ties = await db.accountTie.findMany({
    where: { counterpartyId: { in: ids }, status: 'quarantined' },
    select: { id: true, counterpartyId: true, accountId: true, reason: true, taxId: true, legalName: true },
  });
  const asked = await db.proposal.findMany({
    where: { kind: 'tie_move', subjectId: { in: ids }, status: 'open', expiresAt: { gt: now } },
    select: { subjectId: true },
  });
  const matches = await findMatches(db, actor, [...new Set(counterparties.map(({ taxId }) => taxId))]);
  const sources = await db.source.findMany({ select: { id: true, name: true } });
  const managers = await db.sourceManager.findMany({
    where: { id: { in: counterparties.flatMap(({ managerId }) => managerId ?? []) } },
    select: { id: true, name: true },
  });
  return counterparties.map(({ id, sourceId, name, taxId, legalName, managerId, deletedAt }) => {
    const tie = ties.find(({ counterpartyId }) => counterpartyId === id);
    return {
      counterpartyId: id,
      sourceName: sources.find((source) => source.id === sourceId)?.name ?? '',
      name,
      identity: { taxId, legalName },
      managerName: managers.find((manager) => manager.id === managerId)?.name ?? null,
      isRemoved: deletedAt !== null,
      waiting: tie
        ? {
            tieId: tie.id,
            accountId: tie.accountId,
            reason: tie.reason,
            confirmedIdentity: { taxId: tie.taxId, legalName: tie.legalName },
          }
        : null,
      isAsked: asked.some(({ subjectId }) => subjectId === id),
      matches: matches.get(taxId) ?? [],
    };
  });
}

async function findUntied(db: Db, { actor, id, limit }: Wanted) {
  const withinReach = await db.accountTie.findMany({
    where: { status: 'quarantined', account: accountsWithinReach(actor) },
    select: { counterpartyId: true },
  });
  return db.counterparty.findMany({
    where: {
      accountId: null,
      AND: [{ id }],
      OR: [
        { quarantinedAt: null, deletedAt: null },
        { id: { in: withinReach.map(({ counterpartyId }) => counterpartyId) } },
      ],
    },
    orderBy: { id: 'asc' },
    take: limit,
    select: {
      id: true,
      sourceId: true,
      name: true,
      taxId: true,
      legalName: true,
      managerId: true,
      deletedAt: true,
    },
  });
}

async function findMatches(
  db: Db,
  actor: TieActor,
  taxIds: readonly string[],
): Promise<Map<string, AccountMatch[]>> {
  const ties = await db.accountTie.findMany({
    where: {
      taxId: { in: [...taxIds] },
      status: 'confirmed',
      account: { status: 'active', ...accountsWithinReach(actor) },
    },
    select: { taxId: true, account: { select: { id: true, number: true, name: true } } },
  });
  const matches = new Map<string, AccountMatch[]>();
  for (const { taxId, account } of ties) {
    const known = matches.get(taxId) ?? [];
    if (known.some(({ accountId }) => accountId === account.id)) continue;
    matches.set(taxId, [...known, { accountId: account.id, number: account.number, name: account.name }]);
  }
  return matches;
}
