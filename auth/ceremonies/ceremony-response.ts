/**
 * The JSON that the browser posts after a ceremony (`PublicKeyCredential.toJSON()`), brought to bytes.
 * Members that nobody here needs (convenience copies, future additions) are dropped.
 * @see WebAuthn L3 #dictdef-registrationresponsejson, #dictdef-authenticationresponsejson
 */
import { z } from 'zod';
import { parseBase64Url } from './base64url.ts';

/** WebAuthn L3 #credential-id: "at most 1023 bytes"; REG-16 wants at least 16. */
const CREDENTIAL_ID_BYTES = { minimum: 16, maximum: 1023 };
/** WebAuthn L3 #user-handle. */
const USER_HANDLE_BYTES = { minimum: 1, maximum: 64 };

/** Several times what honest keys and browsers send. */
const CLIENT_DATA_BYTES = { minimum: 1, maximum: 4096 };
const ATTESTATION_OBJECT_BYTES = { minimum: 1, maximum: 16_384 };
const AUTHENTICATOR_DATA_BYTES = { minimum: 37, maximum: 4096 };
const SIGNATURE_BYTES = { minimum: 1, maximum: 1024 };
const TRANSPORTS_MAXIMUM = 16;
const ATTACHMENT_LETTERS_MAXIMUM = 32;

/** WebAuthn L3 #enum-transport. */
const KNOWN_TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'] as const;
export type Transport = (typeof KNOWN_TRANSPORTS)[number];

const CredentialId = base64UrlBytes(CREDENTIAL_ID_BYTES);

export const RegistrationResponse = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal('public-key'),
  // "Relying Parties SHOULD treat unknown values as if the value were null": #dom-publickeycredential-authenticatorattachment
  authenticatorAttachment: z.string().max(ATTACHMENT_LETTERS_MAXIMUM).nullish(),
  clientExtensionResults: z.object({ credProps: z.object({ rk: z.boolean().optional() }).optional() }),
  response: z.object({
    clientDataJSON: base64UrlBytes(CLIENT_DATA_BYTES),
    attestationObject: base64UrlBytes(ATTESTATION_OBJECT_BYTES),
    transports: z.array(z.unknown()).max(TRANSPORTS_MAXIMUM).default([]).transform(keepKnownTransports),
  }),
});
export type RegistrationResponse = z.infer<typeof RegistrationResponse>;

export const AuthenticationResponse = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64UrlBytes(CLIENT_DATA_BYTES),
    authenticatorData: base64UrlBytes(AUTHENTICATOR_DATA_BYTES),
    signature: base64UrlBytes(SIGNATURE_BYTES),
    userHandle: base64UrlBytes(USER_HANDLE_BYTES).nullish(),
  }),
});
export type AuthenticationResponse = z.infer<typeof AuthenticationResponse>;

function base64UrlBytes({ minimum, maximum }: { minimum: number; maximum: number }) {
  return z
    .string()
    .max(Math.ceil((maximum * 4) / 3)) // one letter more would be one byte more
    .transform((text, context) => {
      const bytes = parseBase64Url(text);
      if (bytes && bytes.byteLength >= minimum) return bytes;
      context.addIssue({ code: 'custom', message: 'not canonical base64url, or too short' });
      return z.NEVER;
    });
}

function keepKnownTransports(transports: readonly unknown[]): Transport[] {
  return KNOWN_TRANSPORTS.filter((transport) => transports.includes(transport));
}
