import type { Tx } from '#prisma/client.ts';
import { isNotificationAddress } from '../holders/notification-address.ts';
import type { Letter } from './letter.ts';
import type { Recipient } from './recipients.ts';

/**
 * Puts a letter into the post, in the transaction of the change that it tells of: either both happen or neither. It is
 * addressed now, so that whoever changes an address afterwards changes nothing about it. Each address gets it once,
 * whatever roles its owner has. Call it before the audit event, which holds a lock until the transaction ends.
 * @returns to how many addresses it goes
 */
export async function writeLetter(
  tx: Tx,
  { letter, to, at }: { letter: Letter; to: readonly Recipient[]; at: Date },
): Promise<number> {
  const byAddress = new Map<string, Recipient>();
  for (const recipient of to) {
    const address = recipient.address.trim();
    const box = address.toLowerCase();
    if (isNotificationAddress(address)) byAddress.set(box, { ...recipient, address });
  }
  if (byAddress.size === 0) return 0;
  const { kind, ...params } = letter;
  const paramsJson = JSON.stringify(params);
  await tx.letter.createMany({
    data: [...byAddress.values()].map((recipient) => ({
      ...recipient,
      kind,
      paramsJson,
      createdAt: at,
      nextTryAt: at,
    })),
  });
  return byAddress.size;
}
