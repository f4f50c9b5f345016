import type { Prisma, Tx } from '#prisma/client.ts';
import { findDeputyIdsOf } from '../deputies/find-deputies.ts';

/** Somebody to write to, at the address and in the language that are theirs now. */
export type Recipient = { holderId: string | null; address: string; language: string };

/** People whom a company has let go are told for this long what happens in it: a manager can remove an owner. */
const REMEMBERED_DAYS = 180;
const DAY_MS = 24 * 60 * 60 * 1000;
/** More than any company has; a source that names more is not asked for all of them. */
const MOST = 100;

/** The people with an address among those of a condition. */
export async function findHolders(tx: Tx, where: Prisma.HolderWhereInput): Promise<Recipient[]> {
  const rows = await tx.holder.findMany({
    where: { AND: [where, { email: { not: null } }] },
    orderBy: { id: 'asc' },
    take: MOST,
    select: { id: true, email: true, language: true },
  });
  return rows.flatMap(({ id: holderId, email: address, language }) =>
    address === null ? [] : [{ holderId, address, language }],
  );
}

/** Owners of an account. */
export function ownersOf(accountId: string): Prisma.HolderWhereInput {
  return { status: 'active', memberships: { some: { accountId, role: 'owner', status: 'active' } } };
}

/** Everybody who looks after the installation. */
export const ADMINISTRATORS: Prisma.HolderWhereInput = {
  kind: 'staff',
  staffRole: 'administrator',
  status: 'active',
};

/** Everybody of the seller. */
export const STAFF: Prisma.HolderWhereInput = { kind: 'staff', status: 'active' };

/** Whoever looks after an account. */
export function managerOf(accountId: string): Prisma.HolderWhereInput {
  return { kind: 'staff', status: 'active', managed: { some: { id: accountId } } };
}

/**
 * Whoever looks after an account, and their deputies while they stand in; the administrators, where none of them can be
 * written to.
 */
export async function findManagersOf(
  tx: Tx,
  { accountId, at }: { accountId: string; at: Date },
): Promise<Recipient[]> {
  const deputyIds = await findDeputyIdsOf(tx, { accountId, now: at });
  const managers = await findHolders(tx, { OR: [managerOf(accountId), { id: { in: deputyIds } }] });
  return managers.length > 0 ? managers : findHolders(tx, ADMINISTRATORS);
}

/**
 * Everybody known of an account (REC-05 amended): its people, those who were removed lately, and the contacts that its
 * companies have in the sources. The latter no manager can take away in the portal.
 */
export async function findKnownContacts(
  tx: Tx,
  { accountId, at }: { accountId: string; at: Date },
): Promise<Recipient[]> {
  const since = new Date(at.getTime() - REMEMBERED_DAYS * DAY_MS);
  const people = await findHolders(tx, {
    memberships: {
      some: { accountId, OR: [{ status: { not: 'removed' } }, { removedAt: { gt: since } }] },
    },
  });
  const contacts = await tx.sourceContact.findMany({
    where: { accountId, deletedAt: null, quarantinedAt: null, email: { not: null } },
    orderBy: { id: 'asc' },
    take: MOST,
    select: { email: true },
  });
  const language = people[0]?.language ?? 'ru';
  const others = contacts.flatMap(({ email }) =>
    email === null ? [] : [{ holderId: null, address: email, language }],
  );
  return [...people, ...others];
}
