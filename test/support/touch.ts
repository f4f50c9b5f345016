/** The touch of a session's key in tests: what a person's browser adds to a form that the key must confirm. */
import { verifyRegistration } from '#auth/ceremonies/verify-registration.ts';
import { hashToken } from '#auth/tokens/opaque-token.ts';
import { PROOF_FIELDS } from '#portal/step-up/proof-fields.ts';
import type { Db } from '#prisma/client.ts';
import { createSoftAuthenticator } from './soft-authenticator.ts';
import type { RequestOptions, SoftAuthenticator } from './soft-authenticator.ts';

const authenticators = new Map<string, SoftAuthenticator>();

/** The software key behind a stored key; registered with it on first use. */
export async function authenticatorOf(
  db: Db,
  { keyId, origin }: { keyId: string; origin: string },
): Promise<SoftAuthenticator> {
  const known = authenticators.get(keyId);
  if (known !== undefined) return known;
  const authenticator = createSoftAuthenticator({ origin, attestation: 'none' });
  authenticators.set(keyId, authenticator);
  const { holder } = await db.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { holder: { select: { userHandle: true } } },
  });
  const rpId = new URL(origin).hostname;
  const challenge = new Uint8Array(32);
  const response = authenticator.create({
    challenge: toText(challenge),
    rp: { id: rpId },
    user: { id: toText(holder?.userHandle ?? new Uint8Array()) },
    pubKeyCredParams: [{ alg: -7 }],
  });
  const verified = await verifyRegistration(
    { response, challenge, origins: [origin], rpId },
    POLICY,
    new Date(),
  );
  if (!verified.ok) throw new Error(verified.reason);
  const { credentialId, publicKey, signCount } = verified.registration;
  await db.credential.create({
    data: {
      keyId,
      credentialId,
      publicKey,
      signCount: BigInt(signCount),
      signCountAt: new Date(0),
      aaguid: '',
      format: 'none',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: new Date(0),
    },
    select: { id: true },
  });
  return authenticator;
}

/** The key of the session with this token; null where there is no such session. */
export async function keyOfSession(db: Db, token: string): Promise<string | null> {
  const session = await db.session.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { keyId: true },
  });
  return session?.keyId ?? null;
}

/** The two fields of a proof. */
export function toProofFields(
  authenticator: SoftAuthenticator,
  begun: { options: RequestOptions; state: string },
): [string, string][] {
  return [
    [PROOF_FIELDS.state, begun.state],
    [PROOF_FIELDS.response, JSON.stringify(authenticator.get(begun.options))],
  ];
}

const POLICY = {
  algorithms: [-7],
  userVerification: 'required',
  backupEligible: 'refused',
  crossOrigin: 'refused',
  topOrigins: [],
  attestation: 'optional',
  formats: ['none'],
  roots: [],
  aaguids: null,
  metadata: null,
  residentKey: 'required',
  attachment: 'cross-platform',
  credProtect: null,
  minPinLength: null,
  unknownMinPinLength: 'accepted',
} as const;

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
