import type { Audit } from '#auth/audit/audit.ts';
import type { Db } from '#prisma/client.ts';
import { confirmEntries, HANDED_AT_ONCE, LONGEST_AGO_FIRST } from '../requests/confirm-entries.server.ts';
import { markClaimTaken } from './deliver-claims.server.ts';

/**
 * Claims that were handed over as a file are in the ERP when a return of goods comes back that names one: as its number,
 * or in its reason.
 * @returns how many came back
 */
export async function confirmHandedClaims(deps: { db: Db; audit: Audit; now: () => Date }): Promise<number> {
  const { db, audit, now } = deps;
  const handed = await db.outboxEntry.findMany({
    where: { state: 'handed', claimId: { not: null } },
    orderBy: [...LONGEST_AGO_FIRST],
    take: HANDED_AT_ONCE,
    select: {
      id: true,
      key: true,
      sourceId: true,
      claim: { select: { id: true, accountId: true, orderId: true } },
    },
  });
  return confirmEntries(deps, handed, async ({ id: entryId, key, sourceId, claim }) => {
    if (claim === null) return false;
    const { id: claimId, accountId, orderId } = claim;
    const order = await db.goodsReturn.findFirst({
      where: {
        accountId,
        sourceId,
        orderId,
        deletedAt: null,
        quarantinedAt: null,
        OR: [{ number: key }, { externalId: key }, { reason: { contains: key } }],
      },
      select: { externalId: true, number: true },
    });
    if (order === null) return null;
    const about = { claim: { entryId, claimId, accountId }, order, at: now() };
    return db.$transaction((tx) => markClaimTaken(tx, audit, about));
  });
}
