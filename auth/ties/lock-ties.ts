import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';

/** Reads "brelokrm" in ASCII. */
const READ_MODEL_LOCK = 0x6272656c6f6b726dn;

/**
 * Before anything else in a transaction that writes a tie, or what follows from ties: the rows of the sources. Without
 * it, on PostgreSQL, an import could read an account, a person end its tie, and the import then store rows for the
 * account of before. Never after an audit event, whose own lock comes last everywhere.
 */
export function lockTies(tx: Tx): Promise<void> {
  return lockUntilTransactionEnds(tx, READ_MODEL_LOCK);
}
