import type { Tx } from '#prisma/client.ts';
import { isSameHash, linkHash } from './audit-chain.ts';
import { EPOCH_EVENT, auditKeyId, readEpochDetails } from './audit-epoch.ts';
import type { AuditKeys } from './audit-epoch.ts';
import { AUDIT_COLUMNS } from './audit-rows.ts';
import { recordOf } from './name-fault.ts';

export type NewestEvent = { seq: bigint; hash: Uint8Array };

export type AuditKeyring = {
  /**
   * The key under which the next event goes. While this process alone writes, or nobody else has since it looked last,
   * this costs nothing: the newest hash stands for everything before it. Otherwise one read, since another process may
   * have begun with a new key.
   * @throws Error when that key is none of ours: an event under an old one would break the chain
   */
  keyFor: (tx: Tx, newest: NewestEvent | null) => Promise<Uint8Array>;
  /** This is the newest event now, and this key the one after it. */
  note: (newest: NewestEvent, key: Uint8Array) => void;
};

export function createAuditKeyring(keys: AuditKeys): AuditKeyring {
  let seen: (NewestEvent & { key: Uint8Array }) | null = null;
  let firstKey: Uint8Array | null = null;
  const find = async (tx: Tx): Promise<Uint8Array> => {
    const change = await tx.auditEvent.findFirst({
      where: { type: EPOCH_EVENT },
      orderBy: { seq: 'desc' },
      select: { detailsJson: true },
    });
    if (change === null) return (firstKey ??= await findFirstKey(tx, keys));
    const toKey = readEpochDetails(change.detailsJson)?.toKey;
    const key = keys.find((known) => auditKeyId(known) === toKey);
    if (key === undefined) {
      throw new Error('the audit log goes on under a newer AUDIT_KEY; start this process with it too');
    }
    return key;
  };
  return {
    async keyFor(tx, newest) {
      if (newest === null) return keys[0];
      if (seen !== null && seen.seq === newest.seq && isSameHash(seen.hash, newest.hash)) return seen.key;
      const key = await find(tx);
      seen = { ...newest, key };
      return key;
    },
    note(newest, key) {
      seen = { ...newest, key };
    },
  };
}

/** The key of the first event; where it is none of ours the newest, and the verification will say so. */
async function findFirstKey(tx: Tx, keys: AuditKeys): Promise<Uint8Array> {
  if (keys.length === 1) return keys[0];
  const first = await tx.auditEvent.findFirst({ orderBy: { seq: 'asc' }, select: AUDIT_COLUMNS });
  if (first === null) return keys[0];
  const made = keys.find((key) => isSameHash(first.hash, linkHash(key, first.previousHash, recordOf(first))));
  return made ?? keys[0];
}
