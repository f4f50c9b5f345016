import type { Db } from '#prisma/client.ts';

export type ListedTracking = {
  sourceId: string;
  name: string;
  kind: string;
  carriers: string[];
  networks: string[];
  address: string | null;
  stoppedBy: string | null;
  reachedAt: Date | null;
  lastEventAt: Date | null;
  fault: string | null;
  faultDetail: string | null;
  faultAt: Date | null;
  formerUntil: Date | null;
  /** Parcels that are asked for now. */
  asked: number;
  /** Events that belong to no shipment for sure, by why. */
  held: { reason: string; count: number }[];
};

/** The sources that are open. */
export async function findTrackingSources(db: Db): Promise<ListedTracking[]> {
  const rows = await db.trackingSource.findMany({
    where: { closedAt: null },
    orderBy: { source: { name: 'asc' } },
    include: { source: { select: { name: true, kind: true } } },
    omit: { credentialsSealed: true, formerSealed: true, hintHash: true },
  });
  const listed: ListedTracking[] = [];
  for (const { source, carriers, networks, ...row } of rows) {
    const { sourceId } = row;
    const held = await db.heldTrackingEvent.groupBy({ by: ['reason'], where: { sourceId }, _count: true });
    listed.push({
      ...row,
      ...source,
      carriers: carriers.split('\n'),
      networks: networks === '' ? [] : networks.split('\n'),
      asked: await db.trackedShipment.count({ where: { sourceId, dueAt: { not: null } } }),
      held: held.map(({ reason, _count: count }) => ({ reason, count })),
    });
  }
  return listed;
}
