/** Own vectors about sign-ins that must not open anything. */
import { ORIGIN, USER_HANDLE, aFob } from './ceremonies.ts';
import { encodeCbor, type CborInput } from './cbor-writer.ts';
import { hex, type NamedRecipe, type Recipe } from './vector-recipe.ts';

export function evilAuthentications(): NamedRecipe[] {
  return [...withIdentities(), ...withSignatures(), ...withData(), ...withClientData()];
}

function withIdentities(): NamedRecipe[] {
  return [
    [
      'handle of the beginning only',
      { response: { userHandle: hex(USER_HANDLE.subarray(0, 31)) } },
      'user_handle_mismatch',
    ],
    [
      'handle with a byte more',
      { response: { userHandle: `${hex(USER_HANDLE)}00` } },
      'user_handle_mismatch',
    ],
    ['handle of nothing', { response: { userHandle: '' } }, 'response_malformed'],
    ['handle where none is stored', { stored: { userHandle: null } }, 'user_handle_mismatch'],
    [
      'id that is stored for another key',
      { stored: { credentialId: '07'.repeat(32) } },
      'credential_id_mismatch',
    ],
    ['key that is no key', { stored: { publicKey: 'ff' } }, 'stored_key_unusable'],
    ['key of nothing', { stored: { publicKey: '' } }, 'stored_key_unusable'],
  ];
}

function withSignatures(): NamedRecipe[] {
  const signature = (change: (bytes: Buffer) => Uint8Array): Recipe => ({
    unlike: { tamper: { signature: (bytes) => change(Buffer.from(bytes)) } },
  });
  const INVALID = 'signature_invalid';
  return [
    ['signature of zeros in DER', signature(() => Buffer.from('3006020100020100', 'hex')), INVALID],
    [
      'signature with a long length',
      signature((bytes) => Buffer.concat([Uint8Array.of(0x30, 0x81), bytes.subarray(1)])),
      INVALID,
    ],
    ['signature of one number', signature((bytes) => bytes.subarray(0, 8)), INVALID],
    ['signature of nothing', { response: { signature: '' } }, 'response_malformed'],
    [
      'EdDSA signature with a byte changed',
      { ...signature((bytes) => withByte(bytes, 0, (byte) => byte ^ 1)), algorithm: -8 },
      INVALID,
    ],
    [
      'EdDSA signature with a second spelling of its number',
      { ...signature((bytes) => withByte(bytes, 63, (byte) => byte | 0xe0)), algorithm: -8 },
      INVALID,
    ],
  ];
}

function withData(): NamedRecipe[] {
  const data = (change: (bytes: Buffer) => Uint8Array): Recipe => ({
    unlike: { tamper: { authenticatorData: (bytes) => change(Buffer.from(bytes)) } },
  });
  const MALFORMED = 'authenticator_data_malformed';
  const named = encodeCbor(new Map<number, CborInput>([[1, 3]]));
  return [
    ['data cut short', data((bytes) => bytes.subarray(0, 36)), 'response_malformed'],
    ['data that promises a credential', data((bytes) => withFlags(bytes, 0x40)), MALFORMED],
    ['data with a credential in it', data((bytes) => withFlags(withCredential(bytes), 0x40)), MALFORMED],
    ['data that promises extensions and has none', data((bytes) => withFlags(bytes, 0x80)), MALFORMED],
    [
      'extensions named by numbers',
      data((bytes) => withFlags(Buffer.concat([bytes, named]), 0x80)),
      MALFORMED,
    ],
    [
      'counter at its end',
      { unlike: { signCount: 0xffffffff }, stored: { signCount: 0xfffffffe } },
      'advanced',
    ],
    [
      'counter run over',
      { unlike: { signCount: 1 }, stored: { signCount: 0xffffffff } },
      'sign_count_regressed',
    ],
    ['counter from zero', { unlike: { signCount: 1 }, stored: { signCount: 0 } }, 'advanced'],
    [
      'counter lower and a wrong signature',
      { unlike: { signCount: 1, tamper: { signature: () => Buffer.alloc(70) } }, stored: { signCount: 9 } },
      'signature_invalid',
    ],
    [
      'backup eligible no more',
      { stored: { backupEligible: true }, policy: { backupEligible: 'allowed' } },
      'backup_eligibility_changed',
    ],
    [
      'backup eligible where it is allowed',
      {
        unlike: { backupEligible: true, backedUp: true },
        stored: { backupEligible: true },
        policy: { backupEligible: 'allowed' },
      },
      'advanced',
    ],
    ['reserved flag bits', { unlike: { furtherFlags: 0x22 } }, 'advanced'],
  ];
}

function withClientData(): NamedRecipe[] {
  const members = (clientData: Record<string, unknown>): Recipe => ({ unlike: { clientData } });
  return [
    ['origin with a slash', members({ origin: `${ORIGIN}/` }), 'origin_not_allowed'],
    ['origin of a subdomain', members({ origin: 'https://a.portal.example' }), 'origin_not_allowed'],
    ['top origin', members({ topOrigin: ORIGIN }), 'top_origin_refused'],
    [
      'cross origin with the right top',
      members({ crossOrigin: true, topOrigin: ORIGIN }),
      'cross_origin_refused',
    ],
    [
      'cross origin where it is allowed',
      {
        ...members({ crossOrigin: true, topOrigin: ORIGIN }),
        policy: { crossOrigin: 'allowed' },
        expected: { topOrigins: [ORIGIN] },
      },
      'advanced',
    ],
    [
      'top that is not allowed',
      {
        ...members({ crossOrigin: true, topOrigin: 'https://evil.example' }),
        policy: { crossOrigin: 'allowed' },
        expected: { topOrigins: [ORIGIN] },
      },
      'top_origin_refused',
    ],
    [
      'origin said twice',
      {
        unlike: {
          tamper: {
            clientDataJSON: (bytes) =>
              Buffer.from(
                Buffer.from(bytes).toString('utf8').replace('{', '{"origin":"https://evil.example",'),
              ),
          },
        },
      },
      'client_data_malformed',
    ],
    ['client data of nothing', { response: { clientDataJSON: '' } }, 'response_malformed'],
  ];
}

/** The attested credential data of a registration, behind hash, flags and counter. */
function withCredential(bytes: Buffer): Buffer {
  let credential = Buffer.alloc(0);
  aFob({ seed: 'another fob' }).authenticator.create(
    { challenge: '', rp: { id: 'portal.example' }, user: { id: '' }, pubKeyCredParams: [{ alg: -7 }] },
    {
      tamper: {
        authenticatorData: (registered) => {
          credential = Buffer.from(registered).subarray(37);
          return registered;
        },
      },
    },
  );
  return Buffer.concat([bytes, credential]);
}

function withFlags(bytes: Buffer, further: number): Buffer {
  return withByte(bytes, 32, (flags) => flags | further);
}

function withByte(bytes: Buffer, offset: number, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = change(copy[offset] ?? 0);
  return copy;
}
