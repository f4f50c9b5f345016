/**
 * The keyed hash chain of the audit log (ADM-06): hash = HMAC-SHA256(audit key, hash of the event before || record).
 * Whoever can write to the database but lacks the key can't make a hash that fits; whoever has both is found out by
 * the checkpoints. The position `seq` is not in the record: the chain itself fixes the order, so a row proves what it
 * is wherever it stands, and the verification can tell a moved row from a changed one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Columns of an event that its hash covers. */
export type AuditRecord = {
  at: Date;
  type: string;
  result: string;
  actorId: string | null;
  reason: string | null;
  note: string | null;
  accountId: string | null;
  holderId: string | null;
  keyId: string | null;
  sessionId: string | null;
  tier: number | null;
  ip: string | null;
  userAgentHash: string | null;
  detailsJson: string;
};

export type Hash = Uint8Array<ArrayBuffer>;

const HASH_BYTES = 32;

/** Stands before the first event. */
export const CHAIN_START: Hash = new Uint8Array(HASH_BYTES);

/** Links a record to the event before it. */
export function linkHash(auditKey: Uint8Array, previousHash: Uint8Array, record: AuditRecord): Hash {
  return new Uint8Array(
    createHmac('sha256', auditKey).update(previousHash).update(canonicalJson(record)).digest(),
  );
}

/** Equal hashes, compared in constant time. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/**
 * One text for one record: keys in alphabetical order, absent values left out (so that a column added later changes
 * no older hash), the instant as ISO 8601 in UTC with milliseconds.
 */
function canonicalJson(record: AuditRecord): string {
  const entries = Object.entries({ ...record, at: record.at.toISOString() })
    .filter(([, value]) => value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
