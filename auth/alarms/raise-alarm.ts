import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';

export const ALARM_KINDS = [
  'possible_clone',
  'backup_changed',
  'duplicate_credential',
  'model_status_bad',
  'metadata_stale',
  'metadata_lost',
] as const;
/** What a person must look at: about one key, or about what keys are judged by. */
export type AlarmKind = (typeof ALARM_KINDS)[number];

export type Alarm = {
  kind: AlarmKind;
  /** Null: about no single key. */
  keyId: string | null;
  accountId: string | null;
  /** A code or a number that tells more; never a name. */
  detail?: string;
  /** Absent: found by the portal itself. */
  trace?: RequestTrace;
  at: Date;
};

/**
 * Puts an alarm on the administrator's page, with its audit event. While one of the same kind about the key waits to
 * be settled there is nothing more to look at: how often it happened again is told by the refusals in the log.
 */
export async function raiseAlarm(tx: Tx, audit: Audit, alarm: Alarm): Promise<void> {
  const open = await tx.alarm.findFirst({
    where: { keyId: alarm.keyId, kind: alarm.kind, settledAt: null },
    select: { id: true },
  });
  if (open !== null) return;
  const { id: alarmId } = await tx.alarm.create({
    data: {
      kind: alarm.kind,
      keyId: alarm.keyId,
      accountId: alarm.accountId,
      detail: alarm.detail ?? '',
      raisedAt: alarm.at,
    },
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
