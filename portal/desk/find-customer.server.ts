import { isKeyStatus } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';

export type CustomerPerson = {
  holderId: string;
  name: string;
  position: string | null;
  role: CustomerRole;
  keys: readonly { id: string; label: string; status: KeyStatus }[];
};

export type Customer = { id: string; name: string; number: string; people: readonly CustomerPerson[] };

/** One of the actor's own customers with its people and their keys; null for everybody else's and for none. */
export async function findCustomer(
  db: Db,
  { actor, accountId }: { actor: StaffActor; accountId: string },
): Promise<Customer | null> {
  const account = await db.customerAccount.findFirst({
    where: { AND: [{ id: accountId }, accountsWithin(actor, 'account:read')] },
    select: {
      id: true,
      name: true,
      number: true,
      memberships: {
        where: { status: 'active' },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: { role: true, holder: { select: { id: true, name: true, position: true } } },
      },
      keys: {
        orderBy: { issuedAt: 'desc' },
        select: { id: true, label: true, status: true, holderId: true },
      },
    },
  });
  if (account === null) return null;
  const { memberships, keys, ...facts } = account;
  const people = memberships.flatMap(({ role, holder }) => {
    if (!isCustomerRole(role)) return [];
    const own = keys.flatMap(({ holderId, status, ...key }) =>
      holderId === holder.id && isKeyStatus(status) ? [{ ...key, status }] : [],
    );
    return [{ holderId: holder.id, name: holder.name, position: holder.position, role, keys: own }];
  });
  return { ...facts, people };
}
