import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';

type Actor = Pick<CustomerActor, 'accountId' | 'classes'>;

/** A document as other pages list it; its own page is `/documents/:id`. */
export type DocumentLink = {
  id: string;
  title: string;
  number: string | null;
  issuedOn: string;
  sizeBytes: number | null;
};

const COLUMNS = { id: true, title: true, number: true, issuedOn: true, sizeBytes: true } as const;

/** Documents of an order or of one of its shipments, the newest first: those that the session's classes open. */
export async function findDocumentsOfOrder(
  db: Db,
  { actor, orderId, shipmentIds }: { actor: Actor; orderId: string; shipmentIds: readonly string[] },
): Promise<DocumentLink[]> {
  const rows = await db.document.findMany({
    where: {
      ...ownRows(actor),
      dataClass: { in: [...actor.classes] },
      OR: [{ orderId }, { shipmentId: { in: [...shipmentIds] } }],
    },
    select: COLUMNS,
  });
  return rows.toSorted(byNewest);
}

/** Documents issued since a day, the newest first: those that the session's classes open. */
export async function findNewDocuments(
  db: Db,
  { actor, sinceOn, limit }: { actor: Actor; sinceOn: string; limit: number },
): Promise<DocumentLink[]> {
  return db.document.findMany({
    where: { ...ownRows(actor), dataClass: { in: [...actor.classes] }, issuedOn: { gte: sinceOn } },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    take: limit,
    select: COLUMNS,
  });
}

function byNewest(one: DocumentLink, other: DocumentLink): number {
  if (one.issuedOn !== other.issuedOn) return one.issuedOn < other.issuedOn ? 1 : -1;
  return one.title < other.title ? -1 : 1;
}
