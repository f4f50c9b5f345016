import type { Tx } from '#prisma/client.ts';
import { findHolders } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

export type TellOfDeputy = {
  kind: 'deputy_named' | 'deputy_ended';
  managerId: string;
  deputyId: string;
  /** Who named or ended them: one of the two, or an administrator. */
  byId: string;
  fromOn: string;
  toOn: string;
  at: Date;
};

/**
 * Tells a manager and their deputy of each other's days: whoever sits at a manager's screen could name themselves, and a
 * deputy must know from when on customers turn to them.
 */
export async function tellOfDeputy(
  tx: Tx,
  { kind, managerId, deputyId, byId, fromOn, toOn, at }: TellOfDeputy,
): Promise<void> {
  const to = await findHolders(tx, { id: { in: [managerId, deputyId] } });
  if (to.length === 0) return;
  const people = await tx.holder.findMany({
    where: { id: { in: [managerId, deputyId, byId] } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string) => toName(people.find((person) => person.id === id)?.name ?? '');
  const names = { managerName: nameOf(managerId), deputyName: nameOf(deputyId), byName: nameOf(byId) };
  await writeLetter(tx, { letter: { kind, ...names, fromOn, toOn }, to, at });
}
