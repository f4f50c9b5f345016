import type { AuthServices } from '../auth-services.ts';
import type { OpenTicket } from '../invitations/find-ticket.ts';
import type { Policy } from '../policy/policy.ts';
import { CHALLENGE_LIFETIME_SECONDS, mintChallenge } from './challenge.ts';
import { authenticationPolicyOf, ceremonyKindOf } from './policy-for-ceremony.ts';

const CREDENTIAL_PROTECTION = 'userVerificationRequired';

/** What the page hands to `navigator.credentials.create`, in the JSON form of WebAuthn L3. */
export type RegistrationOptions = Record<string, unknown> & { challenge: string };

/**
 * Begins the registration of the key that a ticket is for. Every wish is checked again on the answer (REG-04).
 * A U2F key is asked for neither its PIN nor a place in its memory, since it has none of either.
 * Keys that the account already has are excluded, suspended ones too, so that one key is not registered twice.
 * @see WebAuthn L3 #dictdef-publickeycredentialcreationoptionsjson
 */
export async function beginRegistration(
  services: AuthServices,
  { ticket, browserToken }: { ticket: OpenTicket; browserToken: string },
): Promise<{ options: RegistrationOptions; state: string }> {
  const { db, relyingParty, sealingKeys, now } = services;
  const policy = await services.policy();
  const known = await db.credential.findMany({
    where: {
      key:
        ticket.key.accountId === null ? { holderId: ticket.holder.id } : { accountId: ticket.key.accountId },
    },
    select: { credentialId: true },
  });
  const kind = ceremonyKindOf(ticket.key.kind, ticket.holder.kind === 'staff' ? 'staff' : 'customer');
  const { challenge, state } = await mintChallenge({
    keys: sealingKeys,
    purpose: `registration:${ticket.ticketId}`,
    browserToken,
    now: now(),
  });
  return {
    state,
    options: {
      challenge,
      rp: { id: relyingParty.rpId, name: relyingParty.rpName },
      user: {
        id: Buffer.from(ticket.holder.userHandle).toString('base64url'),
        name: ticket.key.label,
        displayName: ticket.key.label,
      },
      pubKeyCredParams: authenticationPolicyOf(policy, kind).algorithms.map((alg) => ({
        type: 'public-key',
        alg,
      })),
      timeout: CHALLENGE_LIFETIME_SECONDS * 1000,
      excludeCredentials: known.map(({ credentialId }) => ({
        type: 'public-key',
        id: Buffer.from(credentialId).toString('base64url'),
      })),
      hints: ['security-key'],
      attestation: 'direct',
      ...(kind === 'u2f' ? U2F_WISHES : fido2Wishes(policy)),
    },
  };
}

/** @see WebAuthn L3 #sctn-fido-u2f-sig-format-compat; REG-03 as amended for U2F */
const U2F_WISHES = {
  authenticatorSelection: {
    authenticatorAttachment: 'cross-platform',
    residentKey: 'discouraged',
    requireResidentKey: false,
    userVerification: 'discouraged',
  },
  extensions: {},
} as const;

function fido2Wishes(policy: Policy) {
  return {
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    extensions: {
      credProps: true,
      minPinLength: true,
      credentialProtectionPolicy: CREDENTIAL_PROTECTION,
      enforceCredentialProtectionPolicy: policy.credentialProtection === 'demanded',
    },
  } as const;
}
