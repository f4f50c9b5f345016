import type { Audit } from '#auth/audit/audit.ts';
import type { Db } from '#prisma/client.ts';
import { confirmEntries, HANDED_AT_ONCE, LONGEST_AGO_FIRST } from './confirm-entries.server.ts';
import { markTaken } from './deliver-requests.server.ts';

/**
 * Requests that were handed over as a file are in the ERP when an order comes back that bears their number: as the
 * customer's own number of it, or as its id.
 * @param atOnce how many are looked for
 * @returns how many came back
 */
export async function confirmHanded(
  deps: { db: Db; audit: Audit; now: () => Date },
  atOnce = HANDED_AT_ONCE,
): Promise<number> {
  const { db, audit, now } = deps;
  const handed = await db.outboxEntry.findMany({
    where: { state: 'handed', requestId: { not: null } },
    orderBy: [...LONGEST_AGO_FIRST],
    take: atOnce,
    select: {
      id: true,
      key: true,
      sourceId: true,
      request: { select: { id: true, accountId: true } },
    },
  });
  return confirmEntries(deps, handed, async ({ id: entryId, key, sourceId, request }) => {
    if (request === null) return false;
    const { id: requestId, accountId } = request;
    const order = await db.order.findFirst({
      where: {
        accountId,
        sourceId,
        deletedAt: null,
        quarantinedAt: null,
        OR: [{ customerReference: key }, { externalId: key }],
      },
      select: { externalId: true, number: true },
    });
    if (order === null) return null;
    const entry = { entryId, requestId, accountId };
    return db.$transaction((tx) => markTaken(tx, audit, { entry, order, at: now() }));
  });
}
