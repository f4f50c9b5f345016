import { ENDED_STATUSES, isKeyStatus } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';

export type PersonOfCompany = {
  holderId: string;
  name: string;
  position: string | null;
  role: CustomerRole;
  keys: readonly { keyId: string; label: string; status: KeyStatus; lastUsedAt: Date | null }[];
};

/** @returns the people of the actor's account by name, each with the keys that they hold for it */
export async function findPeople(
  db: Db,
  { actor: { accountId } }: { actor: Pick<CustomerActor, 'accountId'> },
): Promise<PersonOfCompany[]> {
  const rows = await db.membership.findMany({
    where: { accountId, status: 'active' },
    orderBy: [{ holder: { name: 'asc' } }, { id: 'asc' }],
    select: {
      role: true,
      holder: {
        select: {
          id: true,
          name: true,
          position: true,
          keys: {
            where: { accountId, status: { notIn: [...ENDED_STATUSES] } },
            orderBy: [{ label: 'asc' }, { id: 'asc' }],
            select: { id: true, label: true, status: true, lastUsedAt: true },
          },
        },
      },
    },
  });
  return rows.flatMap(({ role, holder: { id: holderId, keys, ...person } }) =>
    isCustomerRole(role) ? [{ ...person, holderId, role, keys: keys.flatMap(toKey) }] : [],
  );
}

function toKey({
  id,
  status,
  ...key
}: {
  id: string;
  label: string;
  status: string;
  lastUsedAt: Date | null;
}) {
  return isKeyStatus(status) ? [{ ...key, keyId: id, status }] : [];
}
