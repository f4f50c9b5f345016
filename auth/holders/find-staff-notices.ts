import type { Db } from '#prisma/client.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { isStaffRole } from '../permissions/roles.ts';
import type { StaffRole } from '../permissions/roles.ts';
import { countAdministrators } from './administrators.ts';

/** A link for a key of the staff that nobody else has confirmed. */
export type UnconfirmedLink = {
  holderId: string;
  name: string;
  /** Null: a role that this version does not know. */
  role: StaffRole | null;
  /** Null: it is open by now. */
  opensAt: Date | null;
  expiresAt: Date;
};

/** What all of the staff are shown on each of their pages (ADM-02 amended). */
export type StaffNotice =
  /** A lone administrator's change, until it takes effect or is stopped. */
  | { about: 'change_by_itself'; proposalId: string; askedBy: string; effectiveAt: Date }
  /** Links that nobody else has confirmed, until they are used, withdrawn or over; those of administrators first. */
  | { about: 'staff_links'; links: UnconfirmedLink[] }
  /** For administrators: nobody could stand in for the only one of them. */
  | { about: 'one_administrator' };

type Reader = { actor: StaffActor; mode: 'demo' | 'production'; now: Date };

/** What goes around the second pair of eyes now, for as long as somebody can stop it, and what makes that necessary. */
export async function findStaffNotices(db: Db, { actor, mode, now }: Reader): Promise<StaffNotice[]> {
  const notices = [...(await findChanges(db, now)), ...(await findLinks(db, now))];
  const mustHaveTwo = mode === 'production' && actor.role === 'administrator';
  if (mustHaveTwo && (await countAdministrators(db)) < 2) notices.push({ about: 'one_administrator' });
  return notices;
}

async function findChanges(db: Db, now: Date): Promise<StaffNotice[]> {
  const rows = await db.proposal.findMany({
    where: { approver: 'staff', status: 'open', expiresAt: { gt: now }, effectiveAt: { not: null } },
    orderBy: [{ effectiveAt: 'asc' }, { id: 'asc' }],
    select: { id: true, proposedById: true, effectiveAt: true },
  });
  if (rows.length === 0) return [];
  const people = await db.holder.findMany({
    where: { id: { in: rows.map(({ proposedById }) => proposedById) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ id: proposalId, proposedById, effectiveAt }) =>
    effectiveAt === null
      ? []
      : [{ about: 'change_by_itself', proposalId, askedBy: names.get(proposedById) ?? '', effectiveAt }],
  );
}

async function findLinks(db: Db, now: Date): Promise<StaffNotice[]> {
  const rows = await db.invitation.findMany({
    where: {
      status: 'open',
      expiresAt: { gt: now },
      opensAt: { not: null },
      key: { accountId: null, holder: { kind: 'staff', status: 'active' } },
    },
    orderBy: [{ opensAt: 'asc' }, { id: 'asc' }],
    select: {
      opensAt: true,
      expiresAt: true,
      key: { select: { holder: { select: { id: true, name: true, staffRole: true } } } },
    },
  });
  const links = rows.flatMap(({ opensAt, expiresAt, key: { holder } }) =>
    opensAt === null || holder === null
      ? []
      : [{ ...toPerson(holder), opensAt: opensAt > now ? opensAt : null, expiresAt }],
  );
  const administrators = links.filter(({ role }) => role === 'administrator');
  const others = links.filter(({ role }) => role !== 'administrator');
  return links.length === 0 ? [] : [{ about: 'staff_links', links: [...administrators, ...others] }];
}

function toPerson({ id, name, staffRole }: { id: string; name: string; staffRole: string | null }) {
  return { holderId: id, name, role: staffRole !== null && isStaffRole(staffRole) ? staffRole : null };
}
