import type { Db } from '#prisma/client.ts';
import { isKeyStatus } from '../keys/key.ts';
import type { KeyStatus } from '../keys/key.ts';
import { isStaffRole } from '../permissions/roles.ts';
import type { StaffRole } from '../permissions/roles.ts';

export type StaffPerson = {
  id: string;
  name: string;
  email: string | null;
  /** Null: a role that this version does not know; such a person can do nothing. */
  role: StaffRole | null;
  hasLeft: boolean;
};

export type ListedStaff = StaffPerson & { activeKeys: number };

/** A seller with more staff than this needs another page than a list. */
const MOST = 500;

const PERSON = { id: true, name: true, email: true, staffRole: true, status: true } as const;

/** Everybody of the seller, those who are here first, by name. */
export async function findStaff(db: Db): Promise<ListedStaff[]> {
  const people = await db.holder.findMany({
    where: { kind: 'staff' },
    orderBy: [{ status: 'asc' }, { name: 'asc' }],
    take: MOST,
    select: { ...PERSON, keys: { where: { status: 'active' }, select: { id: true } } },
  });
  return people.map(({ keys, ...row }) => ({ ...toPerson(row), activeKeys: keys.length }));
}

/** Who can look after customers, by name. */
export async function findManagers(db: Db): Promise<{ id: string; name: string }[]> {
  return db.holder.findMany({
    where: { kind: 'staff', staffRole: 'account-manager', status: 'active' },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST,
    select: { id: true, name: true },
  });
}

export type StaffKey = {
  id: string;
  label: string;
  status: KeyStatus;
  modelName: string | null;
  isAttested: boolean;
  issuedAt: Date | null;
  lastUsedAt: Date | null;
  /** Until when its one-time link can be used; null when it has none. */
  linkExpiresAt: Date | null;
  /** Not before, unless another administrator confirms it; null: it is open. */
  linkOpensAt: Date | null;
  /** Who made it; null: it was made on the server, or there is none. */
  linkMadeById: string | null;
};

export type StaffMember = StaffPerson & { keys: StaffKey[]; accountCount: number };

/** Somebody of the seller with their keys; null for anybody else. */
export async function findStaffMember(
  db: Db,
  { holderId, now }: { holderId: string; now: Date },
): Promise<StaffMember | null> {
  const person = await db.holder.findFirst({
    where: { id: holderId, kind: 'staff' },
    select: {
      ...PERSON,
      keys: {
        orderBy: { id: 'desc' },
        select: {
          id: true,
          label: true,
          status: true,
          modelName: true,
          attestation: true,
          issuedAt: true,
          lastUsedAt: true,
          invitations: {
            where: { status: 'open', expiresAt: { gt: now } },
            orderBy: { expiresAt: 'desc' },
            take: 1,
            select: { opensAt: true, expiresAt: true, createdById: true },
          },
        },
      },
    },
  });
  if (person === null) return null;
  const accountCount = await db.customerAccount.count({
    where: { accountManagerId: holderId, status: 'active' },
  });
  const keys = person.keys.map(({ status, attestation, invitations, ...key }) => ({
    ...key,
    // An unknown status counts as the one that opens nothing.
    status: isKeyStatus(status) ? status : ('revoked' as const),
    isAttested: attestation === 'attested',
    linkExpiresAt: invitations[0]?.expiresAt ?? null,
    linkOpensAt: opensLater(invitations[0], now),
    linkMadeById: invitations[0]?.createdById ?? null,
  }));
  return { ...toPerson(person), keys, accountCount };
}

/** A day that is over stops nobody, and needs nobody's word. */
function opensLater(link: { opensAt: Date | null } | undefined, now: Date): Date | null {
  const opensAt = link?.opensAt ?? null;
  return opensAt !== null && opensAt > now ? opensAt : null;
}

type PersonRow = { id: string; name: string; email: string | null; staffRole: string | null; status: string };

function toPerson({ id, name, email, staffRole, status }: PersonRow): StaffPerson {
  const role = staffRole !== null && isStaffRole(staffRole) ? staffRole : null;
  return { id, name, email, role, hasLeft: status !== 'active' };
}
