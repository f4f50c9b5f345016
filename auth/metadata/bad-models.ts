import type { BadModel } from '../ceremonies/verification-policy.ts';
import type { MetadataRules } from '../policy/metadata-rules.ts';
import type { ModelMetadata } from './blob-payload.ts';
import { judgeStatus } from './judge-status.ts';

/** The models that the metadata speaks against, each with the status that decides. */
export function findBadModels(
  models: readonly Pick<ModelMetadata, 'aaguid' | 'statusReports'>[],
  rules: MetadataRules,
  now: Date,
): BadModel[] {
  return models.flatMap(({ aaguid, statusReports }) => {
    const standing = judgeStatus(statusReports, rules, now);
    return standing.isBad ? [{ aaguid, status: standing.status }] : [];
  });
}
