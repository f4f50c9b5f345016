import type { Db } from '#prisma/client.ts';
import { copyKey } from './ask-for-copy.server.ts';
import type { DocumentStore } from './document.ts';

const BATCH = 200;
/** What nobody has asked for or opened in so long is fetched anew when somebody does. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * Erases copies that no longer count: of a document that has another version or another customer, that is gone or waits
 * for a person, and those that are old. The file goes before its row: a process that dies in between leaves a row whose
 * file is missing, which the next run takes away. Safe in several processes.
 * @returns how many were erased
 */
export async function sweepCopies({
  db,
  documents,
  now,
}: {
  db: Db;
  documents: DocumentStore;
  now: () => Date;
}): Promise<number> {
  let swept = 0;
  let after = { documentId: '', accountId: '', version: '' };
  for (;;) {
    const copies = await db.documentCopy.findMany({
      where: behind(after),
      orderBy: [{ documentId: 'asc' }, { accountId: 'asc' }, { version: 'asc' }],
      take: BATCH,
      select: { documentId: true, accountId: true, version: true, askedAt: true, sha256: true },
    });
    const counting = await findCounting(db, copies);
    const tooOld = new Date(now().getTime() - KEPT_MS);
    for (const { documentId: id, accountId, version, askedAt, sha256 } of copies) {
      if (counting.get(id) === `${accountId} ${version}` && askedAt >= tooOld) continue;
      if (sha256 !== null) await documents.remove({ id, sha256, copyFor: { accountId, version } });
      // One that was asked for meanwhile stays: its file is fetched anew when it is opened.
      const { count } = await db.documentCopy.deleteMany({
        where: { ...copyKey({ id, accountId, version }), askedAt },
      });
      swept += count;
    }
    const last = copies.at(-1);
    if (last === undefined || copies.length < BATCH) return swept;
    after = last;
  }
}

type CopyName = { documentId: string; accountId: string; version: string };

function behind({ documentId, accountId, version }: CopyName) {
  return {
    OR: [
      { documentId: { gt: documentId } },
      { documentId, accountId: { gt: accountId } },
      { documentId, accountId, version: { gt: version } },
    ],
  };
}

/** By document: the customer and the version for which a copy of it counts. */
async function findCounting(
  db: Db,
  copies: readonly { documentId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.document.findMany({
    where: {
      id: { in: copies.map(({ documentId }) => documentId) },
      deletedAt: null,
      quarantinedAt: null,
      sha256: null,
    },
    select: { id: true, accountId: true, rowHash: true },
  });
  return new Map(rows.map(({ id, accountId, rowHash }) => [id, `${accountId} ${rowHash}`]));
}
