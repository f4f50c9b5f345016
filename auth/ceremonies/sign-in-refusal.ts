/** How a sign-in is refused, whichever way in: alike outside, by its reason in the log. */
import type { Tx } from '#prisma/client.ts';
import { noteFailure } from '../alarms/note-failure.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { PinRefusal } from '../pins/verify-pin.ts';
import type { StandingRefusal } from '../sessions/standing.ts';
import { spendAndRecord, spendChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { SignInRows } from './find-credential.ts';
import type { AnswerRefusal } from '../dongles/read-answer.ts';
import { suspendAndAlarm } from './settle-assertion.ts';
import type { AboutAnomaly } from './settle-assertion.ts';
import type { AssertionAnomaly, AuthenticationRefusal } from './verify-authentication.ts';

export type SignInRefusal =
  | AuthenticationRefusal
  | AssertionAnomaly
  | StandingRefusal
  | PinRefusal
  | AnswerRefusal
  | DongleRefusal
  | 'challenge_expired'
  | 'challenge_not_ours'
  | 'challenge_of_other_browser'
  | 'challenge_spent'
  | 'credential_unknown'
  /** A key with a PIN of its own came by the way of those without, or the other way round. */
  | 'other_way_in'
  | 'older_tab';

/** What is wrong with a dongle whose agent has signed its answer. */
type DongleRefusal =
  | 'dongle_unknown'
  /** It proves itself by the agent of one computer, and this is another. */
  | 'dongle_of_other_agent'
  /** It is signed in elsewhere at this moment. */
  | 'dongle_in_use'
  | 'proof_wrong'
  | 'not_touched';

export type RefusedSignIn = { ok: false; reason: SignInRefusal; isUnknownKey: boolean };

/** A refusal after a valid signature: it is the key's, and stands in its history. */
export async function refuseProven(
  services: AuthServices,
  {
    reason,
    challenge,
    rows,
    trace,
  }: {
    reason: SignInRefusal;
    challenge: Challenge | null;
    rows: Pick<SignInRows, 'key'>;
    trace: RequestTrace;
  },
): Promise<RefusedSignIn> {
  const { db, audit, now } = services;
  const { id: keyId, holderId, accountId } = rows.key;
  const about = { reason, keyId, holderId, accountId, trace, at: now() };
  await spendAndRecord(db, challenge, (tx) =>
    audit.record(tx, { type: 'sign_in_refused', result: 'refused', ...about }),
  );
  await noteFailure(services, { kind: failureOf(reason), accountId, trace });
  return toRefusal(reason);
}

/**
 * A refusal that proves nothing: anybody can send such an answer, whichever key it names. It is told of no key and no
 * account, and written once a minute for each reason.
 */
export async function refuseUnproven(
  services: AuthServices,
  { reason, challenge, trace }: { reason: SignInRefusal; challenge: Challenge | null; trace: RequestTrace },
): Promise<RefusedSignIn> {
  const { db, audit, now } = services;
  if (challenge !== null) await spendChallenge(db, challenge);
  const event = { type: 'sign_in_refused', result: 'refused', reason, trace, at: now() } as const;
  await audit.recordRepeatable(db, event, reason);
  await noteFailure(services, { kind: 'failed-sign-in', accountId: null, trace });
  return toRefusal(reason);
}

export type Anomaly = {
  reason: AssertionAnomaly;
  rows: SignInRows;
  challenge: Challenge;
  trace: RequestTrace;
  now: Date;
};

/**
 * What follows from an answer that the key has truly signed and that can't be right. A lower counter whose challenge
 * was minted before the stored one was written is another window's, and is only refused. Everything else suspends the
 * key, ends its sessions and raises an alarm (AUT-09, AUT-10): once, however often the proof is sent, since the
 * challenge is claimed before anything else.
 */
export async function refuseAnomaly(services: AuthServices, anomaly: Anomaly): Promise<RefusedSignIn> {
  const { rows, challenge, trace, now, reason } = anomaly;
  if (reason === 'sign_count_regressed' && rows.signCountAt >= challenge.issuedAt) {
    return refuseProven(services, { reason: 'older_tab', challenge, rows, trace });
  }
  const recordRefusal = (tx: Tx, about: AboutAnomaly) =>
    services.audit.record(tx, { type: 'sign_in_refused', result: 'refused', ...about });
  const isFirst = await suspendAndAlarm(services, { rows, challenge, reason, recordRefusal, trace, now });
  if (!isFirst) return refuseProven(services, { reason: 'challenge_spent', challenge: null, rows, trace });
  return toRefusal(reason);
}

/** Wrong PINs are counted apart: many of them over many keys are a spray (PIN-06). */
function failureOf(reason: SignInRefusal): 'failed-pin' | 'failed-sign-in' {
  return reason === 'wrong_pin' ? 'failed-pin' : 'failed-sign-in';
}

/** Outside all refusals look alike; only the log has the reason. */
function toRefusal(reason: SignInRefusal): RefusedSignIn {
  return { ok: false, reason, isUnknownKey: reason === 'credential_unknown' || reason === 'key_revoked' };
}
