import { z } from 'zod';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffRole } from '../permissions/roles.ts';
import type { Policy } from '../policy/policy.ts';
import { claimChallenge, openChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { decoyCredentialFor } from './decoy-credential.ts';
import { findCredential, toStoredCredential } from './find-credential.ts';
import type { SignInRows } from './find-credential.ts';
import { findStanding, openSession } from './open-session.ts';
import { authenticationPolicyOf } from './policy-for-ceremony.ts';
import { advanceCounter } from './settle-assertion.ts';
import { refuseAnomaly, refuseProven, refuseUnproven } from './sign-in-refusal.ts';
import type { RefusedSignIn } from './sign-in-refusal.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import type { VerifiedAssertion } from './verify-authentication.ts';

export type FinishAuthentication = {
  /** What `beginAuthentication` sealed. */
  state: string;
  /** The parsed JSON body that the browser posted, not yet trusted in any way. */
  response: unknown;
  browserToken: string;
  /** The session cookie that came along, if any: locked, it goes on; otherwise the sign-in ends it (SES-02, SES-03). */
  previousToken: string | null;
  trace: RequestTrace;
};

export type FinishAuthenticationOutcome =
  /** `endedOthers`: how many older sessions of the key were ended for this one. */
  { ok: true; token: string; role: StaffRole | 'customer'; endedOthers: number } | RefusedSignIn;

const Claimed = z
  .object({ id: z.string().max(1400), response: z.object({ userHandle: z.string().max(100).nullish() }) })
  .transform(({ id, response }) => ({ id, userHandle: response.userHandle ?? '' }))
  .catch({ id: '', userHandle: '' });

/** What an answer says of itself; nothing of it is proven yet. */
export function claimOf(response: unknown): { id: string; userHandle: string } {
  return Claimed.parse(response);
}

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
  const { trace } = request;
  const now = services.now();
  const opened = await openChallenge(request.state, {
    keys: sealingKeys,
    purpose: 'sign-in',
    browserToken: request.browserToken,
    now,
  });
  if (!opened.ok) return refuseUnproven(services, { reason: opened.reason, challenge: null, trace });

  const { challenge } = opened;
  const policy = await services.policy();
  const claimed = claimOf(request.response);
  const rows = await findCredential(db, claimed.id);
  const verified = await verifyAuthentication(
    {
      response: request.response,
      userHandle: 'required',
      challenge: challenge.value,
      origins: relyingParty.origins,
      rpId: relyingParty.rpId,
    },
    rows === null ? decoyCredentialFor(claimed, { userVerified: true }) : toStoredCredential(rows),
    authenticationPolicyOf(policy, 'fido2'),
    now,
  );
  if (rows === null) return refuseUnproven(services, { reason: 'credential_unknown', challenge, trace });
  if (verified.ok) {
    return signIn(services, request, { challenge, rows, policy, now, assertion: verified.assertion });
  }
  if (!('assertion' in verified)) {
    return refuseUnproven(services, { reason: verified.reason, challenge, trace });
  }
  return refuseAnomaly(services, { reason: verified.reason, rows, challenge, trace, now });
}

type Proven = {
  challenge: Challenge;
  rows: SignInRows;
  policy: Policy;
  now: Date;
  assertion: VerifiedAssertion;
};

async function signIn(
  services: AuthServices,
  { previousToken, trace }: FinishAuthentication,
  { challenge, rows, policy, now, assertion }: Proven,
): Promise<FinishAuthenticationOutcome> {
  const outcome = await services.db.$transaction(async (tx) => {
    if (!(await claimChallenge(tx, challenge))) return { ok: false, reason: 'challenge_spent' } as const;
    const { key, standing } = await findStanding(tx, rows);
    if (!standing.ok) return standing;
    // Registered as a key without a PIN of its own: it comes in with the portal's PIN or not at all.
    if (key.kind !== 'fido2') return { ok: false, reason: 'other_way_in' } as const;
    if (!(await advanceCounter(tx, { credentialRowId: rows.id, assertion, now }))) {
      return { ok: false, reason: 'older_tab' } as const;
    }
    const session = { key, standing, isUserVerified: true, policy, previousToken, trace, now };
    return { ok: true, ...(await openSession(tx, services, session)), standing } as const;
  });
  if (!outcome.ok) return refuseProven(services, { reason: outcome.reason, challenge: null, rows, trace });
  const { standing, token, endedOthers } = outcome;
  return { ok: true, token, role: standing.kind === 'staff' ? standing.role : 'customer', endedOthers };
}
