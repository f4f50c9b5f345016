import { z } from 'zod';

/** How the reports of the FIDO Alliance's metadata are weighed, once a BLOB was imported. */
export const MetadataRules = z.strictObject({
  /** Days after the BLOB's own next update from which it counts as stale. It goes on being used. */
  staleAfterDays: z.int().min(0).max(365),
  /** A model that the Alliance has not certified. */
  uncertified: z.enum(['accepted', 'refused']),
  /** A model with a flaw for which its maker has an update since. Whether a key has the update, nobody can see. */
  updateAfterCompromise: z.enum(['accepted', 'refused']),
});
export type MetadataRules = z.infer<typeof MetadataRules>;

/** Also of installations whose rules were written before there was metadata. */
export const DEFAULT_METADATA_RULES: MetadataRules = {
  staleAfterDays: 30,
  uncertified: 'accepted',
  updateAfterCompromise: 'refused',
};
