import type { Tx } from '#prisma/client.ts';
import { HELD, NOT_HELD } from './outbox-entry.ts';

/**
 * A manager lets an entry go its way again: they vouch for one that is held, or have seen to what kept it.
 * @returns false when it waits for nobody
 */
export async function releaseEntry(
  tx: Tx,
  which: { requestId: string } | { claimId: string },
  at: Date,
): Promise<boolean> {
  const again = {
    state: 'waiting',
    releasedAt: at,
    dueAt: at,
    attempts: 0,
    fault: null,
    faultDetail: null,
    toldAt: null, // of what is over now; of what comes they hear anew
  };
  const vouched = await tx.outboxEntry.updateMany({
    where: { ...which, state: { in: ['stuck', 'waiting'] }, ...HELD },
    data: { ...again, vouchedAt: at },
  });
  if (vouched.count > 0) return true;
  // Whoever has seen to a fault has not vouched for the key: what becomes of it later holds the entry all the same.
  const where = { ...which, state: 'stuck', ...NOT_HELD };
  const { count } = await tx.outboxEntry.updateMany({ where, data: again });
  return count > 0;
}
