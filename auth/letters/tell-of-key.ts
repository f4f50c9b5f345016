import type { Tx } from '#prisma/client.ts';
import type { Letter, LetterOf } from './letter.ts';
import { ADMINISTRATORS, findHolders, managerOf, ownersOf } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

type AboutKey = 'keyLabel' | 'holderName' | 'accountName';
type KeyLetter = LetterOf<'key_registered' | 'key_changed' | 'pin_changed'>;
type WithoutKey<One> = One extends Letter ? Omit<One, AboutKey> : never;

/** What happened to a key; whose it is is read where the letter is written. */
export type KeyNews = WithoutKey<KeyLetter>;

/**
 * Tells of a new, stopped or removed key, and of its PIN (REG-25, PIN-10): its holder and every owner of its account,
 * and its manager where the manager did not do it. Of a staff key every administrator is told. One in stock is nobody's.
 */
export async function tellOfKey(
  tx: Tx,
  { keyId, news, at }: { keyId: string; news: KeyNews; at: Date },
): Promise<void> {
  const { label, accountId, holder, account } = await tx.key.findUniqueOrThrow({
    where: { id: keyId },
    select: {
      label: true,
      accountId: true,
      holder: { select: { id: true, name: true } },
      account: { select: { name: true } },
    },
  });
  if (holder === null) return;
  const others = accountId === null ? [ADMINISTRATORS] : [ownersOf(accountId)];
  if (accountId !== null && mustManagerAct(news)) others.push(managerOf(accountId));
  const to = await findHolders(tx, { OR: [{ id: holder.id }, ...others] });
  const about = {
    keyLabel: toName(label),
    holderName: toName(holder.name),
    accountName: account === null ? null : toName(account.name),
  };
  await writeLetter(tx, { letter: { ...news, ...about }, to, at });
}

/** A key that stopped without them waits for their decision (REG-11). */
function mustManagerAct(news: KeyNews): boolean {
  return news.kind === 'key_changed' && news.change === 'suspended' && news.cause !== 'staff';
}
