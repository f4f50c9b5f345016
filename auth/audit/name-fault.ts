import type { Db, Tx } from '#prisma/client.ts';
import { CHAIN_START, isSameHash, linkHash } from './audit-chain.ts';
import type { AuditRecord } from './audit-chain.ts';
import type { AuditRow } from './audit-rows.ts';

/** What was done to the log, as far as the rows around the fault tell. That there is a fault is certain. */
export type ChainFault = 'edited' | 'deleted' | 'inserted' | 'reordered';

type Broken = { row: AuditRow; previous: Pick<AuditRow, 'seq' | 'hash'>; auditKey: Uint8Array };

/** Whether `row` is genuine and follows `previous`. */
export function isLinked(row: AuditRow, previous: Broken['previous'], auditKey: Uint8Array): boolean {
  return row.seq === previous.seq + 1n && followsHash(row, previous.hash) && isGenuine(row, auditKey);
}

/**
 * Names what happened at a row that is not linked.
 * A row that is no longer what was hashed was inserted, if the row after it links to the one before it, or else
 * edited. A genuine row in the wrong place shows by where the row stands that it should follow: nowhere, so that one
 * was deleted; further back, so that what lies between was inserted; further on, so that rows changed places.
 */
export async function nameFault(db: Db | Tx, broken: Broken): Promise<{ fault: ChainFault; seq: bigint }> {
  const { row, previous, auditKey } = broken;
  const seq = previous.seq + 1n;
  if (!isGenuine(row, auditKey)) {
    return { fault: (await isFollowedByRowAfter(db, broken)) ? 'inserted' : 'edited', seq };
  }
  if (followsHash(row, previous.hash)) return { fault: 'edited', seq }; // its number was
  const predecessor = await findSeqByHash(db, row.previousHash);
  if (predecessor === null) return { fault: 'deleted', seq };
  if (predecessor > seq) return { fault: 'reordered', seq };
  return { fault: 'inserted', seq: predecessor + 1n };
}

function followsHash(row: Pick<AuditRow, 'previousHash'>, previousHash: Uint8Array): boolean {
  return isSameHash(row.previousHash, previousHash);
}

function isGenuine(row: AuditRow, auditKey: Uint8Array): boolean {
  return isSameHash(row.hash, linkHash(auditKey, row.previousHash, recordOf(row)));
}

async function isFollowedByRowAfter(db: Db | Tx, { row, previous }: Broken): Promise<boolean> {
  const next = await db.auditEvent.findFirst({
    where: { seq: { gt: row.seq } },
    orderBy: { seq: 'asc' },
    select: { previousHash: true },
  });
  return next !== null && followsHash(next, previous.hash);
}

/** Null when no event has this hash; 0 for the start of the chain. */
async function findSeqByHash(db: Db | Tx, hash: Uint8Array): Promise<bigint | null> {
  if (isSameHash(hash, CHAIN_START)) return 0n;
  const event = await db.auditEvent.findUnique({
    where: { hash: new Uint8Array(hash) },
    select: { seq: true },
  });
  return event?.seq ?? null;
}

/** What of a row its hash covers. */
export function recordOf({
  seq: _seq,
  previousHash: _previousHash,
  hash: _hash,
  ...record
}: AuditRow): AuditRecord {
  return record;
}
