import type { Tx } from '#prisma/client.ts';
import { findDeputyIdsOf } from '../deputies/find-deputies.ts';
import type { LetterOf } from './letter.ts';
import { ADMINISTRATORS, findHolders, managerOf } from './recipients.ts';
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
  const deputyIds = await findDeputyIdsOf(tx, { accountId, now: at });
  const managers = await findHolders(tx, { OR: [managerOf(accountId), { id: { in: deputyIds } }] });
  const to = managers.length > 0 ? managers : await findHolders(tx, ADMINISTRATORS);
  const letter = {
    kind: 'request_late',
    accountName: toName(name),
    number,
    why,
    sentAt: sentAt.toISOString(),
  } as const;
  return writeLetter(tx, { letter, to, at });
}
