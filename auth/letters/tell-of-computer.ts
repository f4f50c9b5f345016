import type { Tx } from '#prisma/client.ts';
import type { LetterOf } from './letter.ts';
import { findHolders, ownersOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

export type ComputerNews = {
  agentId: string;
  /** The key that answers there from now on; null where it is about all of them. */
  keyId: string | null;
  /** Whose computer it was; whoever set it up where nobody else is named. */
  holderId?: string;
  change: LetterOf<'computer_changed'>['change'];
  at: Date;
};

/**
 * Tells that an old key answers on another computer, or that a computer was taken away (REC-05): whoever set the computer up,
 * whoever has a key that answers there, and the owners of the company.
 */
export async function tellOfComputer(
  tx: Tx,
  { agentId, keyId, holderId, change, at }: ComputerNews,
): Promise<void> {
  const { name, accountId, account, holder, dongles } = await tx.agent.findUniqueOrThrow({
    where: { id: agentId },
    select: {
      name: true,
      accountId: true,
      account: { select: { name: true } },
      holder: { select: { id: true, name: true } },
      dongles: {
        where: { removedAt: null },
        select: {
          keyId: true,
          dongle: {
            select: { key: { select: { label: true, holder: { select: { id: true, name: true } } } } },
          },
        },
      },
    },
  });
  const key = dongles.find((one) => one.keyId === keyId)?.dongle.key;
  const holders = dongles.flatMap(({ dongle }) => dongle.key.holder?.id ?? []);
  const own = [...holders, holder.id, ...(holderId === undefined ? [] : [holderId])];
  const to = await findHolders(tx, { OR: [{ id: { in: own } }, ownersOf(accountId)] });
  const letter = {
    kind: 'computer_changed',
    change,
    computerName: toName(name),
    keyLabel: key === undefined ? null : toName(key.label),
    holderName: toName(key?.holder?.name ?? holder.name),
    accountName: toName(account.name),
  } as const;
  await writeLetter(tx, { letter, to, at });
}
