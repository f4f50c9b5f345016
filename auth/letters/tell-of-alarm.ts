import type { Tx } from '#prisma/client.ts';
import { ADMINISTRATORS, findHolders } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

export type TellOfAlarm = { kind: string; keyId: string | null; accountId: string | null; at: Date };

/** Tells every administrator of an alarm, wherever they are (ADM-08). */
export async function tellOfAlarm(tx: Tx, { kind, keyId, accountId, at }: TellOfAlarm): Promise<void> {
  const to = await findHolders(tx, ADMINISTRATORS);
  if (to.length === 0) return;
  const key =
    keyId === null
      ? null
      : await tx.key.findUnique({
          where: { id: keyId },
          select: { label: true, holder: { select: { name: true } } },
        });
  const account =
    accountId === null
      ? null
      : await tx.customerAccount.findUnique({ where: { id: accountId }, select: { name: true } });
  const letter = {
    kind: 'alarm_raised',
    alarm: kind,
    keyLabel: nameOrNull(key?.label),
    holderName: nameOrNull(key?.holder?.name),
    accountName: nameOrNull(account?.name),
  } as const;
  await writeLetter(tx, { letter, to, at });
}

function nameOrNull(name: string | undefined): string | null {
  return name === undefined ? null : toName(name);
}
