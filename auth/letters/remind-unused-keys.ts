import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import { findUnusedKeys } from '../keys/find-unused-keys.ts';
import type { UnusedKey } from '../keys/find-unused-keys.ts';
import { findHolders } from './recipients.ts';
import { toName } from './to-name.ts';
import { writeLetter } from './write-letter.ts';

type Services = Pick<AuthServices, 'db' | 'audit' | 'policy' | 'now'>;

const BATCH = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Writes one letter, once in its life, about each key that was issued some days ago and that nobody has signed in with:
 * to its holder, who may not have got it. A holder without an address is not counted as reminded.
 */
export async function remindUnusedKeys(services: Services): Promise<{ reminded: number }> {
  const { db, policy, now } = services;
  const at = now();
  const { unusedKeyDays: days } = await policy();
  const issuedBefore = new Date(at.getTime() - days * DAY_MS);
  let reminded = 0;
  for (let after: string | null = null; ;) {
    const keys: UnusedKey[] = await findUnusedKeys(db, { accounts: {}, issuedBefore, after, take: BATCH });
    for (const key of keys.filter(({ reminderSentAt }) => reminderSentAt === null)) {
      if (await db.$transaction((tx) => remind(tx, services, { key, days, at }))) reminded += 1;
    }
    after = keys.at(-1)?.keyId ?? null;
    if (after === null || keys.length < BATCH) return { reminded };
  }
}

/** One conditional write decides who writes it; a key that was used meanwhile needs none. */
async function remind(
  tx: Tx,
  { audit }: Services,
  { key, days, at }: { key: UnusedKey; days: number; at: Date },
): Promise<boolean> {
  const { keyId, holder, account, status } = key;
  const to = await findHolders(tx, { id: holder.id, status: 'active' });
  if (to.length === 0) return false;
  const { count } = await tx.key.updateMany({
    where: { id: keyId, status, lastUsedAt: null, reminderSentAt: null },
    data: { reminderSentAt: at },
  });
  if (count === 0) return false;
  const letter = {
    kind: 'key_unused',
    keyLabel: toName(key.label),
    holderName: toName(holder.name),
    accountName: toName(account.name),
    days,
    isRegistered: status === 'active',
  } as const;
  await writeLetter(tx, { letter, to, at });
  const about = { actorId: SYSTEM_ACTOR, keyId, holderId: holder.id, accountId: account.id, at };
  await audit.record(tx, { type: 'key_reminder_written', result: 'ok', ...about });
  return true;
}
