import { isUniqueViolation } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { hashToken } from '../tokens/opaque-token.ts';

/** Beside the tries of each key: whom wrong PINs are counted for (PIN-06). */
export type PinLimit = { kind: 'pin-account' | 'pin-address'; of: string };

export type PinLimits = {
  /** Takes one try, before the PIN is looked at. @returns false when none is left; then nothing was taken */
  count: (limit: PinLimit) => Promise<boolean>;
  /** The PIN was right: only wrong ones count. */
  giveBack: (limit: PinLimit) => Promise<void>;
};

/** NIST SP 800-63B-4, 3.2.2: no more than a hundred for an account. Behind one address there may be a whole office. */
export const MOST_WRONG_PINS: Readonly<Record<PinLimit['kind'], { most: number; windowMs: number }>> = {
  'pin-account': { most: 100, windowMs: 24 * 3_600_000 },
  'pin-address': { most: 60, windowMs: 3_600_000 },
};

/** Counts in the database, so that neither a restart nor a second process forgets. */
export function createPinLimits(db: Db, now: () => Date): PinLimits {
  return {
    count: (limit) => countInWindow(db, limit, now()),
    giveBack: async (limit) => {
      await db.limitUse.updateMany({
        where: { name: nameOf(limit), used: { gt: 0 } },
        data: { used: { decrement: 1 } },
      });
    },
  };
}

/** Each write is conditional, so that parallel tries can't get past the limit; who comes second to a new window goes on in it. */
async function countInWindow(db: Db, limit: PinLimit, now: Date): Promise<boolean> {
  const name = nameOf(limit);
  const { most, windowMs } = MOST_WRONG_PINS[limit.kind];
  const fresh = { used: 1, windowEndsAt: new Date(now.getTime() + windowMs) };
  const goOn = async () => {
    const { count } = await db.limitUse.updateMany({
      where: { name, windowEndsAt: { gt: now }, used: { lt: most } },
      data: { used: { increment: 1 } },
    });
    return count === 1;
  };
  const renew = async () => {
    const { count } = await db.limitUse.updateMany({
      where: { name, windowEndsAt: { lte: now } },
      data: fresh,
    });
    return count === 1;
  };
  return (await goOn()) || (await renew()) || (await addFirst(db, { name, ...fresh })) || goOn();
}

async function addFirst(db: Db, row: { name: string; used: number; windowEndsAt: Date }): Promise<boolean> {
  try {
    await db.limitUse.create({ data: row, select: { name: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Addresses are not stored as such. */
function nameOf({ kind, of }: PinLimit): string {
  return `${kind}:${hashToken(of)}`;
}
