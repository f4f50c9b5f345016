import type { Db, Tx } from '#prisma/client.ts';
import type { MetadataRules } from '../policy/metadata-rules.ts';
import type { MetadataJudgement } from '../ceremonies/verification-policy.ts';
import { StatusReports } from './blob-payload.ts';
import { findBadModels } from './bad-models.ts';

/** The BLOB that counts: the newest that was ever imported. */
export type CurrentMetadata = {
  number: number;
  nextUpdateOn: string;
  sha256: string;
  /** FIDO2 models in it. */
  entryCount: number;
  importedAt: Date;
  /** False when its models are no longer all in the database: then nobody can say which of them are bad. */
  isWhole: boolean;
};

/** Null while none was ever imported. */
export async function findMetadata(db: Db | Tx): Promise<CurrentMetadata | null> {
  const blob = await db.metadataBlob.findFirst({
    orderBy: { number: 'desc' },
    select: { number: true, nextUpdateOn: true, sha256: true, entryCount: true, importedAt: true },
  });
  if (blob === null) return null;
  const number = Number(blob.number);
  const present = await db.metadataEntry.count({ where: { number } });
  return { ...blob, number, isWhole: present === blob.entryCount };
}

/**
 * Which models the metadata speaks against at `now`; null while none was imported. Once it was, it is never left out
 * of account again: where its models are missing, `isWhole` is false and the verification refuses attested keys.
 */
export async function findMetadataJudgement(
  db: Db | Tx,
  rules: MetadataRules,
  now: Date,
): Promise<MetadataJudgement | null> {
  const metadata = await findMetadata(db);
  if (metadata === null) return null;
  const { number, isWhole } = metadata;
  const entries = await db.metadataEntry.findMany({ select: { aaguid: true, statusJson: true } });
  const models = entries.map(({ aaguid, statusJson }) => ({
    aaguid,
    statusReports: StatusReports.parse(JSON.parse(statusJson)),
  }));
  return { number, isWhole, badModels: findBadModels(models, rules, now) };
}
