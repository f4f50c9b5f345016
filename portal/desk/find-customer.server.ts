import { isEnded, isKeyStatus } from '#auth/keys/key.ts';
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
  email: string | null;
  phone: string | null;
  role: CustomerRole;
  /** Keys of this account that they hold and that are not revoked. */
  keys: number;
};

export type CustomerKey = {
  keyId: string;
  label: string;
  holderName: string;
  status: KeyStatus;
  lastUsedAt: Date | null;
};

export type Customer = {
  accountId: string;
  number: string;
  name: string;
  isClosed: boolean;
  /** Who looks after it; null where nobody is named. */
  manager: { id: string; name: string } | null;
  people: CustomerPerson[];
  /** Somebody has signed in, and no second key works: if the one is lost, nobody gets in (REG-24). */
  hasNoSpare: boolean;
  /** Revoked ones too: what became of a key is asked for years. */
  keys: CustomerKey[];
};

/** What can still open something comes first. */
const RANKS: Readonly<Record<KeyStatus, number>> = {
  active: 0,
  assigned: 1,
  shipped: 1,
  stocked: 1,
  suspended: 2,
  lost: 3,
  revoked: 4,
  destroyed: 5,
};

const SELECT = {
  id: true,
  number: true,
  name: true,
  status: true,
  accountManager: { select: { id: true, name: true } },
  memberships: {
    where: { status: 'active' },
    orderBy: { createdAt: 'asc' },
    select: {
      role: true,
      holder: { select: { id: true, name: true, position: true, email: true, phone: true } },
    },
  },
  keys: {
    orderBy: { issuedAt: 'asc' },
    select: {
      id: true,
      label: true,
      status: true,
      lastUsedAt: true,
      holder: { select: { id: true, name: true } },
    },
  },
} as const;

/** @returns null for a customer of another manager as for one that does not exist */
export async function findCustomer(
  db: Db,
  { accountId, actor }: { accountId: string; actor: StaffActor },
): Promise<Customer | null> {
  const row = await db.customerAccount.findFirst({
    where: { id: accountId, ...accountsWithin(actor, 'account:read') },
    select: SELECT,
  });
  if (row === null) return null;
  const { id, status, accountManager, memberships, keys, ...account } = row;
  const countKeys = (holderId: string) =>
    keys.filter((key) => key.holder?.id === holderId && !isEnded(key.status)).length;
  return {
    ...account,
    accountId: id,
    isClosed: status !== 'active',
    manager: accountManager,
    hasNoSpare: isWithoutSpare(keys),
    people: memberships.flatMap(({ role, holder: { id: holderId, ...person } }) =>
      isCustomerRole(role) ? [{ ...person, holderId, role, keys: countKeys(holderId) }] : [],
    ),
    keys: keys
      .flatMap(({ id: keyId, status: keyStatus, holder, ...key }) =>
        isKeyStatus(keyStatus) ? [{ ...key, keyId, status: keyStatus, holderName: holder?.name ?? '' }] : [],
      )
      .toSorted((one, other) => RANKS[one.status] - RANKS[other.status]),
  };
}

function isWithoutSpare(keys: readonly { status: string; lastUsedAt: Date | null }[]): boolean {
  const active = keys.filter(({ status }) => status === 'active');
  return active.length === 1 && active.some(({ lastUsedAt }) => lastUsedAt !== null);
}
