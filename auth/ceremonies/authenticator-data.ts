/**
 * Authenticator data: the bytes that the key itself signs.
 * @see WebAuthn L3 #sctn-authenticator-data
 */
import { decodeCborPrefix, type CborMap } from './cbor.ts';

export type AuthenticatorFlags = {
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  /** Bits 1 and 5, reserved for future use: they decide nothing, and whoever keeps the log may note them. */
  reservedBits: number;
};

export type AttestedCredentialData = {
  /** Lower-case UUID form. Only a claim until a certificate proves it. */
  aaguid: string;
  credentialId: Uint8Array<ArrayBuffer>;
  /** The COSE key exactly as the authenticator wrote it. */
  publicKey: Uint8Array<ArrayBuffer>;
  publicKeyMembers: CborMap;
};

export type AuthenticatorData = {
  bytes: Uint8Array;
  rpIdHash: Uint8Array;
  /** The flags as the byte they are. */
  flagBits: number;
  flags: AuthenticatorFlags;
  signCount: number;
  attestedCredential: AttestedCredentialData | null;
  extensions: CborMap;
};

/** The AAGUID of authenticators that have none (U2F), and what browsers put in when attestation was not asked for. */
export const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

const RP_ID_HASH_BYTES = 32;
const SIGN_COUNT_OFFSET = 33;
const FIXED_BYTES = 37;
const AAGUID_BYTES = 16;
const ID_LENGTH_BYTES = 2;

/** @see WebAuthn L3 #authdata-flags */
const FLAG = {
  userPresent: 0x01,
  reserved: 0x02 | 0x20,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attestedCredentialData: 0x40,
  extensionData: 0x80,
} as const;

const NO_EXTENSIONS: CborMap = new Map();

type Parsed<Part> = { part: Part; byteLength: number } | null;

/**
 * Takes authenticator data apart without leaving or inventing a byte.
 * @returns null when a part is cut short, is not canonical CBOR, or bytes are left over.
 */
export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData | null {
  if (bytes.byteLength < FIXED_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flagBits = view.getUint8(RP_ID_HASH_BYTES);

  const credential =
    (flagBits & FLAG.attestedCredentialData) === 0
      ? { part: null, byteLength: 0 }
      : parseAttestedCredential(bytes.subarray(FIXED_BYTES));
  if (!credential) return null;

  const credentialEnd = FIXED_BYTES + credential.byteLength;
  const extensions =
    (flagBits & FLAG.extensionData) === 0
      ? { part: NO_EXTENSIONS, byteLength: 0 }
      : parseExtensions(bytes.subarray(credentialEnd));
  if (!extensions) return null;
  if (credentialEnd + extensions.byteLength !== bytes.byteLength) return null;

  return {
    bytes,
    rpIdHash: bytes.subarray(0, RP_ID_HASH_BYTES),
    flagBits,
    flags: toFlags(flagBits),
    signCount: view.getUint32(SIGN_COUNT_OFFSET, false),
    attestedCredential: credential.part,
    extensions: extensions.part,
  };
}

/** UUID form of 16 bytes. */
export function toAaguid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function toFlags(flagBits: number): AuthenticatorFlags {
  return {
    userPresent: (flagBits & FLAG.userPresent) !== 0,
    userVerified: (flagBits & FLAG.userVerified) !== 0,
    backupEligible: (flagBits & FLAG.backupEligible) !== 0,
    backedUp: (flagBits & FLAG.backedUp) !== 0,
    reservedBits: flagBits & FLAG.reserved,
  };
}

/** @see WebAuthn L3 #sctn-attested-credential-data */
function parseAttestedCredential(bytes: Uint8Array): Parsed<AttestedCredentialData> {
  const idOffset = AAGUID_BYTES + ID_LENGTH_BYTES;
  if (bytes.byteLength < idOffset) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const keyOffset = idOffset + view.getUint16(AAGUID_BYTES, false);
  const key = decodeCborPrefix(bytes.subarray(keyOffset));
  if (!(key.value instanceof Map)) return null;
  const byteLength = keyOffset + key.byteLength;
  return {
    part: {
      aaguid: toAaguid(bytes.subarray(0, AAGUID_BYTES)),
      credentialId: new Uint8Array(bytes.subarray(idOffset, keyOffset)),
      publicKey: new Uint8Array(bytes.subarray(keyOffset, byteLength)),
      publicKeyMembers: key.value,
    },
    byteLength,
  };
}

/** @see WebAuthn L3 #authdata-extensions */
function parseExtensions(bytes: Uint8Array): Parsed<CborMap> {
  const map = decodeCborPrefix(bytes);
  if (!(map.value instanceof Map)) return null;
  // "The keys in the map are extension identifiers", which are text.
  if ([...map.value.keys()].some((identifier) => typeof identifier !== 'string')) return null;
  return { part: map.value, byteLength: map.byteLength };
}
