/** Requests of a base that fetches them itself: what a run of the exchange was given is what its `success` is about. */
import type { Audit } from '#auth/audit/audit.ts';
import type { OutgoingOrder } from '#portal/connectors/order-outlets.server.ts';
import type { Db } from '#prisma/client.ts';
import { markTaken } from './deliver-requests.server.ts';
import { NOT_HELD, STUCK } from './outbox-entry.ts';
import { findOutgoing } from './outgoing-order.server.ts';

const AT_ONCE = 500;

type Run = { exchangeId: string; accessId: string; at: Date };

/**
 * What waits for the base, and from now on belongs to this run. Asked again, a run gets what waits then; another run
 * gets what no run has acknowledged. Nothing leaves while the source's way for orders is closed.
 */
export async function takeSnapshot(db: Db, { exchangeId, accessId, at }: Run): Promise<OutgoingOrder[]> {
  return db.$transaction(async (tx) => {
    await tx.outboxEntry.updateMany({
      where: { exchangeId, state: 'waiting' },
      data: { exchangeId: null },
    });
    const { sourceId } = await tx.exchangeAccess.findUniqueOrThrow({
      where: { id: accessId },
      select: { sourceId: true },
    });
    const outlet = await tx.orderOutlet.findFirst({
      where: { sourceId, kind: 'commerceml', closedAt: null },
      select: { sourceId: true },
    });
    if (outlet === null) return [];
    const waiting = await tx.outboxEntry.findMany({
      where: { sourceId, state: 'waiting', requestId: { not: null }, ...NOT_HELD },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: AT_ONCE,
      select: { id: true },
    });
    const found = await findOutgoing(
      tx,
      waiting.map(({ id }) => id),
    );
    const orders: OutgoingOrder[] = [];
    for (const [id, outgoing] of found) {
      if (typeof outgoing === 'string') {
        await tx.outboxEntry.update({
          where: { id },
          data: { ...STUCK, fault: outgoing },
          select: { id: true },
        });
        continue;
      }
      await tx.outboxEntry.update({
        where: { id },
        data: { exchangeId, triedAt: at, attempts: { increment: 1 } },
        select: { id: true },
      });
      orders.push(outgoing.order);
    }
    return orders;
  });
}

/** The base has what this run was given, and nothing else. @returns how many that were */
export async function acknowledgeSnapshot(
  { db, audit }: { db: Db; audit: Audit },
  { exchangeId, at }: Pick<Run, 'exchangeId' | 'at'>,
): Promise<number> {
  return db.$transaction(async (tx) => {
    const given = await tx.outboxEntry.findMany({
      where: { exchangeId, state: { not: 'taken' } },
      select: { id: true, key: true, request: { select: { id: true, accountId: true } } },
    });
    for (const { id, key, request } of given) {
      if (request === null) continue;
      const entry = { entryId: id, requestId: request.id, accountId: request.accountId };
      // 1C sends the order back under the id that we gave it.
      await markTaken(tx, audit, { entry, order: { externalId: key, number: null }, at });
    }
    return given.length;
  });
}
