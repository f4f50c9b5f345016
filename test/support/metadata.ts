/** Metadata in a test's database, as an import leaves it there. */
import type { Db } from '#prisma/client.ts';
import type { Report } from './metadata-blob.ts';

/** In place of what was there before: a BLOB that says this of these models. */
export async function someMetadata(
  db: Db,
  {
    number = 7,
    nextUpdateOn = '2026-12-01',
    models,
  }: { number?: number; nextUpdateOn?: string; models: Record<string, readonly Report[]> },
): Promise<void> {
  const entries = Object.entries(models);
  await db.metadataEntry.deleteMany({});
  await db.metadataBlob.create({
    data: {
      number: BigInt(number),
      nextUpdateOn,
      sha256: 'ab'.repeat(32),
      entryCount: entries.length,
      importedAt: new Date('2026-11-20T08:00:00Z'),
    },
  });
  await db.metadataEntry.createMany({
    data: entries.map(([aaguid, reports]) => ({
      aaguid,
      number,
      description: 'Demo model',
      rootsPem: '',
      statementJson: 'null',
      statusJson: JSON.stringify(reports),
    })),
  });
}
