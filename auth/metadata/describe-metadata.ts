import type { AuthServices } from '../auth-services.ts';
import { findMetadata } from './find-metadata.ts';
import type { CurrentMetadata } from './find-metadata.ts';
import { findOwnModels } from './own-models.ts';
import type { OwnModel } from './own-models.ts';
import { isStale } from './staleness.ts';

/** What an administrator sees of the metadata in force. */
export type MetadataDescription = Omit<CurrentMetadata, 'sha256'> & {
  /** `due`: a newer BLOB is published; `stale`: since longer than the rules allow. */
  freshness: 'fresh' | 'due' | 'stale';
  ownModels: OwnModel[];
};

/** Null while none was ever imported. */
export async function describeMetadata({
  db,
  policy,
  now,
}: Pick<AuthServices, 'db' | 'policy' | 'now'>): Promise<MetadataDescription | null> {
  const current = await findMetadata(db);
  if (current === null) return null;
  const { sha256: _sha256, ...shown } = current;
  const { metadata: rules } = await policy();
  const at = now();
  const isDue = isStale(shown.nextUpdateOn, 0, at);
  const freshness = isStale(shown.nextUpdateOn, rules.staleAfterDays, at) ? 'stale' : isDue ? 'due' : 'fresh';
  return { ...shown, freshness, ownModels: await findOwnModels(db, { rules, now: at }) };
}
