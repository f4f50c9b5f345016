import type { Tx } from '#prisma/client.ts';
import type { LetterOf } from './letter.ts';
import { findHolders, findManagersOf, ownersOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

type AboutClaim = { accountId: string; number: string; at: Date };

/**
 * Tells the manager of a customer of a claim that waits for them: a new one, or one that does not get into the ERP. The
 * administrators, where the customer has no manager who can be written to.
 * @returns to how many addresses it goes
 */
export async function tellOfClaim(
  tx: Tx,
  about: AboutClaim & { why: LetterOf<'claim_waiting'>['why']; sentAt: Date },
): Promise<number> {
  const { accountId, number, why, sentAt, at } = about;
  const accountName = await nameOf(tx, accountId);
  const letter = { kind: 'claim_waiting', accountName, number, why, sentAt: sentAt.toISOString() } as const;
  return writeLetter(tx, { letter, to: await findManagersOf(tx, { accountId, at }), at });
}

/**
 * Tells whoever sent a claim what became of it, while they are of the company; its owners where they can't be written to.
 */
export async function tellOfClaimDecision(
  tx: Tx,
  about: AboutClaim & { sentById: string; decision: LetterOf<'claim_decided'>['decision'] },
): Promise<void> {
  const { accountId, sentById, number, decision, at } = about;
  const accountName = await nameOf(tx, accountId);
  const sender = await findHolders(tx, {
    id: sentById,
    status: 'active',
    memberships: { some: { accountId, status: 'active' } },
  });
  const to = sender.length > 0 ? sender : await findHolders(tx, ownersOf(accountId));
  await writeLetter(tx, { letter: { kind: 'claim_decided', accountName, number, decision }, to, at });
}

async function nameOf(tx: Tx, accountId: string): Promise<string> {
  const { name } = await tx.customerAccount.findUniqueOrThrow({
    where: { id: accountId },
    select: { name: true },
  });
  return toName(name);
}
