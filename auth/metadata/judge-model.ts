import type { Db, Tx } from '#prisma/client.ts';
import { ZERO_AAGUID } from '../ceremonies/authenticator-data.ts';
import type { MetadataRules } from '../policy/metadata-rules.ts';
import { findBadModels } from './bad-models.ts';
import { StatusReports } from './blob-payload.ts';
import { findMetadata } from './find-metadata.ts';

/** `unjudged`: no metadata was ever imported. `unknown`: part of what was imported is missing. */
export type ModelStanding = 'good' | 'bad' | 'unjudged' | 'unknown';

/**
 * What the metadata says of one model now, by the rules of the judgement on all of them (REG-10, REG-11).
 */
export async function judgeModel(
  db: Db | Tx,
  { aaguid, rules, now }: { aaguid: string; rules: MetadataRules; now: Date },
): Promise<ModelStanding> {
  if (aaguid === ZERO_AAGUID) return 'good'; // a key without a model
  const metadata = await findMetadata(db);
  if (metadata === null) return 'unjudged';
  const entry = await db.metadataEntry.findUnique({ where: { aaguid }, select: { statusJson: true } });
  if (entry === null) return metadata.isWhole ? 'good' : 'unknown';
  const statusReports = StatusReports.parse(JSON.parse(entry.statusJson));
  return findBadModels([{ aaguid, statusReports }], rules, now).length > 0 ? 'bad' : 'good';
}
