import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';

export type Tie = {
  tieId: string;
  legalName: string;
  isEnded: boolean;
  account: { id: string; name: string };
};

/** A tie of one of the manager's own customers; null for any other. */
export async function findTie(
  db: Db,
  { tieId, actor }: { tieId: string; actor: StaffActor },
): Promise<Tie | null> {
  const row = await db.accountTie.findFirst({
    where: { id: tieId, account: accountsWithin(actor, 'tie:confirm') },
    select: { id: true, legalName: true, status: true, account: { select: { id: true, name: true } } },
  });
  if (row === null) return null;
  const { id, status, ...tie } = row;
  return { ...tie, tieId: id, isEnded: status === 'ended' };
}
