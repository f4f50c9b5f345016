import type { AuthServices } from '../auth-services.ts';
import { CHALLENGE_LIFETIME_SECONDS, mintChallenge } from '../ceremonies/challenge.ts';
import type { Actor } from '../permissions/actor.ts';
import { signsLater } from './signs-later.ts';
import { hashOfDeed } from './deed.ts';
import type { Deed } from './deed.ts';

/** What the page hands to `navigator.credentials.get`, in the JSON form of WebAuthn L3. */
export type StepUpOptions = {
  challenge: string;
  rpId: string;
  timeout: number;
  userVerification: 'required';
  allowCredentials: readonly { type: 'public-key'; id: string; transports: readonly string[] }[];
  hints: readonly string[];
};

export type BeginStepUpOutcome =
  | { ok: true; options: StepUpOptions; state: string }
  | { ok: false; reason: 'no_credential' | 'signs_later' };

/**
 * Begins a step-up: the key of this session, and no other, is asked to confirm one deed (AUT-19). The challenge
 * carries the deed's hash, so the key's signature is over it. Nothing is stored. A key that staff alone have confirmed
 * is asked for nothing yet (REC-05 amended).
 * @see WebAuthn L3 #dictdef-publickeycredentialrequestoptionsjson
 */
export async function beginStepUp(
  services: AuthServices,
  { actor, deed }: { actor: Actor; deed: Deed },
): Promise<BeginStepUpOutcome> {
  const { db, relyingParty, sealingKeys } = services;
  const credential = await db.credential.findUnique({
    where: { keyId: actor.keyId },
    select: { credentialId: true, key: { select: { signsFrom: true } } },
  });
  const now = services.now();
  if (credential === null) return { ok: false, reason: 'no_credential' };
  if (signsLater(credential.key, now)) return { ok: false, reason: 'signs_later' };
  const { challenge, state } = await mintChallenge({
    keys: sealingKeys,
    ...stepUpBinding(actor, deed),
    now,
  });
  const id = Buffer.from(credential.credentialId).toString('base64url');
  return {
    ok: true,
    state,
    options: {
      challenge,
      rpId: relyingParty.rpId,
      timeout: CHALLENGE_LIFETIME_SECONDS * 1000,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id, transports: ['usb'] }],
      hints: ['security-key'],
    },
  };
}

/** A step-up's challenge is good for one deed in one session; its last 32 bytes are the deed's hash. */
export function stepUpBinding({ sessionId }: Actor, deed: Deed) {
  const commitment = hashOfDeed(deed);
  const purpose = `step-up:${Buffer.from(commitment).toString('base64url')}` as const;
  return { purpose, browserToken: sessionId, commitment };
}
