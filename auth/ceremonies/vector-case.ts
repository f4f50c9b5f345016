/**
 * One test case as `npm run auth:vectors` reads it: a ceremony, a policy, an answer and the verdict that it must get.
 * Bytes are lower-case hex. Only the shape of a case is checked here; nonsense inside an answer is for the verification.
 */
import { z } from 'zod';
import { toAaguid } from './authenticator-data.ts';
import { isCoseAlgorithm } from './cose-algorithm.ts';
import { ATTESTATION_FORMATS, type RegistrationPolicy } from './verification-policy.ts';

const Hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/, 'lower-case hex')
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

/** With or without the hyphens of the UUID form. */
const Aaguid = z
  .string()
  .transform((text) => text.replaceAll('-', ''))
  .pipe(Hex)
  .refine((bytes) => bytes.byteLength === 16, '16 bytes')
  .transform(toAaguid);

const CredProtect = z.union([z.literal(1), z.literal(2), z.literal(3)]);

const Policy = z
  .object({
    attestation: z.enum(['required', 'optional']),
    formats: z.array(z.string()),
    roots: z.array(Hex),
    aaguids: z.array(Aaguid).nullish(),
    algorithms: z.array(z.number()),
    userVerification: z.enum(['required', 'preferred']),
    backupEligible: z.enum(['refused', 'allowed']),
    crossOrigin: z.enum(['refused', 'allowed']),
    credProtect: CredProtect.nullish(),
    minPinLength: z.number().nullish(),
  })
  .transform((policy) => ({
    ...policy,
    formats: ATTESTATION_FORMATS.filter((format) => policy.formats.includes(format)),
    roots: policy.roots.map((certificate) => ({ certificate, models: null })),
    aaguids: policy.aaguids ?? null,
    algorithms: policy.algorithms.filter(isCoseAlgorithm),
    credProtect: policy.credProtect ?? null,
    minPinLength: policy.minPinLength ?? null,
    unknownMinPinLength: 'refused' as const,
    metadata: null,
    residentKey: 'any' as const,
    attachment: 'any' as const,
  }));

const common = {
  name: z.string(),
  rpId: z.string(),
  origins: z.array(z.string()),
  topOrigins: z
    .array(z.string())
    .nullish()
    .transform((origins) => origins ?? []),
  now: z.coerce.date(),
  challenge: Hex,
  policy: Policy,
  expect: z.enum(['accept', 'reject']),
};

const RegistrationCase = z.object({
  ...common,
  ceremony: z.literal('registration'),
  response: z.object({ id: Hex, clientDataJSON: Hex, attestationObject: Hex }),
});

const AuthenticationCase = z.object({
  ...common,
  ceremony: z.literal('authentication'),
  stored: z.object({
    credentialId: Hex,
    publicKey: Hex,
    signCount: z.number(),
    backupEligible: z.boolean(),
    userHandle: Hex.nullish().transform((handle) => handle ?? null),
  }),
  response: z.object({
    id: Hex,
    clientDataJSON: Hex,
    authenticatorData: Hex,
    signature: Hex,
    userHandle: Hex.nullish(),
  }),
});

export const VectorCase = z.discriminatedUnion('ceremony', [RegistrationCase, AuthenticationCase]);
export type VectorCase = z.infer<typeof VectorCase>;

/** The policy of a case with the allowed top origins, which the format keeps beside it. */
export function policyOf({ policy, topOrigins }: VectorCase): RegistrationPolicy {
  return { ...policy, topOrigins };
}
