import { randomUUID } from 'node:crypto';
import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { tellOfAlarm } from '../letters/tell-of-alarm.ts';

export const ALARM_KINDS = [
  'possible_clone',
  'backup_changed',
  'duplicate_credential',
  'wrong_pins',
  'model_status_bad',
  'metadata_stale',
  'metadata_lost',
  'two_places',
  'dongle_elsewhere',
  'many_failures',
  'pin_spray',
  'bulk_reads',
  'log_not_anchored',
  'letter_not_sent',
  'break_glass',
  'source_credentials',
  'source_would_remove',
] as const;
/** What a person must look at (ADM-08). */
export type AlarmKind = (typeof ALARM_KINDS)[number];

export type NewAlarm = {
  kind: AlarmKind;
  /** What it is about, as far as it is about one: a key, and the account that it belongs to. */
  keyId?: string | null;
  accountId?: string | null;
  /** A code or a number that tells more; never a name. */
  detail?: string;
  /** Absent: the portal itself noticed, without a request. */
  trace?: RequestTrace;
  at: Date;
};

/**
 * Puts an alarm on the administrator's page and into the post to all of them, with its audit event. While one of the same kind about the same thing waits
 * to be settled there is nothing more to look at: how often it happened again is told by the refusals in the log. One
 * insert under a unique key, so of any number of requests and processes at once one raises it.
 */
export async function raiseAlarm(tx: Tx, audit: Audit, alarm: NewAlarm): Promise<void> {
  const { kind, keyId = null, accountId = null, detail = '', trace, at } = alarm;
  const alarmId = randomUUID();
  const openKey = `${kind} ${keyId ?? accountId ?? ''}`;
  const count = await tx.$executeRaw`
    INSERT INTO "Alarm" ("id", "kind", "keyId", "accountId", "openKey", "raisedAt", "detail")
    VALUES (${alarmId}, ${kind}, ${keyId}, ${accountId}, ${openKey}, ${at}, ${detail})
    ON CONFLICT ("openKey") DO NOTHING`;
  if (count === 0) return;
  await tellOfAlarm(tx, { kind, keyId, accountId, at });
  await audit.record(tx, {
    type: 'alarm_raised',
    result: 'ok',
    actorId: trace === undefined ? SYSTEM_ACTOR : null,
    keyId,
    accountId,
    details: { alarmId, kind },
    trace,
    at,
  });
}
