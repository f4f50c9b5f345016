import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';

export const ALARM_KINDS = ['possible_clone', 'backup_changed', 'duplicate_credential'] as const;
/** What about a key a person must look at. */
export type AlarmKind = (typeof ALARM_KINDS)[number];

/**
 * Puts an alarm on the administrator's page, with its audit event. While one of the same kind about the key waits to
 * be settled there is nothing more to look at: how often it happened again is told by the refusals in the log.
 */
export async function raiseAlarm(
  tx: Tx,
  audit: Audit,
  alarm: { kind: AlarmKind; keyId: string; accountId: string | null; trace: RequestTrace; at: Date },
): Promise<void> {
  const open = await tx.alarm.findFirst({
    where: { keyId: alarm.keyId, kind: alarm.kind, settledAt: null },
    select: { id: true },
  });
  if (open !== null) return;
  const { id: alarmId } = await tx.alarm.create({
    data: { kind: alarm.kind, keyId: alarm.keyId, accountId: alarm.accountId, raisedAt: alarm.at },
    select: { id: true },
  });
  await audit.record(tx, {
    type: 'alarm_raised',
    result: 'ok',
    keyId: alarm.keyId,
    accountId: alarm.accountId,
    details: { alarmId, kind: alarm.kind },
    trace: alarm.trace,
    at: alarm.at,
  });
}
