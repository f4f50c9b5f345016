import type { Db } from '#prisma/client.ts';
import type { DocumentAddress, DocumentStore } from './document.ts';

const BATCH = 200;

export type ResealReport = { resealed: number; unchanged: number; missing: number; damaged: number };

/** Encrypts all documents anew that an older key had encrypted (ADM-10). Safe to break off and to run beside a server. */
export async function resealDocuments(db: Db, documents: DocumentStore): Promise<ResealReport> {
  const report = { resealed: 0, unchanged: 0, missing: 0, damaged: 0 };
  let after = '';
  for (;;) {
    const rows = await db.document.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: { id: true, sha256: true },
    });
    const ids = rows.map(({ id }) => id);
    const addresses = [...rows.flatMap(ownFile), ...(await findCopies(db, ids))];
    for (const address of addresses) report[await documents.reseal(address)] += 1;
    const last = rows.at(-1);
    if (last === undefined) return report;
    after = last.id;
  }
}

function ownFile({ id, sha256 }: { id: string; sha256: string | null }): DocumentAddress[] {
  return sha256 === null ? [] : [{ id, sha256 }];
}

/** Those that were fetched from the sources that keep the files. */
async function findCopies(db: Db, ids: readonly string[]): Promise<DocumentAddress[]> {
  const copies = await db.documentCopy.findMany({
    where: { documentId: { in: [...ids] }, keptAt: { not: null } },
    select: { documentId: true, accountId: true, version: true, sha256: true },
  });
  return copies.flatMap(({ documentId: id, accountId, version, sha256 }) =>
    sha256 === null ? [] : [{ id, sha256, copyFor: { accountId, version } }],
  );
}
