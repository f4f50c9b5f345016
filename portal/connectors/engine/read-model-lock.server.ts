import { lockTies } from '#auth/ties/lock-ties.ts';
import type { Tx } from '#prisma/client.ts';

/** First statement of every transaction that writes the read model or a tie: both are one thing to whoever reads them. */
export function lockReadModel(tx: Tx): Promise<void> {
  return lockTies(tx);
}
