/** Own vectors about everything in a registration but its certificates: formats, flags, keys, bytes and client data. */
import { encodeCbor, type CborInput } from './cbor-writer.ts';
import { ORIGIN, aFob } from './ceremonies.ts';
import { withAaguid } from './evil-chains.ts';
import { SOFT_AAGUID, type Tampering } from './soft-authenticator.ts';
import { UNATTESTED_ALLOWED, certified, type NamedRecipe, type Recipe } from './vector-recipe.ts';

type Members = Map<number | string, CborInput>;

/** Registrations of which something is wrong that no certificate tells. */
export function evilAnswers(): NamedRecipe[] {
  return [...withStatements(), ...withU2f(), ...withKeys(), ...withBytes(), ...withClientData()];
}

function withStatements(): NamedRecipe[] {
  const changed = (change: (members: Members) => unknown): Recipe => ({
    unlike: { tamper: { statement: copyOf(change) } },
  });
  const self = { unlike: { attestation: 'self' as const }, policy: UNATTESTED_ALLOWED };
  const MALFORMED = 'statement_malformed';
  return [
    [
      'algorithm of another kind of key',
      changed((members) => members.set('alg', -8)),
      'statement_signature_invalid',
    ],
    ['algorithm that nobody knows', changed((members) => members.set('alg', -999)), MALFORMED],
    ['statement without a signature', changed((members) => members.delete('sig')), MALFORMED],
    ['statement with a further member', changed((members) => members.set('ver', '2.0')), MALFORMED],
    ['statement with ECDAA', changed((members) => members.set('ecdaaKeyId', Buffer.alloc(1))), MALFORMED],
    ['x5c without certificates', changed((members) => members.set('x5c', [])), 'certificate_malformed'],
    ['x5c of text', changed((members) => members.set('x5c', ['certificate'])), 'certificate_malformed'],
    [
      'x5c that is no list',
      changed((members) => members.set('x5c', Buffer.alloc(9))),
      'certificate_malformed',
    ],
    [
      'x5c of six',
      changed((members) => members.set('x5c', Array<CborInput>(6).fill(aFob().ca.certificate))),
      'certificate_malformed',
    ],
    [
      'self with another algorithm',
      {
        ...self,
        unlike: { ...self.unlike, tamper: { statement: copyOf((members) => members.set('alg', -8)) } },
      },
      MALFORMED,
    ],
    [
      'self signed over other bytes',
      {
        ...self,
        unlike: {
          ...self.unlike,
          tamper: { statement: copyOf((members) => members.set('sig', Buffer.alloc(70))) },
        },
      },
      'statement_signature_invalid',
    ],
    [
      'none with a statement',
      {
        unlike: { attestation: 'none', tamper: { statement: copyOf((members) => members.set('alg', -7)) } },
        policy: UNATTESTED_ALLOWED,
      },
      MALFORMED,
    ],
  ];
}

function withU2f(): NamedRecipe[] {
  const { ca } = aFob();
  const policy = { formats: ['fido-u2f'], userVerification: 'preferred' };
  const u2f = (unlike: Recipe['unlike'], further: Record<string, unknown> = {}): Recipe => ({
    unlike: { attestation: 'fido-u2f', ...unlike },
    policy: { ...policy, ...further },
  });
  const MALFORMED = 'statement_malformed';
  return [
    ['fido-u2f with a model', u2f({ tamper: { authenticatorData: withAaguid(SOFT_AAGUID) } }), MALFORMED],
    [
      'fido-u2f that says the PIN was checked',
      u2f({ furtherFlags: 0x04 }, { userVerification: 'required' }),
      MALFORMED,
    ],
    [
      'fido-u2f that says it is backup eligible',
      u2f({ backupEligible: true }, { backupEligible: 'allowed' }),
      MALFORMED,
    ],
    ['fido-u2f with a reserved flag', u2f({ furtherFlags: 0x02 }), MALFORMED],
    ['fido-u2f with extension outputs', u2f({ extensions: { credProtect: 3 } }), MALFORMED],
    ['fido-u2f without presence', u2f({ userPresent: false }), 'user_not_present'],
    [
      'fido-u2f without verification where it is required',
      u2f({}, { userVerification: 'required' }),
      'user_not_verified',
    ],
    ['fido-u2f with two certificates', u2f(certified(ca, {}, ca.certificate)), 'certificate_malformed'],
    ['fido-u2f where models are chosen', u2f({}, { aaguids: [SOFT_AAGUID] }), 'model_not_allowed'],
    ['fido-u2f where only packed is allowed', u2f({}, { formats: ['packed'] }), 'format_not_allowed'],
    ['fido-u2f of a stranger', u2f({}, { roots: [] }), 'root_not_trusted'],
    ['fido-u2f with an EdDSA credential', { ...u2f({}), algorithm: -8 }, MALFORMED],
  ];
}

function withKeys(): NamedRecipe[] {
  const changed = (change: (members: Members) => unknown, algorithm: -7 | -8 = -7): Recipe => ({
    algorithm,
    unlike: { tamper: { coseKey: copyOf(change) } },
  });
  const MALFORMED = 'public_key_malformed';
  const smallOrder = Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex');
  return [
    [
      'point at zero',
      changed((members) => members.set(-2, Buffer.alloc(32)).set(-3, Buffer.alloc(32))),
      MALFORMED,
    ],
    ['coordinate beyond the field', changed((members) => members.set(-2, Buffer.alloc(32, 0xff))), MALFORMED],
    ['coordinate of 31 bytes', changed((members) => members.set(-2, Buffer.alloc(31, 1))), MALFORMED],
    ['coordinate of 33 bytes', changed((members) => members.set(-2, Buffer.alloc(33, 1))), MALFORMED],
    ['compressed point', changed((members) => members.set(-3, true)), MALFORMED],
    ['coordinate missing', changed((members) => members.delete(-3)), MALFORMED],
    ['curve of another size', changed((members) => members.set(-1, 2)), MALFORMED],
    ['curve missing', changed((members) => members.delete(-1)), MALFORMED],
    ['kind of another key', changed((members) => members.set(1, 1)), MALFORMED],
    ['key without an algorithm', changed((members) => members.delete(3)), 'algorithm_not_allowed'],
    ['key of a further member', changed((members) => members.set('use', 'sig')), MALFORMED],
    ['EdDSA point of small order', changed((members) => members.set(-2, smallOrder), -8), MALFORMED],
    [
      'EdDSA point in a second spelling',
      changed((members) => members.set(-2, Buffer.alloc(32, 0xff)), -8),
      MALFORMED,
    ],
    ['EdDSA point off the curve', changed((members) => members.set(-2, Buffer.alloc(32, 2)), -8), MALFORMED],
    ['EdDSA key of 31 bytes', changed((members) => members.set(-2, Buffer.alloc(31, 9)), -8), MALFORMED],
  ];
}

function withBytes(): NamedRecipe[] {
  const tampered = (tamper: Tampering): Recipe => ({ unlike: { tamper } });
  const data = (change: (bytes: Buffer) => Uint8Array) =>
    tampered({ authenticatorData: (bytes) => change(Buffer.from(bytes)) });
  const object = (change: (bytes: Buffer) => Uint8Array) =>
    tampered({ attestationObject: (bytes) => change(Buffer.from(bytes)) });
  const intKey = encodeCbor(new Map<number, CborInput>([[1, 3]]));
  const OBJECT = 'attestation_object_malformed';
  const DATA = 'authenticator_data_malformed';
  return [
    ['data cut short', data((bytes) => bytes.subarray(0, -1)), DATA],
    ['data of 36 bytes', data((bytes) => bytes.subarray(0, 36)), DATA],
    ['data that hides its credential', data((bytes) => withFlags(bytes, (flags) => flags & ~0x40)), DATA],
    [
      'data without a credential',
      data((bytes) => withFlags(bytes.subarray(0, 37), (flags) => flags & ~0x40)),
      'attested_credential_missing',
    ],
    [
      'data that promises extensions and has none',
      data((bytes) => withFlags(bytes, (flags) => flags | 0x80)),
      DATA,
    ],
    [
      'extensions named by numbers',
      data((bytes) => withFlags(Buffer.concat([bytes, intKey]), (flags) => flags | 0x80)),
      DATA,
    ],
    [
      'extensions that are a list',
      data((bytes) => withFlags(Buffer.concat([bytes, Uint8Array.of(0x80)]), (flags) => flags | 0x80)),
      DATA,
    ],
    ['credential id longer than the data', data((bytes) => withByte(bytes, 53, 0xff)), DATA],
    [
      'object of an indefinite length',
      object((bytes) => Buffer.concat([Uint8Array.of(0xbf), bytes.subarray(1), Uint8Array.of(0xff)])),
      OBJECT,
    ],
    ['object cut short', object((bytes) => bytes.subarray(0, -1)), OBJECT],
    [
      'object within a tag',
      object((bytes) => Buffer.concat([Uint8Array.of(0xd9, 0xd9, 0xf7), bytes])),
      OBJECT,
    ],
    ['object in a list', object((bytes) => Buffer.concat([Uint8Array.of(0x81), bytes])), OBJECT],
    ['nothing', { response: { attestationObject: '' } }, 'response_malformed'],
    ['id of nothing', { response: { id: '' } }, 'response_malformed'],
  ];
}

function withClientData(): NamedRecipe[] {
  const members = (clientData: Record<string, unknown>): Recipe => ({ unlike: { clientData } });
  const text = (change: (json: string) => string): Recipe => ({
    unlike: {
      tamper: { clientDataJSON: (bytes) => Buffer.from(change(Buffer.from(bytes).toString('utf8'))) },
    },
  });
  const MALFORMED = 'client_data_malformed';
  const BAD_ORIGIN = 'origin_not_allowed';
  return [
    ['origin with a slash', members({ origin: `${ORIGIN}/` }), BAD_ORIGIN],
    ['origin in capitals', members({ origin: ORIGIN.toUpperCase() }), BAD_ORIGIN],
    ['origin with its port', members({ origin: `${ORIGIN}:443` }), BAD_ORIGIN],
    ['origin of a subdomain', members({ origin: 'https://a.portal.example' }), BAD_ORIGIN],
    ['origin without TLS', members({ origin: 'http://portal.example' }), BAD_ORIGIN],
    ['origin with a stranger’s beginning', members({ origin: 'https://evilportal.example' }), BAD_ORIGIN],
    ['origin that is null', members({ origin: null }), MALFORMED],
    ['cross origin as text', members({ crossOrigin: 'false' }), MALFORMED],
    [
      'cross origin with the right top',
      { unlike: { clientData: { crossOrigin: true, topOrigin: ORIGIN } } },
      'cross_origin_refused',
    ],
    [
      'top that is not allowed',
      {
        unlike: { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } },
        policy: { crossOrigin: 'allowed' },
      },
      'top_origin_refused',
    ],
    [
      'top without a frame',
      {
        unlike: { clientData: { topOrigin: ORIGIN } },
        policy: { crossOrigin: 'allowed' },
        expected: { topOrigins: [ORIGIN] },
      },
      'top_origin_refused',
    ],
    [
      'challenge with padding',
      text((json) => json.replace(/("challenge":"[^"]+)"/, '$1="')),
      'challenge_mismatch',
    ],
    ['challenge missing', members({ challenge: undefined }), MALFORMED],
    ['type of a payment', members({ type: 'payment.create' }), 'ceremony_type_wrong'],
    ['origin said twice', text((json) => json.replace('{', '{"origin":"https://evil.example",')), MALFORMED],
    [
      'type said twice in two spellings',
      text((json) => json.replace('{', String.raw`{"t\u0079pe":"webauthn.get",`)),
      MALFORMED,
    ],
    ['byte behind the client data', text((json) => `${json}\0`), MALFORMED],
    ['two client data', text((json) => json + json), MALFORMED],
    ['mark of byte order before the client data', text((json) => `\uFEFF${json}`), MALFORMED],
    ['client data as a list', text((json) => `[${json}]`), MALFORMED],
    [
      'further members',
      members({ other_keys_can_be_added_here: 'do not compare', nested: { origin: 'x', type: 'y' } }),
      'attested',
    ],
  ];
}

function copyOf(change: (members: Members) => unknown) {
  return (members: ReadonlyMap<number | string, CborInput>): Members => {
    const copy = new Map(members);
    change(copy);
    return copy;
  };
}

function withFlags(bytes: Buffer, change: (flags: number) => number): Buffer {
  return withByte(bytes, 32, change(bytes[32] ?? 0));
}

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = value;
  return copy;
}
