import type { Db, Prisma, Tx } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { KnownPerson } from './person.ts';

/**
 * The people whom a manager knows: those who belong to an account that is theirs, and those who once did and belong
 * nowhere now. Nobody learns of the people of another manager's customers, not even that they exist.
 */
export function peopleWithin(actor: StaffActor): Prisma.HolderWhereInput {
  const account = accountsWithin(actor, 'people:manage');
  return {
    kind: 'customer',
    status: 'active',
    OR: [
      { memberships: { some: { status: 'active', account } } },
      { memberships: { some: { account }, none: { status: 'active' } } },
    ],
  };
}

/**
 * The people whom the actor knows and who do not belong to this account yet, by name.
 * @returns all of them: a manager's book is some hundred people, and SQLite can't compare Cyrillic letters without
 *   their case, so whoever searches does it on this list
 */
export async function findKnownPeople(
  db: Db,
  { accountId, actor }: { accountId: string; actor: StaffActor },
): Promise<KnownPerson[]> {
  const isMember = { some: { accountId, status: 'active' } };
  const rows = await db.holder.findMany({
    where: { AND: [peopleWithin(actor), { NOT: { memberships: isMember } }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: selectKnown(actor),
  });
  return rows.map(toKnownPerson);
}

/** Somebody whom the actor knows already by this address, whatever its case; null when nobody. */
export async function findPersonByEmail(
  tx: Tx,
  { email, actor }: { email: string; actor: StaffActor },
): Promise<KnownPerson | null> {
  const rows = await tx.holder.findMany({
    where: { AND: [peopleWithin(actor), { email: { not: null } }] },
    orderBy: { id: 'asc' },
    select: selectKnown(actor),
  });
  const wanted = email.toLowerCase();
  const found = rows.find((row) => row.email?.toLowerCase() === wanted);
  return found === undefined ? null : toKnownPerson(found);
}

type KnownRow = {
  id: string;
  name: string;
  position: string | null;
  email: string | null;
  memberships: { account: { id: string; name: string } }[];
};

/** Of the person's accounts only those that are the actor's. */
function selectKnown(actor: StaffActor) {
  return {
    id: true,
    name: true,
    position: true,
    email: true,
    memberships: {
      where: { status: 'active', account: accountsWithin(actor, 'people:manage') },
      orderBy: { createdAt: 'asc' },
      select: { account: { select: { id: true, name: true } } },
    },
  } as const satisfies Prisma.HolderSelect;
}

function toKnownPerson({ id, memberships, ...row }: KnownRow): KnownPerson {
  return { holderId: id, ...row, accounts: memberships.map(({ account }) => account) };
}
