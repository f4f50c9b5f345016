import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { EPOCH_EVENT, auditKeyId, epochDetails, readEpochDetails } from './audit-epoch.ts';
import type { AuditKeys } from './audit-epoch.ts';
import type { AuditKeyring } from './audit-keyring.ts';
import { SYSTEM_ACTOR } from './audit-event.ts';
import { AUDIT_LOCK, recordAuditEvent } from './record-audit-event.ts';

/**
 * Goes on under the first of the keys, with an event that both sign, where the log is not under it yet. A key that was
 * once replaced is never put in force again: a process that is late with its settings changes nothing.
 * @returns whether an epoch began
 */
export async function beginAuditEpoch(
  tx: Tx,
  { keys, keyring, at }: { keys: AuditKeys; keyring: AuditKeyring; at: Date },
): Promise<boolean> {
  await lockUntilTransactionEnds(tx, AUDIT_LOCK);
  const newest = await tx.auditEvent.findFirst({
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  if (newest === null) return false;
  const [to] = keys;
  const from = await keyring.keyFor(tx, newest);
  if (from === to || (await wasReplaced(tx, to))) return false;
  const details = epochDetails(newest.hash, { from, to });
  const event = { type: EPOCH_EVENT, result: 'ok', actorId: SYSTEM_ACTOR, details, at } as const;
  keyring.note(await recordAuditEvent(tx, event, from), to);
  return true;
}

async function wasReplaced(tx: Tx, key: Uint8Array): Promise<boolean> {
  const changes = await tx.auditEvent.findMany({
    where: { type: EPOCH_EVENT },
    select: { detailsJson: true },
  });
  return changes.some(({ detailsJson }) => readEpochDetails(detailsJson)?.fromKey === auditKeyId(key));
}
