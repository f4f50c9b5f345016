import { HELD_STATUSES } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';

export type Member = {
  holderId: string;
  name: string;
  /** Where the portal writes to them. */
  email: string | null;
  role: CustomerRole;
  account: { id: string; name: string };
  /** Of this account, not revoked. */
  keys: number;
};

/** Somebody who belongs to an account of the manager; null for everybody else. */
export async function findMember(
  db: Db,
  { accountId, holderId, actor }: { accountId: string; holderId: string; actor: StaffActor },
): Promise<Member | null> {
  const row = await db.membership.findFirst({
    where: { accountId, holderId, status: 'active', account: accountsWithin(actor, 'people:manage') },
    select: {
      role: true,
      holder: { select: { name: true, email: true } },
      account: { select: { id: true, name: true } },
    },
  });
  if (row === null || !isCustomerRole(row.role)) return null;
  const keys = await db.key.count({ where: { accountId, holderId, status: { in: [...HELD_STATUSES] } } });
  return { holderId, ...row.holder, role: row.role, account: row.account, keys };
}
