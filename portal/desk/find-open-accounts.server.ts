import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import type { Db } from '#prisma/client.ts';

/** The manager's own open customers, by name, to choose one of. */
export async function findOpenAccounts(db: Db, actor: StaffActor): Promise<{ id: string; name: string }[]> {
  return db.customerAccount.findMany({
    where: { status: 'active', ...accountsWithin(actor, 'tie:confirm') },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}
