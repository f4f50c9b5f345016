import type { Tx } from '#prisma/client.ts';
import { maskAddress } from '../holders/notification-address.ts';
import { findHolders, ownersOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

export type AddressChange = { holderId: string; from: string | null; to: string; at: Date };

/**
 * Tells of a changed notification address: the old one, so that nobody takes it away unseen, the new one, and the owners
 * of the companies for which the person works.
 */
export async function tellOfAddress(tx: Tx, { holderId, from, to, at }: AddressChange): Promise<void> {
  const { name, language, memberships } = await tx.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: {
      name: true,
      language: true,
      memberships: { where: { status: 'active' }, select: { accountId: true } },
    },
  });
  const owners =
    memberships.length === 0
      ? []
      : await findHolders(tx, { OR: memberships.map(({ accountId }) => ownersOf(accountId)) });
  const own = [from, to].flatMap((address) => (address === null ? [] : [{ holderId, address, language }]));
  const letter = {
    kind: 'address_changed',
    holderName: toName(name),
    oldAddress: from === null ? null : toName(maskAddress(from)),
    newAddress: toName(maskAddress(to)),
  } as const;
  await writeLetter(tx, { letter, to: [...own, ...owners], at });
}
