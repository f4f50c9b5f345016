import type { Tx } from '#prisma/client.ts';
import type { LetterOf } from './letter.ts';
import { findManagersOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

/**
 * Tells the manager of a customer, and whoever stands in for them today, that what the customer asked for has not got into
 * the ERP; the administrators, where none of these can be written to.
 * @returns to how many addresses it goes
 */
export async function tellOfLateRequest(
  tx: Tx,
  about: { accountId: string; number: string; why: LetterOf<'request_late'>['why']; sentAt: Date; at: Date },
): Promise<number> {
  const { accountId, number, why, sentAt, at } = about;
  const { name } = await tx.customerAccount.findUniqueOrThrow({
    where: { id: accountId },
    select: { name: true },
  });
  const to = await findManagersOf(tx, { accountId, at });
  const letter = {
    kind: 'request_late',
    accountName: toName(name),
    number,
    why,
    sentAt: sentAt.toISOString(),
  } as const;
  return writeLetter(tx, { letter, to, at });
}
