import { findDeputiesOfAccount } from '#auth/deputies/find-deputies.ts';
import type { AccountDeputy } from '#auth/deputies/find-deputies.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from './own-rows.ts';

/** Whom a customer calls. */
export type AccountManager = {
  name: string;
  position: string | null;
  phone: string | null;
  email: string | null;
  /** Who stands in while the manager is away: the one to call. */
  deputies: readonly AccountDeputy[];
};

/**
 * The manager that the seller gave the account in the portal, else the one whom the source names.
 * @returns null where neither says anybody
 */
export async function findAccountManager(
  db: Db,
  { actor, todayOn }: { actor: Pick<CustomerActor, 'accountId'>; todayOn: string },
): Promise<AccountManager | null> {
  const account = await db.customerAccount.findUnique({
    where: { id: actor.accountId },
    select: {
      accountManager: { select: { name: true, position: true, phone: true, email: true, status: true } },
    },
  });
  const manager = account?.accountManager ?? null;
  if (manager?.status === 'active') {
    const { name, position, phone, email } = manager;
    const { accountId } = actor;
    const deputies = await findDeputiesOfAccount(db, { accountId, todayOn });
    return { name, position, phone, email, deputies };
  }
  return findManagerOfSource(db, actor);
}

async function findManagerOfSource(
  db: Db,
  actor: Pick<CustomerActor, 'accountId'>,
): Promise<AccountManager | null> {
  const counterparty = await db.counterparty.findFirst({
    where: { ...ownRows(actor), managerId: { not: null } },
    orderBy: { syncedAt: 'desc' },
    select: { managerId: true },
  });
  if (!counterparty?.managerId) return null;
  const manager = await db.sourceManager.findFirst({
    where: { id: counterparty.managerId, deletedAt: null },
    select: { name: true, phone: true, email: true },
  });
  return manager && { ...manager, position: null, deputies: [] };
}
