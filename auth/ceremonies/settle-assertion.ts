/** What every ceremony does with an answer that the key itself has signed: move its counter on, or stop the key. */
import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AlarmKind } from '../alarms/raise-alarm.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { claimChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { SignInRows } from './find-credential.ts';
import type { AssertionAnomaly, VerifiedAssertion } from './verify-authentication.ts';

/**
 * Stores the new counter only where it still moves forward: of two racing answers the higher one stays (AUT-10).
 * @param credentialRowId the row's id, not the credential's
 * @returns false when another answer was faster
 */
export async function advanceCounter(
  tx: Tx,
  { credentialRowId, assertion, now }: { credentialRowId: string; assertion: VerifiedAssertion; now: Date },
): Promise<boolean> {
  if (assertion.signCountState === 'equal_zero') return true;
  const { count } = await tx.credential.updateMany({
    where: { id: credentialRowId, signCount: { lt: BigInt(assertion.newSignCount) } },
    data: { signCount: BigInt(assertion.newSignCount), signCountAt: now },
  });
  return count === 1;
}

const ALARM_OF: Readonly<Record<AssertionAnomaly, AlarmKind>> = {
  sign_count_regressed: 'possible_clone',
  backup_eligibility_changed: 'backup_changed',
  backup_eligible_refused: 'backup_changed',
};

const COPIED = { kind: 'key_changed', change: 'suspended', cause: 'copy_suspected' } as const;

/** What the refusal in the log is about. */
export type AboutAnomaly = {
  reason: AssertionAnomaly;
  keyId: string;
  holderId: string | null;
  accountId: string | null;
  trace: RequestTrace;
  at: Date;
};

export type SuspendAndAlarm = {
  rows: SignInRows;
  challenge: Challenge;
  reason: AssertionAnomaly;
  /** Writes the ceremony's own refusal, in the same transaction. */
  recordRefusal: (tx: Tx, about: AboutAnomaly) => Promise<void>;
  trace: RequestTrace;
  now: Date;
};

/**
 * Suspends a key whose own signature shows that there is a copy of it, ends its sessions and raises an alarm (AUT-09,
 * AUT-10). Once, however often its proof is sent: the challenge is claimed before anything else.
 * @returns false when the challenge was spent before
 */
export async function suspendAndAlarm(
  { db, audit }: AuthServices,
  { rows, challenge, reason, recordRefusal, trace, now }: SuspendAndAlarm,
): Promise<boolean> {
  const { id: keyId, accountId, holderId } = rows.key;
  return db.$transaction(async (tx) => {
    if (!(await claimChallenge(tx, challenge))) return false;
    const { count } = await tx.key.updateMany({
      where: { id: keyId, status: 'active' },
      data: { status: 'suspended', suspendedAt: now, statusReason: reason },
    });
    await endSessionsOfKey(tx, { keyId, reason: 'key_suspended', at: now });
    if (count === 1) await tellOfKey(tx, { keyId, news: COPIED, at: now });
    await raiseAlarm(tx, audit, { kind: ALARM_OF[reason], keyId, accountId, trace, at: now });
    const about = { reason, keyId, holderId, accountId, trace, at: now };
    if (count === 1) await audit.record(tx, { type: 'key_suspended', result: 'ok', ...about });
    await recordRefusal(tx, about);
    return true;
  });
}
