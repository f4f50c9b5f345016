import { z } from 'zod';
import type { Tx } from '#prisma/client.ts';
import { noteFailure } from '../alarms/note-failure.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import { isInTwoPlaces } from '../alarms/two-places.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { readProof } from '../keys/key-proof.ts';
import type { StaffRole } from '../permissions/roles.ts';
import { tierOfKey } from '../policy/policy.ts';
import type { Policy } from '../policy/policy.ts';
import { createSession } from '../sessions/create-session.ts';
import { endSurplusSessions } from '../sessions/end-surplus-sessions.ts';
import { endSessionByToken } from '../sessions/end-sessions.ts';
import { standingOf } from '../sessions/standing.ts';
import type { Standing, StandingRefusal } from '../sessions/standing.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { claimChallenge, openChallenge, spendAndRecord, spendChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { decoyCredentialFor } from './decoy-credential.ts';
import { SIGN_IN_ROWS, findCredential } from './find-credential.ts';
import type { SignInRows } from './find-credential.ts';
import { authenticationPolicyOf } from './policy-for-ceremony.ts';
import { advanceCounter, suspendAndAlarm } from './settle-assertion.ts';
import { toStoredCredential } from './stored-credential.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import type { AssertionAnomaly, AuthenticationRefusal, VerifiedAssertion } from './verify-authentication.ts';

export type FinishAuthentication = {
  /** What `beginAuthentication` sealed. */
  state: string;
  /** The parsed JSON body that the browser posted, not yet trusted in any way. */
  response: unknown;
  browserToken: string;
  /** The session cookie that came along, if any: a new sign-in ends it (SES-02). */
  previousToken: string | null;
  trace: RequestTrace;
};

export type FinishAuthenticationOutcome =
  /** `endedOthers`: how many older sessions of the key were ended for this one. */
  | { ok: true; token: string; role: StaffRole | 'customer'; endedOthers: number }
  | { ok: false; reason: SignInRefusal; isUnknownKey: boolean };

export type SignInRefusal =
  | AuthenticationRefusal
  | AssertionAnomaly
  | StandingRefusal
  | 'challenge_expired'
  | 'challenge_not_ours'
  | 'challenge_of_other_browser'
  | 'challenge_spent'
  | 'credential_unknown'
  | 'older_tab';

const Claimed = z
  .object({ id: z.string().max(1400), response: z.object({ userHandle: z.string().max(100).nullish() }) })
  .transform(({ id, response }) => ({ id, userHandle: response.userHandle ?? '' }))
  .catch({ id: '', userHandle: '' });

/**
 * Finishes a sign-in. The account follows from the credential alone; challenge, counter and session are one
 * transaction. Whatever was wrong, the answer outside is the same; inside, the audit log says which.
 * A key whose valid signature shows an older counter than one stored after its challenge was minted has a copy:
 * it is suspended, its sessions end, and an alarm is raised (AUT-10). So it is when its backup state changed (AUT-09).
 * @see WebAuthn L3 #sctn-verifying-assertion
 */
export async function finishAuthentication(
  services: AuthServices,
  request: FinishAuthentication,
): Promise<FinishAuthenticationOutcome> {
  const { db, relyingParty, sealingKeys } = services;
  const now = services.now();
  const opened = await openChallenge(request.state, {
    keys: sealingKeys,
    purpose: 'sign-in',
    browserToken: request.browserToken,
    now,
  });
  if (!opened.ok) return refuseUnproven(services, request, { reason: opened.reason, challenge: null });

  const policy = await services.policy();
  const claimed = Claimed.parse(request.response);
  const rows = await findCredential(db, claimed.id);
  const stored = rows === null ? decoyCredentialFor(claimed) : toStoredCredential(rows);
  const verified = await verifyAuthentication(
    {
      response: request.response,
      userHandle: 'required',
      challenge: opened.challenge.value,
      origins: relyingParty.origins,
      rpId: relyingParty.rpId,
    },
    stored,
    authenticationPolicyOf(policy),
    now,
  );
  const proven = { challenge: opened.challenge, rows, policy, now };
  if (rows === null)
    return refuseUnproven(services, request, { reason: 'credential_unknown', challenge: opened.challenge });
  if (verified.ok) return signIn(services, request, { ...proven, rows, assertion: verified.assertion });
  if (!('assertion' in verified))
    return refuseUnproven(services, request, { reason: verified.reason, challenge: opened.challenge });
  if (verified.reason === 'sign_count_regressed' && rows.signCountAt >= opened.challenge.issuedAt) {
    return refuse(services, request, { reason: 'older_tab', challenge: opened.challenge, rows });
  }
  return stopKey(services, request, { ...proven, rows, reason: verified.reason });
}

type Proven = { challenge: Challenge; rows: SignInRows; policy: Policy; now: Date };

async function signIn(
  services: AuthServices,
  request: FinishAuthentication,
  proven: Proven & { assertion: VerifiedAssertion },
): Promise<FinishAuthenticationOutcome> {
  const { db, audit } = services;
  const { rows, now, challenge } = proven;
  const outcome = await db.$transaction(async (tx) => {
    if (!(await claimChallenge(tx, challenge))) return { ok: false, reason: 'challenge_spent' } as const;
    const current = await tx.credential.findUniqueOrThrow({ where: { id: rows.id }, select: SIGN_IN_ROWS });
    const standing = standingOf({
      key: current.key,
      holder: current.key.holder,
      memberships: current.key.holder?.memberships ?? [],
    });
    if (!standing.ok) return standing;
    if (!(await advanceCounter(tx, { credentialRowId: rows.id, assertion: proven.assertion, now })))
      return { ok: false, reason: 'older_tab' } as const;

    if (request.previousToken !== null) {
      await endSessionByToken(tx, {
        tokenHash: hashToken(request.previousToken),
        reason: 'signed_in_again',
        at: now,
      });
    }
    const accountId = firstAccountOf(standing, current.key.accountId);
    const tier = tierOfKey(proven.policy, readProof(current.key.attestation));
    const who = { keyId: current.key.id, holderId: standing.holderId, accountId };
    const session = await createSession(tx, {
      ...who,
      tier,
      policy: proven.policy,
      trace: request.trace,
      now,
    });
    await tx.key.update({ where: { id: current.key.id }, data: { lastUsedAt: now }, select: { id: true } });
    const endedOthers = await lookAtOthers(tx, services, { ...proven, session, trace: request.trace });
    await audit.record(tx, {
      type: 'sign_in',
      result: 'ok',
      actorId: who.holderId,
      sessionId: session.sessionId,
      tier,
      ...who,
      trace: request.trace,
      at: now,
    });
    return { ok: true, token: session.token, standing, endedOthers } as const;
  });
  if (!outcome.ok) return refuse(services, request, { reason: outcome.reason, challenge: null, rows });
  const { standing, token, endedOthers } = outcome;
  return { ok: true, token, role: standing.kind === 'staff' ? standing.role : 'customer', endedOthers };
}

type NewcomerAmongOthers = Proven & { session: { sessionId: string; place: string }; trace: RequestTrace };

/** Other sessions of the key: the oldest make room (SES-09), and one in another place raises an alarm (ADM-08). */
async function lookAtOthers(
  tx: Tx,
  { audit }: AuthServices,
  { rows: { key }, policy, session, trace, now }: NewcomerAmongOthers,
): Promise<number> {
  const { kept, ended } = await endSurplusSessions(tx, audit, { keyId: key.id, policy, trace, at: now });
  const newcomer = { place: session.place, lastSeenAt: now };
  if (kept.some((other) => isInTwoPlaces(newcomer, other)))
    await raiseAlarm(tx, audit, {
      kind: 'two_places',
      keyId: key.id,
      accountId: key.accountId,
      trace,
      at: now,
    });
  return ended;
}

/** The key gave itself away: it is stopped, and the refusal looks like any other. */
async function stopKey(
  services: AuthServices,
  request: FinishAuthentication,
  { rows, challenge, now, reason }: Proven & { reason: AssertionAnomaly },
): Promise<FinishAuthenticationOutcome> {
  const { trace } = request;
  const isFirst = await suspendAndAlarm(services, {
    rows,
    challenge,
    reason,
    recordRefusal: (tx, about) =>
      services.audit.record(tx, { type: 'sign_in_refused', result: 'refused', ...about }),
    trace,
    now,
  });
  if (!isFirst) return refuse(services, request, { reason: 'challenge_spent', challenge: null, rows });
  return toRefusal(reason);
}

/** A refusal after a valid signature: it is the key's, and stands in its history. */
async function refuse(
  services: AuthServices,
  { trace }: FinishAuthentication,
  { reason, challenge, rows }: { reason: SignInRefusal; challenge: Challenge | null; rows: SignInRows },
): Promise<FinishAuthenticationOutcome> {
  const { db, audit, now } = services;
  const { id: keyId, holderId, accountId } = rows.key;
  const about = { reason, keyId, holderId, accountId, trace, at: now() };
  await spendAndRecord(db, challenge, (tx) =>
    audit.record(tx, { type: 'sign_in_refused', result: 'refused', ...about }),
  );
  await noteFailure(services, { kind: 'failed-sign-in', accountId, trace });
  return toRefusal(reason);
}

/**
 * A refusal that proves nothing: anybody can send such an answer, whichever key it names. It is told of no key and no
 * account, and written once a minute for each reason.
 */
async function refuseUnproven(
  services: AuthServices,
  { trace }: FinishAuthentication,
  { reason, challenge }: { reason: SignInRefusal; challenge: Challenge | null },
): Promise<FinishAuthenticationOutcome> {
  const { db, audit, now } = services;
  if (challenge !== null) await spendChallenge(db, challenge);
  const event = { type: 'sign_in_refused', result: 'refused', reason, trace, at: now() } as const;
  await audit.recordRepeatable(db, event, reason);
  await noteFailure(services, { kind: 'failed-sign-in', accountId: null, trace });
  return toRefusal(reason);
}

/** Outside all refusals look alike; only the log has the reason. */
function toRefusal(reason: SignInRefusal): FinishAuthenticationOutcome {
  return { ok: false, reason, isUnknownKey: reason === 'credential_unknown' || reason === 'key_revoked' };
}

/** A key's own account first; a person of several switches from there. */
function firstAccountOf(standing: Standing & { ok: true }, keyAccountId: string | null): string | null {
  if (standing.kind === 'staff') return null;
  const own = standing.accounts.find(({ accountId }) => accountId === keyAccountId);
  return (own ?? standing.accounts[0]).accountId;
}
