import type { AuthServices } from '../auth-services.ts';
import { verifyNoPin, verifyPin } from '../pins/verify-pin.ts';
import type { StaffRole } from '../permissions/roles.ts';
import type { Policy } from '../policy/policy.ts';
import { purposeOf, toPrintedNumber } from './begin-number-authentication.ts';
import { claimChallenge, openChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { decoyCredentialFor } from './decoy-credential.ts';
import { findCredential, toStoredCredential } from './find-credential.ts';
import type { SignInRows } from './find-credential.ts';
import { claimOf } from './finish-authentication.ts';
import type { FinishAuthentication, FinishAuthenticationOutcome } from './finish-authentication.ts';
import { findStanding, openSession } from './open-session.ts';
import { advanceCounter } from './settle-assertion.ts';
import { authenticationPolicyOf } from './policy-for-ceremony.ts';
import { refuseAnomaly, refuseProven, refuseUnproven } from './sign-in-refusal.ts';
import type { SignInRefusal } from './sign-in-refusal.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import type { VerifiedAssertion } from './verify-authentication.ts';

export type FinishNumberAuthentication = FinishAuthentication & {
  /** As they were typed. */
  number: string;
  pin: string;
};

/**
 * Finishes the sign-in of a key without a PIN of its own: first the key's signature, and only then the PIN, so that
 * nobody can try PINs without the key in hand (PIN-05). One signature is good for one try. Every refusal looks alike
 * outside and costs the same work, a suspension too: without a PIN of its own the key has not said who holds it
 * (AUT-12).
 * @see WebAuthn L3 #sctn-verifying-assertion
 */
export async function finishNumberAuthentication(
  services: AuthServices,
  request: FinishNumberAuthentication,
): Promise<FinishAuthenticationOutcome> {
  const { db, relyingParty, sealingKeys } = services;
  const { trace, pin } = request;
  const now = services.now();
  const number = toPrintedNumber(request.number);
  const { browserToken } = request;
  const binding = { keys: sealingKeys, purpose: purposeOf(number), browserToken, now };
  const opened = await openChallenge(request.state, binding);
  if (!opened.ok) return refuseUnproven(services, { reason: opened.reason, challenge: null, trace });

  const { challenge } = opened;
  const policy = await services.policy();
  const claimed = claimOf(request.response);
  const found = await findCredential(db, claimed.id);
  const rows = found !== null && isOfNumber(found, number) ? found : null;
  const verified = await verifyAuthentication(
    {
      response: request.response,
      userHandle: 'optional', // a key that stores nothing knows no holder
      challenge: challenge.value,
      origins: relyingParty.origins,
      rpId: relyingParty.rpId,
    },
    rows === null ? decoyCredentialFor(claimed, { userVerified: false }) : toStoredCredential(rows),
    authenticationPolicyOf(policy, 'u2f'),
    now,
  );
  if (rows !== null && verified.ok) {
    return signIn(services, request, { challenge, rows, policy, now, assertion: verified.assertion });
  }
  await verifyNoPin(services, pin);
  if (rows === null || verified.ok) {
    return refuseUnproven(services, { reason: 'credential_unknown', challenge, trace });
  }
  if (!('assertion' in verified)) {
    return refuseUnproven(services, { reason: verified.reason, challenge, trace });
  }
  return refuseAnomaly(services, { reason: verified.reason, rows, challenge, trace, now });
}

/** The credential must be of the number that was asked for, and of a key without a PIN of its own. */
function isOfNumber({ key }: SignInRows, number: string): boolean {
  return key.kind === 'u2f' && key.cardNumber === number;
}

type Proven = {
  challenge: Challenge;
  rows: SignInRows;
  policy: Policy;
  now: Date;
  assertion: VerifiedAssertion;
};
type SignedIn = { token: string; role: StaffRole | 'customer'; endedOthers: number };
type Step<Done> = ({ ok: true } & Done) | { ok: false; reason: SignInRefusal };

async function signIn(
  services: AuthServices,
  { pin, previousToken, trace }: FinishNumberAuthentication,
  { challenge, rows, policy, now, assertion }: Proven,
): Promise<FinishAuthenticationOutcome> {
  const outcome = await verifyPin<SignedIn, SignInRefusal>(services, {
    key: rows.key,
    typed: pin,
    trace,
    before: async (tx): Promise<Step<object>> => {
      if (!(await claimChallenge(tx, challenge))) return { ok: false, reason: 'challenge_spent' };
      const { standing } = await findStanding(tx, rows);
      if (!standing.ok) return standing;
      if (standing.kind === 'staff') return { ok: false, reason: 'other_way_in' }; // ADM-01
      return (await advanceCounter(tx, { credentialRowId: rows.id, assertion, now }))
        ? { ok: true }
        : { ok: false, reason: 'older_tab' };
    },
    after: async (tx): Promise<Step<SignedIn>> => {
      const { key, standing } = await findStanding(tx, rows); // much may have happened while the PIN was hashed
      if (!standing.ok) return standing;
      const session = { key, standing, isUserVerified: false, policy, previousToken, trace, now };
      return { ok: true, ...(await openSession(tx, services, session)), role: 'customer' };
    },
  });
  return outcome.ok
    ? outcome
    : refuseProven(services, { reason: outcome.reason, challenge: null, rows, trace });
}
