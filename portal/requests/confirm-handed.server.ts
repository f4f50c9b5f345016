import type { Audit } from '#auth/audit/audit.ts';
import type { Db } from '#prisma/client.ts';
import { markTaken } from './deliver-requests.server.ts';

const AT_ONCE = 200;

/**
 * Requests that were handed over as a file are in the ERP when an order comes back that bears their number: as the
 * customer's own number of it, or as its id. Those that were looked for longest ago come first, so that many which
 * never come back keep nobody else waiting.
 * @param atOnce how many are looked for
 * @returns how many came back
 */
export async function confirmHanded(
  { db, audit, now }: { db: Db; audit: Audit; now: () => Date },
  atOnce = AT_ONCE,
): Promise<number> {
  const handed = await db.outboxEntry.findMany({
    where: { state: 'handed', requestId: { not: null } },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: atOnce,
    select: {
      id: true,
      key: true,
      sourceId: true,
      request: { select: { id: true, accountId: true } },
    },
  });
  let confirmed = 0;
  const missed: string[] = [];
  for (const { id, key, sourceId, request } of handed) {
    if (request === null) continue;
    const { accountId } = request;
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
    if (order === null) {
      missed.push(id);
      continue;
    }
    const entry = { entryId: id, requestId: request.id, accountId };
    const isNew = await db.$transaction((tx) => markTaken(tx, audit, { entry, order, at: now() }));
    if (isNew) confirmed += 1;
  }
  const dueAt = now();
  await db.outboxEntry.updateMany({ where: { id: { in: missed }, state: 'handed' }, data: { dueAt } });
  return confirmed;
}
