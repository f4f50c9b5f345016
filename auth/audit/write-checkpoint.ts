import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Db } from '#prisma/client.ts';
import { toCheckpointLine } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { appendCheckpointLine, readLastCheckpoint } from './checkpoint-file.ts';

export type WriteCheckpoint = {
  /** Where the checkpoints are kept: not on the database's machine, if that can be had. */
  folder: string;
  privateKey: KeyObject;
  at: Date;
};

export type WriteCheckpointOutcome =
  | { ok: true; seq: bigint }
  | { ok: false; reason: 'nothing_new' | 'log_differs_from_checkpoint' | 'checkpoint_forged' };

/**
 * Signs the newest event's hash and appends it to the checkpoint file.
 * @returns `log_differs_from_checkpoint` when the log no longer holds what the last checkpoint signed, and
 *   `checkpoint_forged` when the last line is not ours: both mean that `audit verify` must be run, and sign nothing.
 */
export async function writeCheckpoint(
  db: Db,
  { folder, privateKey, at }: WriteCheckpoint,
): Promise<WriteCheckpointOutcome> {
  const last = await readLastCheckpoint(folder, createPublicKey(privateKey));
  if (last?.ok === false) return { ok: false, reason: 'checkpoint_forged' };
  if (last && !(await isStillThere(db, last.checkpoint))) {
    return { ok: false, reason: 'log_differs_from_checkpoint' };
  }
  const newest = await db.auditEvent.findFirst({
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  if (newest === null || newest.seq === last?.checkpoint.seq) return { ok: false, reason: 'nothing_new' };

  const checkpoint = { seq: newest.seq, hash: Buffer.from(newest.hash).toString('hex'), at };
  await appendCheckpointLine(folder, toCheckpointLine(checkpoint, privateKey));
  return { ok: true, seq: newest.seq };
}

async function isStillThere(db: Db, { seq, hash }: Checkpoint): Promise<boolean> {
  const event = await db.auditEvent.findUnique({ where: { seq }, select: { hash: true } });
  return event !== null && Buffer.from(event.hash).toString('hex') === hash;
}
