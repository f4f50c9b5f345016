import type { Audit } from '#auth/audit/audit.ts';
import type { Db } from '#prisma/client.ts';
import { markClaimTaken } from './deliver-claims.server.ts';

const AT_ONCE = 200;

/**
 * Claims that were handed over as a file are in the ERP when a return of goods comes back that names one: as its number,
 * or in its reason. Those that were looked for longest ago come first, so that many which never come back keep nobody
 * else waiting.
 * @param atOnce how many are looked for
 * @returns how many came back
 */
export async function confirmHandedClaims(
  { db, audit, now }: { db: Db; audit: Audit; now: () => Date },
  atOnce = AT_ONCE,
): Promise<number> {
  const handed = await db.outboxEntry.findMany({
    where: { state: 'handed', claimId: { not: null } },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: atOnce,
    select: {
      id: true,
      key: true,
      sourceId: true,
      claim: { select: { id: true, accountId: true, orderId: true } },
    },
  });
  let confirmed = 0;
  const missed: string[] = [];
  for (const { id: entryId, key, sourceId, claim } of handed) {
    if (claim === null) continue;
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
    const about = { claim: { entryId, claimId, accountId }, at: now() };
    if (order === null) missed.push(entryId);
    else if (await db.$transaction((tx) => markClaimTaken(tx, audit, { ...about, order }))) confirmed += 1;
  }
  const dueAt = now();
  await db.outboxEntry.updateMany({ where: { id: { in: missed }, state: 'handed' }, data: { dueAt } });
  return confirmed;
}
