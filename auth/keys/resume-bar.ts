import type { Db, Tx } from '#prisma/client.ts';
import type { AlarmKind } from '../alarms/raise-alarm.ts';
import { MODEL_STATUS_BAD } from '../metadata/judge-issued-keys.ts';
import { judgeModel } from '../metadata/judge-model.ts';
import type { ModelStanding } from '../metadata/judge-model.ts';
import { areTriesSpentForGood } from '../pins/count-pin-try.ts';
import type { Policy } from '../policy/policy.ts';

/** Why a suspended key can't be resumed yet. */
export type ResumeBar =
  /** It may have been copied, and no administrator has settled that. */
  | 'copy_alarm'
  /** The metadata still speaks against its model. */
  | 'model_status_bad'
  /** Nobody can say whether it does: part of the imported metadata is missing. */
  | 'metadata_incomplete'
  /** Its PIN was guessed at a hundred times: it takes a new one. */
  | 'pin_tries_spent';

/** What says that there is a second one of a key (AUT-09, AUT-10, REG-16). */
const COPY_ALARMS: readonly AlarmKind[] = ['possible_clone', 'backup_changed', 'duplicate_credential'];

/**
 * What stands in the way of resuming a key, whoever wants to and whatever it was suspended for: the alarm that there is a
 * copy of it, which an administrator settles before its manager resumes it (REC-02, AUT-10), or the same judgement on its
 * model that suspends keys each week (REG-11).
 */
export async function findResumeBar(
  db: Db | Tx,
  { keyId, policy, now }: { keyId: string; policy: Policy; now: Date },
): Promise<ResumeBar | null> {
  const copyAlarms = { keyId, kind: { in: [...COPY_ALARMS] }, settledAt: null };
  if ((await db.alarm.count({ where: copyAlarms })) > 0) return 'copy_alarm';
  const key = await db.key.findUnique({
    where: { id: keyId },
    select: {
      statusReason: true,
      credential: { select: { aaguid: true } },
      serverPin: { select: { failures: true, forgiven: true } },
    },
  });
  if (key === null) return null;
  if (key.serverPin !== null && areTriesSpentForGood(key.serverPin)) return 'pin_tries_spent';
  if (key.credential === null) return null;
  const standing = await judgeModel(db, { ...key.credential, rules: policy.metadata, now });
  return barOfModel(standing, key.statusReason);
}

/** A key that the metadata has stopped is not resumed because there is none any more. */
function barOfModel(standing: ModelStanding, suspendedFor: string | null): ResumeBar | null {
  switch (standing) {
    case 'good':
      return null;
    case 'unjudged':
      return suspendedFor === MODEL_STATUS_BAD ? 'metadata_incomplete' : null;
    case 'bad':
      return 'model_status_bad';
    case 'unknown':
      return 'metadata_incomplete';
  }
}
