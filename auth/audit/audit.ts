/**
 * The audit log as use cases see it: made once at the program's start with the audit key, then passed to whoever
 * changes something. There is no other way to write to the log.
 *
 *     const audit = createAudit({ key: secrets.auditKey });
 *     await db.$transaction(async (tx) => {
 *       …the change…
 *       await audit.record(tx, { type: 'key_revoked', result: 'ok', keyId, actorId, note, trace, at });
 *     });
 */
import type { Db, Tx } from '#prisma/client.ts';
import type { AuditEvent } from './audit-event.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { createRefusalCounter } from './refusal-counter.ts';

/** Refusals that can be caused again and again at no cost. */
export type RepeatableRefusal = Extract<
  AuditEvent,
  { type: 'sign_in_refused' | 'registration_refused' | 'invitation_refused' | 'permission_refused' }
> & { result: 'refused' };

export type Audit = {
  /** In the transaction of the change, as its last statement: either both happen or neither. */
  record(tx: Tx, event: AuditEvent): Promise<void>;
  /** For what was refused and so changed nothing: in a transaction of its own. */
  recordRefusal(db: Db, event: AuditEvent & { result: 'refused' }): Promise<void>;
  /**
   * The same, at most once a minute for each subject: nobody may fill a log from which nothing is ever removed.
   * Those in between are counted, and the next event tells how many in `leftOut`.
   */
  recordRepeatable(db: Db, event: RepeatableRefusal, subject: string): Promise<void>;
};

/** @param key 32 secret bytes kept outside the database */
export function createAudit({ key }: { key: Uint8Array }): Audit {
  const record: Audit['record'] = (tx, event) => recordAuditEvent(tx, event, key);
  const recordRefusal: Audit['recordRefusal'] = (db, event) => db.$transaction((tx) => record(tx, event));
  const counter = createRefusalCounter();
  return {
    record,
    recordRefusal,
    async recordRepeatable(db, event, subject) {
      const leftOut = counter.admit(`${event.type} ${subject}`, event.at);
      if (leftOut === null) return;
      await recordRefusal(db, leftOut === 0 ? event : { ...event, details: { ...event.details, leftOut } });
    },
  };
}
