/**
 * A change of the audit key (ADM-10). The log goes on as one chain; where the new key begins stands an event
 * `audit_key_changed` that both keys sign: the chain's own hash is the old key's, and `proof` in its details is the new
 * key's over the hash before it. So nobody without the old key can begin an epoch, and nobody who has only the old one
 * can write anew what came before: the proof would no longer fit.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { AuditRow } from './audit-rows.ts';

/** Every key that the log was ever written with and is to be verified under; the first is the one to use from now on. */
export type AuditKeys = readonly [Uint8Array, ...Uint8Array[]];

export const EPOCH_EVENT = 'audit_key_changed';

const ID_LENGTH = 16;

const EpochDetails = z.object({ fromKey: z.string(), toKey: z.string(), proof: z.string() });
export type EpochDetails = z.infer<typeof EpochDetails>;

/** Names a key; tells nothing of it. */
export function auditKeyId(key: Uint8Array): string {
  return createHmac('sha256', key).update('brelok audit key').digest('hex').slice(0, ID_LENGTH);
}

/** What the event of a change says. @param previousHash of the newest event before it */
export function epochDetails(
  previousHash: Uint8Array,
  { from, to }: { from: Uint8Array; to: Uint8Array },
): EpochDetails {
  const [fromKey, toKey] = [auditKeyId(from), auditKeyId(to)];
  const proof = createHmac('sha256', to)
    .update(`brelok audit epoch\0${fromKey}\0${toKey}\0`)
    .update(previousHash)
    .digest('base64url');
  return { fromKey, toKey, proof };
}

/** Null for what no change of ours says. */
export function readEpochDetails(detailsJson: string): EpochDetails | null {
  const parsed = EpochDetails.safeParse(JSON.parse(detailsJson));
  return parsed.success ? parsed.data : null;
}

/**
 * The key after an event of a change that the key before it has signed.
 * @returns `key_missing` when it is none of ours, `recomputed` when it did not sign what stands before the event
 */
export function followEpoch(
  row: Pick<AuditRow, 'detailsJson' | 'previousHash'>,
  keys: AuditKeys,
  from: Uint8Array,
): { ok: true; key: Uint8Array } | { ok: false; fault: 'key_missing' | 'recomputed' } {
  const details = readEpochDetails(row.detailsJson);
  if (details === null) return { ok: false, fault: 'recomputed' };
  const to = keys.find((key) => auditKeyId(key) === details.toKey);
  if (to === undefined) return { ok: false, fault: 'key_missing' };
  const { fromKey, proof } = epochDetails(row.previousHash, { from, to });
  return details.fromKey === fromKey && details.proof === proof
    ? { ok: true, key: to }
    : { ok: false, fault: 'recomputed' };
}
