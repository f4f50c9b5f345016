/**
 * A security key and the browser it is plugged into, in software: takes the options that the server sent and gives the
 * JSON that the browser would post (`PublicKeyCredential.toJSON()`). It is honest unless a test tells it otherwise:
 *
 *   const key = createSoftAuthenticator({ origin: 'https://portal.example', testCa: createTestCa() });
 *   const registration = key.create(creationOptions);
 *   const assertion = key.get(requestOptions, { userVerified: false });
 *
 * @see WebAuthn L3 #sctn-op-make-cred, #sctn-op-get-assertion; CTAP 2.1 section 6
 */
import { createHash, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { encodeCbor, type CborInput, type CborInputMap } from './cbor-writer.ts';
import { seededBytes, seededEcKey, seededEdKey } from './seeded-key.ts';
import type { IssuedCertificate, TestCa } from './test-ca.ts';

export type SoftAuthenticatorSettings = Partial<Behaviour> & {
  /** Model, lower-case UUID form. */
  aaguid?: string;
  /** Maker; without one the key attests nothing that anybody could trust (packed self attestation). */
  testCa?: TestCa;
  /** Same seed, same keys and credential ids; random when left out. */
  seed?: string;
};

export type Behaviour = {
  /** Where the page is that asks. */
  origin: string;
  /** `packed` and `fido-u2f` need a `testCa`. */
  attestation: 'packed' | 'self' | 'fido-u2f' | 'none';
  /** The x5c to send and the key to sign with, instead of a certificate that the maker issued for the model. */
  attestWith: { chain: readonly Uint8Array[]; key: KeyObject } | null;
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  /** Flag bits to set on top, such as the reserved ones. */
  furtherFlags: number;
  /** What the counter shows, instead of one more than last time. */
  signCount: number | null;
  /** Authenticator extension outputs, such as `{ credProtect: 3 }`. */
  extensions: Record<string, CborInput>;
  transports: readonly unknown[];
  attachment: 'cross-platform' | 'platform';
  isDiscoverable: boolean;
  /** Instead of the one that the credential was made with; null leaves it out. */
  userHandle: Uint8Array | null | 'own';
  /** Members to add to the client data or to put in place of the true ones; undefined removes one. */
  clientData: Record<string, unknown>;
  tamper: Tampering;
};

/** Changes made before the bytes are signed or packed, so that the signature over them is right. */
export type Tampering = {
  clientDataJSON?: (bytes: Uint8Array) => Uint8Array;
  coseKey?: (members: CborInputMap) => CborInputMap;
  credentialId?: (id: Uint8Array) => Uint8Array;
  authenticatorData?: (bytes: Uint8Array) => Uint8Array;
  statement?: (members: CborInputMap) => CborInputMap;
  attestationObject?: (bytes: Uint8Array) => Uint8Array;
  signature?: (bytes: Uint8Array) => Uint8Array;
};

export type CreationOptions = {
  challenge: string;
  rp: { id?: string };
  user: { id: string };
  pubKeyCredParams: readonly { alg: number }[];
};
export type RequestOptions = {
  challenge: string;
  rpId?: string;
  allowCredentials?: readonly { id: string }[];
};

export type RegistrationJson = {
  id: string;
  rawId: string;
  type: string;
  authenticatorAttachment: string;
  clientExtensionResults: { credProps: { rk: boolean } };
  response: { clientDataJSON: string; attestationObject: string; transports: readonly unknown[] };
};
export type AssertionJson = {
  id: string;
  rawId: string;
  type: string;
  authenticatorAttachment: string;
  clientExtensionResults: Record<string, never>;
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle: string | null;
  };
};

export type SoftAuthenticator = {
  /** Makes a credential and keeps it. */
  create: (options: CreationOptions, unlike?: Partial<Behaviour>) => RegistrationJson;
  /** Answers with the credential that the options allow; with the newest one of the relying party when they name none. */
  get: (options: RequestOptions, unlike?: Partial<Behaviour>) => AssertionJson;
  readonly credentials: readonly SoftCredential[];
};

export type SoftCredential = {
  id: Uint8Array;
  rpId: string;
  userHandle: Uint8Array;
  algorithm: -7 | -8;
  key: KeyObject;
};

const FLAG = {
  userPresent: 1,
  userVerified: 4,
  backupEligible: 8,
  backedUp: 16,
  attested: 64,
  extensions: 128,
};
/** A model that no maker sells. */
export const SOFT_AAGUID = 'de30de30-0000-4000-8000-000000000f0b';
export const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

const HONEST: Behaviour = {
  origin: 'https://portal.example',
  attestation: 'packed',
  attestWith: null,
  userPresent: true,
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  furtherFlags: 0,
  signCount: null,
  extensions: {},
  transports: ['usb'],
  attachment: 'cross-platform',
  isDiscoverable: true,
  userHandle: 'own',
  clientData: {},
  tamper: {},
};

export function createSoftAuthenticator(settings: SoftAuthenticatorSettings = {}): SoftAuthenticator {
  const { aaguid = SOFT_AAGUID, testCa, seed = randomBytes(16).toString('hex'), ...usual } = settings;
  const maker = testCa?.issueAttestationCertificate(aaguid);
  const standing: Behaviour = { ...HONEST, ...(maker ? {} : { attestation: 'self' }), ...usual };
  const credentials: SoftCredential[] = [];
  let counter = 0;

  const count = (behaviour: Behaviour): number => {
    counter = behaviour.signCount ?? counter + 1;
    return counter;
  };
  return {
    credentials,
    create: (options, unlike = {}) => {
      const behaviour = { ...standing, ...unlike };
      const credential = makeCredential(options, behaviour, `${seed}/${credentials.length}`);
      credentials.push(credential);
      return answerCreation({ options, behaviour, credential, aaguid, maker, signCount: count(behaviour) });
    },
    get: (options, unlike = {}) => {
      const behaviour = { ...standing, ...unlike };
      const credential = chooseCredential(credentials, options, behaviour);
      return answerRequest({ options, behaviour, credential, signCount: count(behaviour) });
    },
  };
}

function makeCredential(options: CreationOptions, behaviour: Behaviour, seed: string): SoftCredential {
  const algorithm = options.pubKeyCredParams.map(({ alg }) => alg).find((alg) => alg === -7 || alg === -8);
  if (!algorithm) throw new Error('the soft authenticator knows ES256 (-7) and EdDSA (-8) only');
  const id = seededBytes(seed, 'credential id');
  return {
    id: behaviour.tamper.credentialId?.(id) ?? id,
    rpId: options.rp.id ?? new URL(behaviour.origin).hostname,
    userHandle: fromText(options.user.id),
    algorithm,
    key: algorithm === -7 ? seededEcKey(seed, 'credential') : seededEdKey(seed, 'credential'),
  };
}

function chooseCredential(
  credentials: readonly SoftCredential[],
  { allowCredentials = [], rpId }: RequestOptions,
  { origin }: Behaviour,
): SoftCredential {
  const allowed = allowCredentials.map(({ id }) => id);
  const chosen = credentials.findLast(
    (credential) =>
      credential.rpId === (rpId ?? new URL(origin).hostname) &&
      (allowed.length === 0 || allowed.includes(toText(credential.id))),
  );
  if (!chosen) throw new Error('the soft authenticator holds no credential that these options allow');
  return chosen;
}

type Creation = {
  options: CreationOptions;
  behaviour: Behaviour;
  credential: SoftCredential;
  aaguid: string;
  maker: IssuedCertificate | undefined;
  signCount: number;
};

function answerCreation(creation: Creation): RegistrationJson {
  const { options, behaviour, credential } = creation;
  const { tamper } = behaviour;
  const clientDataJSON = writeClientData('webauthn.create', options.challenge, behaviour);
  const isU2f = behaviour.attestation === 'fido-u2f';
  const publicKey = encodeCbor(tamper.coseKey?.(coseKey(credential)) ?? coseKey(credential));
  const attested = Buffer.concat([
    aaguidBytes(isU2f ? ZERO_AAGUID : creation.aaguid),
    uint16(credential.id.byteLength),
    credential.id,
    publicKey,
  ]);
  const honestData = writeAuthenticatorData(
    creation,
    isU2f ? { ...behaviour, userVerified: false } : behaviour,
    attested,
  );
  const authenticatorData = tamper.authenticatorData?.(honestData) ?? honestData;
  const honestStatement = writeStatement(creation, authenticatorData, clientDataJSON);
  const attestationObject = encodeCbor(
    new Map<string, CborInput>([
      ['fmt', behaviour.attestation === 'self' ? 'packed' : behaviour.attestation],
      ['attStmt', tamper.statement?.(honestStatement) ?? honestStatement],
      ['authData', authenticatorData],
    ]),
  );
  return {
    id: toText(credential.id),
    rawId: toText(credential.id),
    type: 'public-key',
    authenticatorAttachment: behaviour.attachment,
    clientExtensionResults: { credProps: { rk: behaviour.isDiscoverable } },
    response: {
      clientDataJSON: toText(clientDataJSON),
      attestationObject: toText(tamper.attestationObject?.(attestationObject) ?? attestationObject),
      transports: behaviour.transports,
    },
  };
}

function answerRequest({
  options,
  behaviour,
  credential,
  signCount,
}: Pick<Creation, 'behaviour' | 'credential' | 'signCount'> & { options: RequestOptions }): AssertionJson {
  const { tamper } = behaviour;
  const clientDataJSON = writeClientData('webauthn.get', options.challenge, behaviour);
  const honestData = writeAuthenticatorData({ credential, signCount }, behaviour, null);
  const authenticatorData = tamper.authenticatorData?.(honestData) ?? honestData;
  const signature = signWith(credential.key, Buffer.concat([authenticatorData, sha256(clientDataJSON)]));
  const userHandle = behaviour.userHandle === 'own' ? credential.userHandle : behaviour.userHandle;
  return {
    id: toText(credential.id),
    rawId: toText(credential.id),
    type: 'public-key',
    authenticatorAttachment: behaviour.attachment,
    clientExtensionResults: {},
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(tamper.signature?.(signature) ?? signature),
      userHandle: userHandle && toText(userHandle),
    },
  };
}

/** @see WebAuthn L3 #clientdatajson-serialization */
function writeClientData(
  type: string,
  challenge: string,
  { origin, clientData, tamper }: Behaviour,
): Uint8Array {
  const members = { type, challenge, origin, crossOrigin: false, ...clientData };
  const honest = Buffer.from(JSON.stringify(members), 'utf8');
  return tamper.clientDataJSON?.(honest) ?? honest;
}

/** @see WebAuthn L3 #sctn-authenticator-data */
function writeAuthenticatorData(
  { credential, signCount }: Pick<Creation, 'credential' | 'signCount'>,
  behaviour: Behaviour,
  attested: Uint8Array | null,
): Uint8Array {
  const extensions = new Map(Object.entries(behaviour.extensions));
  const flags =
    (behaviour.userPresent ? FLAG.userPresent : 0) |
    (behaviour.userVerified ? FLAG.userVerified : 0) |
    (behaviour.backupEligible ? FLAG.backupEligible : 0) |
    (behaviour.backedUp ? FLAG.backedUp : 0) |
    (attested ? FLAG.attested : 0) |
    (extensions.size > 0 ? FLAG.extensions : 0) |
    behaviour.furtherFlags;
  return Buffer.concat([
    sha256(Buffer.from(credential.rpId, 'utf8')),
    Uint8Array.of(flags),
    uint32(signCount),
    attested ?? Uint8Array.of(),
    extensions.size > 0 ? encodeCbor(extensions) : Uint8Array.of(),
  ]);
}

/** @see WebAuthn L3 #sctn-defined-attestation-formats */
function writeStatement(
  { behaviour, credential, maker }: Creation,
  authenticatorData: Uint8Array,
  clientDataJSON: Uint8Array,
): CborInputMap {
  const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
  switch (behaviour.attestation) {
    case 'none':
      return new Map();
    case 'self':
      return new Map<string, CborInput>([
        ['alg', credential.algorithm],
        ['sig', signWith(credential.key, signed)],
      ]);
    case 'packed': {
      const { chain, key } = attester(behaviour, maker);
      return new Map<string, CborInput>([
        ['alg', -7],
        ['sig', signWith(key, signed)],
        ['x5c', chain],
      ]);
    }
    case 'fido-u2f': {
      const { chain, key } = attester(behaviour, maker);
      return new Map<string, CborInput>([
        ['sig', signWith(key, u2fSigned(credential, clientDataJSON))],
        ['x5c', chain],
      ]);
    }
  }
}

function attester({ attestWith }: Behaviour, maker: IssuedCertificate | undefined) {
  if (attestWith) return attestWith;
  if (maker) return { chain: [maker.certificate], key: maker.key };
  throw new Error('this attestation needs a testCa or attestWith');
}

/** @see WebAuthn L3 #sctn-fido-u2f-attestation, verificationData */
function u2fSigned(credential: SoftCredential, clientDataJSON: Uint8Array): Uint8Array {
  const { x = '', y = '' } = createPublicKey(credential.key).export({ format: 'jwk' });
  const point = Buffer.concat([Uint8Array.of(4), fromText(x), fromText(y)]);
  const rpIdHash = sha256(Buffer.from(credential.rpId, 'utf8'));
  return Buffer.concat([Uint8Array.of(0), rpIdHash, sha256(clientDataJSON), credential.id, point]);
}

/** @see RFC 9053 section 7 */
function coseKey({ algorithm, key }: SoftCredential): CborInputMap {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const entries: [number, CborInput][] =
    algorithm === -7
      ? [
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, fromText(x)],
          [-3, fromText(y)],
        ]
      : [
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, fromText(x)],
        ];
  return new Map(entries);
}

function signWith(key: KeyObject, bytes: Uint8Array): Uint8Array {
  return sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function aaguidBytes(aaguid: string): Uint8Array {
  return Buffer.from(aaguid.replaceAll('-', ''), 'hex');
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function fromText(text: string): Uint8Array {
  return Buffer.from(text, 'base64url');
}
