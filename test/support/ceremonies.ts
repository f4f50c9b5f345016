/** Runs whole ceremonies between a soft authenticator and the verification, right unless the test says otherwise. */
import {
  verifyAuthentication,
  type AuthenticationInput,
  type AuthenticationOutcome,
  type StoredCredential,
} from '#auth/ceremonies/verify-authentication.ts';
import type { RegistrationPolicy } from '#auth/ceremonies/verification-policy.ts';
import {
  verifyRegistration,
  type RegistrationInput,
  type RegistrationOutcome,
  type VerifiedRegistration,
} from '#auth/ceremonies/verify-registration.ts';
import { seededBytes } from './seeded-key.ts';
import {
  createSoftAuthenticator,
  type AssertionJson,
  type Behaviour,
  type RegistrationJson,
  type SoftAuthenticator,
  type SoftAuthenticatorSettings,
} from './soft-authenticator.ts';
import { createTestCa, type TestCa } from './test-ca.ts';

export const NOON = new Date('2026-11-22T12:00:00Z');
export const ORIGIN = 'https://portal.example';
export const RP_ID = 'portal.example';

export const REGISTRATION_CHALLENGE = seededBytes('challenge', 'registration');
export const SIGN_IN_CHALLENGE = seededBytes('challenge', 'sign-in');
export const USER_HANDLE = seededBytes('holder', 'user handle');

/** A soft authenticator with its maker. */
export type Fob = { ca: TestCa; authenticator: SoftAuthenticator };

export function aFob(settings: Omit<SoftAuthenticatorSettings, 'testCa'> = {}): Fob {
  const ca = createTestCa({ seed: 'demo maker' });
  return { ca, authenticator: createSoftAuthenticator({ seed: 'demo fob', testCa: ca, ...settings }) };
}

/** What a production installation asks for, with the fob's maker as the only pinned root. */
export function productionPolicy({ ca }: Pick<Fob, 'ca'>): RegistrationPolicy {
  return {
    attestation: 'required',
    formats: ['packed'],
    roots: [{ certificate: ca.certificate, models: null }],
    aaguids: null,
    metadata: null,
    algorithms: [-7, -8],
    userVerification: 'required',
    backupEligible: 'refused',
    crossOrigin: 'refused',
    topOrigins: [],
    residentKey: 'required',
    attachment: 'cross-platform',
    credProtect: null,
    minPinLength: null,
    unknownMinPinLength: 'refused',
  };
}

type Variation<Json, Input> = {
  /** How the authenticator or browser differs from an honest one. */
  unlike?: Partial<Behaviour>;
  policy?: Partial<RegistrationPolicy>;
  /** How the server's expectation differs. */
  input?: Partial<Omit<Input, 'response'>>;
  /** What happens to the answer on its way. */
  edit?: (json: Json) => unknown;
  now?: Date;
};

export function register(
  fob: Fob,
  {
    unlike,
    policy,
    input,
    edit,
    now = NOON,
    algorithm = -7,
  }: Variation<RegistrationJson, RegistrationInput> & { algorithm?: number } = {},
): Promise<RegistrationOutcome> {
  const json = fob.authenticator.create(
    {
      challenge: toText(REGISTRATION_CHALLENGE),
      rp: { id: RP_ID },
      user: { id: toText(USER_HANDLE) },
      pubKeyCredParams: [{ alg: algorithm }],
    },
    unlike,
  );
  return verifyRegistration(
    {
      response: edit ? edit(json) : json,
      challenge: REGISTRATION_CHALLENGE,
      origins: [ORIGIN],
      rpId: RP_ID,
      ...input,
    },
    { ...productionPolicy(fob), ...policy },
    now,
  );
}

/** The registration of an honest key; a refusal here is a fault of the test. */
export async function anAcceptedRegistration(
  ...args: Parameters<typeof register>
): Promise<VerifiedRegistration> {
  const outcome = await register(...args);
  if (!outcome.ok) throw new Error(`the registration was refused: ${outcome.reason}`);
  return outcome.registration;
}

/** What the portal keeps of an honest registration. */
export async function aStoredCredential(...args: Parameters<typeof register>): Promise<StoredCredential> {
  const { credentialId, publicKey, signCount, flags } = await anAcceptedRegistration(...args);
  const { backupEligible, userVerified } = flags;
  return { credentialId, publicKey, signCount, backupEligible, userVerified, userHandle: USER_HANDLE };
}

export function signIn(
  fob: Fob,
  stored: StoredCredential,
  { unlike, policy, input, edit, now = NOON }: Variation<AssertionJson, AuthenticationInput> = {},
): Promise<AuthenticationOutcome> {
  const json = fob.authenticator.get({ challenge: toText(SIGN_IN_CHALLENGE), rpId: RP_ID }, unlike);
  return verifyAuthentication(
    {
      response: edit ? edit(json) : json,
      challenge: SIGN_IN_CHALLENGE,
      origins: [ORIGIN],
      rpId: RP_ID,
      userHandle: 'required',
      ...input,
    },
    stored,
    { ...productionPolicy(fob), ...policy },
    now,
  );
}

/** `accepted`, or the code of the refusal. */
export async function verdictOf(
  outcome: Promise<{ ok: true } | { ok: false; reason: string }>,
): Promise<string> {
  const settled = await outcome;
  return settled.ok ? 'accepted' : settled.reason;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
