import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { claimChallenge, openChallenge, spendAndRecord } from '../ceremonies/challenge.ts';
import type { Challenge } from '../ceremonies/challenge.ts';
import { findCredentialOfKey, toStoredCredential } from '../ceremonies/find-credential.ts';
import type { SignInRows } from '../ceremonies/find-credential.ts';
import { authenticationPolicyOf } from '../ceremonies/policy-for-ceremony.ts';
import { advanceCounter, suspendAndAlarm } from '../ceremonies/settle-assertion.ts';
import { verifyAuthentication } from '../ceremonies/verify-authentication.ts';
import type {
  AssertionAnomaly,
  AuthenticationRefusal,
  VerifiedAssertion,
} from '../ceremonies/verify-authentication.ts';
import type { Actor } from '../permissions/actor.ts';
import type { Tier } from '../permissions/tiers.ts';
import { hashToken, mintToken } from '../tokens/opaque-token.ts';
import { stepUpBinding } from './begin-step-up.ts';
import type { Deed } from './deed.ts';
import { signsLater } from './signs-later.ts';

export type FinishStepUp = {
  actor: Actor;
  /** As the request that brings the proof says it, never as `beginStepUp` was told it. */
  deed: Deed;
  /** What `beginStepUp` sealed. */
  state: string;
  /** The parsed JSON that the browser sent, not yet trusted in any way. */
  response: unknown;
  trace: RequestTrace;
};

export type FinishStepUpOutcome =
  /** The session goes on under a new token (SES-02); the old one opens nothing any more. */
  { ok: true; token: string } | { ok: false; reason: StepUpRefusal };

export type StepUpRefusal =
  | AuthenticationRefusal
  | AssertionAnomaly
  | 'tier_too_low'
  | 'challenge_expired'
  /** Of another deed, another object, or not ours at all. */
  | 'challenge_not_ours'
  | 'challenge_of_other_browser'
  | 'challenge_spent'
  | 'credential_unknown'
  /** Staff alone have confirmed this key, less than three days ago. */
  | 'signs_later'
  | 'older_tab'
  | 'session_over';

/** Only a key that proves everything may confirm anything. */
const STEP_UP_TIER: Tier = 4;

/**
 * Finishes a step-up: the session's own key confirmed exactly this deed, just now, with its PIN (AUT-19, SES-04). The
 * challenge is spent whatever the result, and the event says what was confirmed. The caller then does the deed.
 * @see WebAuthn L3 #sctn-verifying-assertion
 */
export async function finishStepUp(
  services: AuthServices,
  request: FinishStepUp,
): Promise<FinishStepUpOutcome> {
  const { db, relyingParty, sealingKeys } = services;
  const { actor, deed } = request;
  const now = services.now();
  if (actor.tier !== STEP_UP_TIER) return refuse(services, request, 'tier_too_low', null);
  const { purpose, browserToken } = stepUpBinding(actor, deed);
  const opened = await openChallenge(request.state, { keys: sealingKeys, purpose, browserToken, now });
  if (!opened.ok) return refuse(services, request, opened.reason, null);

  const { challenge } = opened;
  const rows = await findCredentialOfKey(db, actor.keyId);
  if (rows === null) return refuse(services, request, 'credential_unknown', challenge);
  if (signsLater(rows.key, now)) return refuse(services, request, 'signs_later', challenge);
  const verified = await verifyAuthentication(
    {
      response: request.response,
      userHandle: 'optional',
      challenge: challenge.value,
      origins: relyingParty.origins,
      rpId: relyingParty.rpId,
    },
    toStoredCredential(rows),
    authenticationPolicyOf(await services.policy(), 'fido2'),
    now,
  );
  if (verified.ok) return confirm(services, request, { challenge, rows, assertion: verified.assertion, now });
  if (!('assertion' in verified)) return refuse(services, request, verified.reason, challenge);
  if (verified.reason === 'sign_count_regressed' && rows.signCountAt >= challenge.issuedAt)
    return refuse(services, request, 'older_tab', challenge);
  return stopKey(services, request, { challenge, rows, reason: verified.reason, now });
}

type Proven = { challenge: Challenge; rows: SignInRows; now: Date };

async function confirm(
  services: AuthServices,
  request: FinishStepUp,
  proven: Proven & { assertion: VerifiedAssertion },
): Promise<FinishStepUpOutcome> {
  const outcome = await services.db.$transaction((tx) => claim(tx, services, request, proven));
  return outcome.ok ? outcome : refuse(services, request, outcome.reason, null);
}

async function claim(
  tx: Tx,
  { audit }: AuthServices,
  { actor, deed, trace }: FinishStepUp,
  { challenge, rows, assertion, now }: Proven & { assertion: VerifiedAssertion },
): Promise<FinishStepUpOutcome> {
  if (!(await claimChallenge(tx, challenge))) return { ok: false, reason: 'challenge_spent' };
  if (!(await advanceCounter(tx, { credentialRowId: rows.id, assertion, now })))
    return { ok: false, reason: 'older_tab' };
  const token = mintToken();
  const { count } = await tx.session.updateMany({
    where: {
      id: actor.sessionId,
      keyId: actor.keyId,
      endedAt: null,
      lockedAt: null,
      key: { status: 'active' },
    },
    data: { tokenHash: hashToken(token), lastSeenAt: now },
  });
  if (count === 0) return { ok: false, reason: 'session_over' };
  const event = eventOf(actor, deed);
  // Whoever doubts it years later reads who took the key, as it was known then (REC-05 amended).
  const details = { ...event.details, evidence: rows.key.evidence };
  await audit.record(tx, { type: 'step_up', result: 'ok', ...event, details, trace, at: now });
  return { ok: true, token };
}

async function stopKey(
  services: AuthServices,
  request: FinishStepUp,
  { reason, ...proven }: Proven & { reason: AssertionAnomaly },
): Promise<FinishStepUpOutcome> {
  const { actor, deed, trace } = request;
  const isFirst = await suspendAndAlarm(services, {
    ...proven,
    reason,
    recordRefusal: (tx, about) =>
      services.audit.record(tx, {
        type: 'step_up_refused',
        result: 'refused',
        ...eventOf(actor, deed),
        ...about,
        keyId: actor.keyId,
      }),
    trace,
  });
  return isFirst ? { ok: false, reason } : refuse(services, request, 'challenge_spent', null);
}

async function refuse(
  { db, audit, now }: AuthServices,
  { actor, deed, trace }: FinishStepUp,
  reason: StepUpRefusal,
  challenge: Challenge | null,
): Promise<FinishStepUpOutcome> {
  await spendAndRecord(db, challenge, (tx) =>
    audit.record(tx, {
      type: 'step_up_refused',
      result: 'refused',
      reason,
      ...eventOf(actor, deed),
      trace,
      at: now(),
    }),
  );
  return { ok: false, reason };
}

/** The deed by its action, object and hash: whoever has the request can prove that this key confirmed it. */
function eventOf(actor: Actor, deed: Deed) {
  const { action, object } = deed;
  const deedHash = Buffer.from(stepUpBinding(actor, deed).commitment).toString('hex');
  return {
    ...actedBy(actor),
    sessionId: actor.sessionId,
    keyId: actor.keyId,
    holderId: actor.holderId,
    accountId: actor.kind === 'customer' ? actor.accountId : null,
    details: { action, object, deedHash },
  };
}
