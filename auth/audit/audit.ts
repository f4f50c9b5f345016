/**
 * The audit log as use cases see it: made once at the program's start with the audit key, then passed to whoever
 * changes something. There is no other way to write to the log.
 *
 *     const audit = createAudit({ keys: secrets.auditKeys });
 *     await db.$transaction(async (tx) => {
 *       …the change…
 *       await audit.record(tx, { type: 'key_revoked', result: 'ok', keyId, actorId, note, trace, at });
 *     });
 */
import type { Db, Tx } from '#prisma/client.ts';
import type { AuditEvent } from './audit-event.ts';
import type { AuditKeys } from './audit-epoch.ts';
import { createAuditKeyring } from './audit-keyring.ts';
import { beginAuditEpoch } from './begin-audit-epoch.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { createRefusalCounter } from './refusal-counter.ts';
import type { CountedRefusal } from './refusal-counter.ts';

/** Refusals that can be caused again and again at no cost. */
export type RepeatableRefusal = Extract<
  AuditEvent,
  {
    type:
      | 'sign_in_refused'
      | 'registration_refused'
      | 'invitation_refused'
      | 'permission_refused'
      | 'limit_reached'
      | 'pin_refused'
      | 'exchange_refused'
      | 'tracking_refused';
  }
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
  /** Writes what was counted since and no event has told of yet: called from time to time, and before the program ends. */
  recordLeftOut(db: Db, at: Date): Promise<void>;
  /** Goes on under the newest key, if the log is not yet: at the start of the server. @returns whether it did */
  beginEpoch(db: Db, at: Date): Promise<boolean>;
};

/** Events a transaction, so that none is longer than others can wait. */
const BATCH = 100;

/** @param keys 32 secret bytes each, kept outside the database; the first is to be used, the others were or will be */
export function createAudit({ keys }: { keys: AuditKeys }): Audit {
  const keyring = createAuditKeyring(keys);
  const record: Audit['record'] = async (tx, event) => {
    await recordAuditEvent(tx, event, keyring);
  };
  const recordRefusal: Audit['recordRefusal'] = (db, event) => db.$transaction((tx) => record(tx, event));
  const counter = createRefusalCounter<RepeatableRefusal>();
  return {
    record,
    recordRefusal,
    beginEpoch: (db, at) => db.$transaction((tx) => beginAuditEpoch(tx, { keys, keyring, at })),
    async recordRepeatable(db, event, subject) {
      for (const counted of counter.admit(subjectOf(event, subject), event)) {
        await recordRefusal(db, toEvent(counted, event.at));
      }
    },
    async recordLeftOut(db, at) {
      const leftOut = counter.takeLeftOut();
      for (let from = 0; from < leftOut.length; from += BATCH) {
        try {
          await db.$transaction(async (tx) => {
            for (const counted of leftOut.slice(from, from + BATCH)) await record(tx, toEvent(counted, at));
          });
        } catch (error) {
          counter.putBack(leftOut.slice(from));
          throw error;
        }
      }
    },
  };
}

function subjectOf({ type }: RepeatableRefusal, subject: string): string {
  return `${type} ${subject}`;
}

/** At the time at which it is written: the log's times never go back. */
function toEvent({ event, others }: CountedRefusal<RepeatableRefusal>, at: Date): RepeatableRefusal {
  return others === 0 ? { ...event, at } : { ...event, at, details: { ...event.details, leftOut: others } };
}
