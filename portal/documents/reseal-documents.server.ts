import type { Db } from '#prisma/client.ts';
import type { DocumentStore } from './document.ts';

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
    for (const row of rows) report[await documents.reseal(row)] += 1;
    const last = rows.at(-1);
    if (last === undefined) return report;
    after = last.id;
  }
}
