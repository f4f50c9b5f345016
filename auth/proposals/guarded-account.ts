import type { Db, Tx } from '#prisma/client.ts';

/** An account in which somebody has once registered a key: from then on its people confirm who else gets in. */
export const GUARDED_ACCOUNT = { keys: { some: { activatedAt: { not: null } } } } as const;

/** Whether a further key, role or person of this account must be confirmed (REC-05 amended). Staff have no account. */
export async function isGuardedAccount(tx: Db | Tx, accountId: string | null): Promise<boolean> {
  if (accountId === null) return false;
  const key = await tx.key.findFirst({
    where: { accountId, activatedAt: { not: null } },
    select: { id: true },
  });
  return key !== null;
}

/** Whether an owner of the account could confirm it now: somebody in that role with a key that works. */
export async function hasOwnerWithKey(tx: Db | Tx, accountId: string): Promise<boolean> {
  const owner = await tx.membership.findFirst({
    where: {
      accountId,
      role: 'owner',
      status: 'active',
      holder: { status: 'active', keys: { some: { accountId, status: 'active' } } },
    },
    select: { id: true },
  });
  return owner !== null;
}
