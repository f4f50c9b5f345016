import type { Db, Tx } from '#prisma/client.ts';
import { isSameHash, linkHash } from './audit-chain.ts';
import { EPOCH_EVENT, auditKeyId, followEpoch, readEpochDetails } from './audit-epoch.ts';
import type { AuditKeys } from './audit-epoch.ts';
import { AUDIT_COLUMNS } from './audit-rows.ts';
import type { AuditRow } from './audit-rows.ts';
import { recordOf } from './name-fault.ts';

/**
 * `key_missing`: the log was written with a key that is not among those given. `newest_key_unused`: it never went on under
 * the newest one; either no server was started with it yet, or somebody who has an older one wrote the log anew.
 */
export type EpochFault = 'key_missing' | 'newest_key_unused';

/** Which key the verification stands under, event by event. */
export type Epochs = {
  readonly key: Uint8Array;
  readonly isFirstKeyOurs: boolean;
  readonly wasNewestUsed: boolean;
  /** Passes an event that was found to be in order. */
  follow: (row: AuditRow) => { ok: true } | { ok: false; fault: 'key_missing' | 'recomputed' };
};

export async function findEpochs(db: Db | Tx, keys: AuditKeys): Promise<Epochs> {
  const made = await findFirstKey(db, keys);
  let key = made ?? keys[0];
  let wasNewestUsed = key === keys[0];
  return {
    get key() {
      return key;
    },
    get wasNewestUsed() {
      return wasNewestUsed;
    },
    isFirstKeyOurs: made !== null,
    follow(row) {
      if (row.type !== EPOCH_EVENT) return { ok: true };
      const followed = followEpoch(row, keys, key);
      if (!followed.ok) return followed;
      key = followed.key;
      wasNewestUsed ||= key === keys[0];
      return { ok: true };
    },
  };
}

/** Null when the log itself says that it began under another key than any of these. What it says is proven later. */
async function findFirstKey(db: Db | Tx, keys: AuditKeys): Promise<Uint8Array | null> {
  const first = await db.auditEvent.findFirst({ orderBy: { seq: 'asc' }, select: AUDIT_COLUMNS });
  if (first === null) return keys[0];
  const made = keys.find((key) => isSameHash(first.hash, linkHash(key, first.previousHash, recordOf(first))));
  if (made !== undefined) return made;
  const change = await db.auditEvent.findFirst({
    where: { type: EPOCH_EVENT },
    orderBy: { seq: 'asc' },
    select: { detailsJson: true },
  });
  const fromKey = change === null ? undefined : readEpochDetails(change.detailsJson)?.fromKey;
  if (fromKey === undefined) return keys[0];
  return keys.find((key) => auditKeyId(key) === fromKey) ?? null;
}
