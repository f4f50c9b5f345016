import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';

/** Reads "brelokrm" in ASCII. */
const READ_MODEL_LOCK = 0x6272656c6f6b726dn;

/**
 * First statement of every transaction that writes the read model or a tie. Without it, on PostgreSQL, an import
 * could read an account, a person end its tie, and the import then store rows for the account of before.
 */
export function lockReadModel(tx: Tx): Promise<void> {
  return lockUntilTransactionEnds(tx, READ_MODEL_LOCK);
}
