import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Db } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import { readLastCheckpoint } from '../audit/checkpoint-file.ts';
import { raiseAlarm } from './raise-alarm.ts';

/** Checkpoints are written every quarter of an hour; eight missed ones are no accident. */
const LONGEST_MS = 2 * 60 * 60 * 1_000;

/**
 * Raises an alarm when the log has held an event for two hours that no checkpoint outside the database covers: nobody
 * could tell then whether it was changed meanwhile. A checkpoint that is not ours, or can't be read, covers nothing.
 */
export async function alarmUnlessAnchored(
  { db, audit }: { db: Db; audit: Audit },
  { folder, privateKey, at }: { folder: string; privateKey: KeyObject; at: Date },
): Promise<void> {
  const seq = await findAnchoredSeq(folder, privateKey);
  const oldest = await db.auditEvent.findFirst({
    where: { seq: { gt: seq } },
    orderBy: { seq: 'asc' },
    select: { at: true },
  });
  if (oldest === null || at.getTime() - oldest.at.getTime() < LONGEST_MS) return;
  await db.$transaction((tx) => raiseAlarm(tx, audit, { kind: 'log_not_anchored', at }));
}

async function findAnchoredSeq(folder: string, privateKey: KeyObject): Promise<bigint> {
  try {
    const last = await readLastCheckpoint(folder, createPublicKey(privateKey));
    return last?.ok === true ? last.checkpoint.seq : 0n;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0n; // the file system says why; whoever writes there logs it
    throw error;
  }
}
