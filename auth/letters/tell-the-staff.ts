/** What goes around the second pair of eyes is told by another way than the portal's pages, too (ADM-02 amended). */
import type { Tx } from '#prisma/client.ts';
import { isStaffRole } from '../permissions/roles.ts';
import type { StaffProposalKind } from '../proposals/staff-proposal.ts';
import { ADMINISTRATORS, STAFF, findHolders } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

/** Tells all of the staff of a change that nobody else can confirm, before it happens. */
export async function tellOfLoneChange(
  tx: Tx,
  about: { change: StaffProposalKind; proposedById: string; effectiveAt: Date; at: Date },
): Promise<void> {
  const { change, proposedById, effectiveAt, at } = about;
  const letter = {
    kind: 'lone_change',
    change,
    proposedByName: (await nameOf(tx, proposedById)) ?? '',
    effectiveAt: effectiveAt.toISOString(),
  } as const;
  await writeLetter(tx, { letter, to: await findHolders(tx, STAFF), at });
}

/**
 * Tells of a link for a key of the staff: the administrators and whoever's key it would be; of an administrator's all of
 * the staff. Whoever has a key already and asked for no other one learns of it in time.
 */
export async function tellOfStaffLink(
  tx: Tx,
  about: { holderId: string; madeById: string | null; opensAt: Date; at: Date },
): Promise<void> {
  const { holderId, madeById, opensAt, at } = about;
  const { name, staffRole } = await tx.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: { name: true, staffRole: true },
  });
  const concerned = staffRole === 'administrator' ? STAFF : { OR: [ADMINISTRATORS, { id: holderId }] };
  const letter = {
    kind: 'staff_link_made',
    holderName: toName(name),
    role: staffRole !== null && isStaffRole(staffRole) ? staffRole : null,
    madeByName: madeById === null ? null : await nameOf(tx, madeById),
    opensAt: opensAt.toISOString(),
  } as const;
  await writeLetter(tx, { letter, to: await findHolders(tx, concerned), at });
}

async function nameOf(tx: Tx, id: string): Promise<string | null> {
  const person = await tx.holder.findUnique({ where: { id }, select: { name: true } });
  return person === null ? null : toName(person.name);
}
