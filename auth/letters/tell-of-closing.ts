import type { Tx } from '#prisma/client.ts';
import { findHolders, findKnownContacts, managerOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

/**
 * Tells everybody known of a company, and its manager, that its work in the portal is over (REC-08): whoever did not ask
 * for it hears of it although nobody of the company can sign in any more.
 */
export async function tellOfClosing(
  tx: Tx,
  { accountId, revokedKeys, at }: { accountId: string; revokedKeys: number; at: Date },
): Promise<void> {
  const { name } = await tx.customerAccount.findUniqueOrThrow({
    where: { id: accountId },
    select: { name: true },
  });
  const to = [
    ...(await findKnownContacts(tx, { accountId, at })),
    ...(await findHolders(tx, managerOf(accountId))),
  ];
  await writeLetter(tx, {
    letter: { kind: 'account_closed', accountName: toName(name), revokedKeys },
    to,
    at,
  });
}
