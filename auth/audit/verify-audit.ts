/**
 * Reads the whole log and says whether it is what was written (ADM-06): each row must carry the next number, link to
 * the row before it, and hash to what the audit key makes of it; each checkpoint must find its row as it was signed.
 * Memory stays the same however long the log is; events added meanwhile are verified too.
 */
import type { Db, Tx } from '#prisma/client.ts';
import { CHAIN_START } from './audit-chain.ts';
import { auditRows } from './audit-rows.ts';
import type { AuditRow } from './audit-rows.ts';
import type { Checkpoint, CheckpointLine } from './checkpoint.ts';
import type { AuditKeys } from './audit-epoch.ts';
import { findEpochs } from './find-epochs.ts';
import type { EpochFault } from './find-epochs.ts';
import { isLinked, nameFault } from './name-fault.ts';
import type { ChainFault } from './name-fault.ts';

export type VerifyAudit = {
  /** Every key that the log was written with, the one to use now first. */
  auditKeys: AuditKeys;
  /** From `readCheckpoints`. */
  checkpoints: readonly CheckpointLine[];
};

export type AuditVerdict =
  | {
      ok: true;
      events: bigint;
      /** The newest checkpoint: what stands before it, nobody can have changed, even with the audit key. */
      anchored: Checkpoint | null;
      /** Time of the oldest event that no checkpoint covers yet; null when all are covered. */
      notAnchoredSince: Date | null;
    }
  /** `seq`: the first event at which the log is not what was written. */
  | { ok: false; fault: ChainFault | EpochFault | 'truncated' | 'recomputed'; seq: bigint }
  /** `line`: of the checkpoint file. Somebody wrote there who does not have the signing key. */
  | { ok: false; fault: 'checkpoint_forged'; line: number };

/** @returns the first fault by name, or how far the intact log is anchored outside the database */
export async function verifyAudit(
  db: Db | Tx,
  { auditKeys, checkpoints }: VerifyAudit,
): Promise<AuditVerdict> {
  const forged = checkpoints.findIndex((line) => !line.ok);
  if (forged !== -1) return { ok: false, fault: 'checkpoint_forged', line: forged + 1 };

  const awaited = checkpoints.flatMap((line) => (line.ok ? [line.checkpoint] : [])).sort(bySeq);
  const anchored = awaited.at(-1) ?? null;
  let previous: Pick<AuditRow, 'seq' | 'hash'> = { seq: 0n, hash: CHAIN_START };
  let notAnchoredSince: Date | null = null;
  const epochs = await findEpochs(db, auditKeys);
  for await (const row of auditRows(db)) {
    if (!isLinked(row, previous, epochs.key)) {
      if (!epochs.isFirstKeyOurs) return { ok: false, fault: 'key_missing', seq: row.seq };
      return { ok: false, ...(await nameFault(db, { row, previous, auditKey: epochs.key })) };
    }
    const followed = epochs.follow(row);
    if (!followed.ok) return { ok: false, fault: followed.fault, seq: row.seq };
    if (!agreesWith(takeUpTo(awaited, row.seq), row)) return { ok: false, fault: 'recomputed', seq: row.seq };
    if (notAnchoredSince === null && row.seq > (anchored?.seq ?? 0n)) notAnchoredSince = row.at;
    previous = row;
  }
  if (!epochs.wasNewestUsed && previous.seq > 0n)
    return { ok: false, fault: 'newest_key_unused', seq: previous.seq };
  if (awaited.length > 0) return { ok: false, fault: 'truncated', seq: previous.seq + 1n };
  return { ok: true, events: previous.seq, anchored, notAnchoredSince };
}

/** Removes and returns the checkpoints of this event (several, if it was the newest more than once). */
function takeUpTo(awaited: Checkpoint[], seq: bigint): Checkpoint[] {
  const count = awaited.findIndex((checkpoint) => checkpoint.seq > seq);
  return awaited.splice(0, count === -1 ? awaited.length : count);
}

function agreesWith(checkpoints: Checkpoint[], row: AuditRow): boolean {
  return checkpoints.every(({ hash }) => hash === Buffer.from(row.hash).toString('hex'));
}

function bySeq(one: Checkpoint, other: Checkpoint): number {
  return Number(one.seq - other.seq);
}
