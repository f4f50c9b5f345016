import { describe, expect, test } from 'vitest';
import { toBase64Url } from '#auth/ceremonies/base64url.ts';
import type { StoredCredential } from '#auth/ceremonies/verify-authentication.ts';
import {
  aFob,
  aStoredCredential,
  NOON,
  REGISTRATION_CHALLENGE,
  signIn,
  USER_HANDLE,
  verdictOf,
} from '#test/support/ceremonies.ts';
import type { AssertionJson, Behaviour } from '#test/support/soft-authenticator.ts';

type Variation = NonNullable<Parameters<typeof signIn>[2]> & { stored?: Partial<StoredCredential> };

async function attempt({ stored: change, ...variation }: Variation = {}) {
  const fob = aFob();
  const stored = await aStoredCredential(fob);
  return signIn(fob, { ...stored, ...change }, variation);
}

const verdict = (variation: Variation) => verdictOf(attempt(variation));

const withResponse = (members: object) => (json: AssertionJson) => ({
  ...json,
  response: { ...json.response, ...members },
});

describe('a registered key signs in under the production policy', () => {
  test.each([-7, -8])('with algorithm %i', async (algorithm) => {
    const fob = aFob();
    const stored = await aStoredCredential(fob, { algorithm });
    expect(await signIn(fob, stored)).toEqual({
      ok: true,
      assertion: {
        newSignCount: 2,
        signCountState: 'advanced',
        userHandle: USER_HANDLE,
        verifiedAt: NOON,
        flags: {
          userPresent: true,
          userVerified: true,
          backupEligible: false,
          backedUp: false,
          reservedBits: 0,
        },
      },
    });
  });

  test('extension outputs and reserved flag bits do not disturb it', async () => {
    const unlike = { extensions: { 'hmac-secret': Buffer.alloc(32) }, furtherFlags: 0x20 };
    expect(await attempt({ unlike })).toMatchObject({
      ok: true,
      assertion: { flags: { reservedBits: 0x20 } },
    });
  });
});

describe('AUT-01, AUT-02, FG-07 the holder is who the credential belongs to', () => {
  const stranger = Buffer.alloc(32, 9);

  test.each<[string, Variation, string]>([
    ['the handle of another holder', { unlike: { userHandle: stranger } }, 'user_handle_mismatch'],
    [
      'the handle of another holder, where it may be absent',
      { unlike: { userHandle: stranger }, input: { userHandle: 'optional' } },
      'user_handle_mismatch',
    ],
    ['a handle where none is stored', { stored: { userHandle: null } }, 'user_handle_mismatch'],
    ['no handle', { unlike: { userHandle: null } }, 'user_handle_missing'],
    [
      'no handle, where it may be absent',
      { unlike: { userHandle: null }, input: { userHandle: 'optional' } },
      'accepted',
    ],
    [
      'an empty handle',
      { edit: withResponse({ userHandle: '' }), input: { userHandle: 'optional' } },
      'response_malformed',
    ],
    ['a handle of 65 bytes', { unlike: { userHandle: Buffer.alloc(65) } }, 'response_malformed'],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('AUT-03, FG-07 the answer names the credential that was looked up', () => {
  const otherId = toBase64Url(Buffer.alloc(32, 7));

  test.each<[string, Variation]>([
    ['another id', { edit: (json) => ({ ...json, id: otherId }) }],
    ['another rawId', { edit: (json) => ({ ...json, rawId: otherId }) }],
    ['another stored credential', { stored: { credentialId: Buffer.alloc(32, 7) } }],
  ])('%s is refused', async (_what, variation) => {
    expect(await verdict(variation)).toBe('credential_id_mismatch');
  });

  test('the key of another credential does not open this one', async () => {
    const other = await aStoredCredential(aFob({ seed: 'other fob' }));
    expect(await verdict({ stored: { publicKey: other.publicKey } })).toBe('signature_invalid');
  });
});

describe('AUT-07 the browser says it was asked by us, for this, and not in a frame', () => {
  test.each<[string, Variation, string]>([
    [
      'the answer to a registration',
      { unlike: { clientData: { type: 'webauthn.create' } } },
      'ceremony_type_wrong',
    ],
    ['FG-04 another challenge', { input: { challenge: REGISTRATION_CHALLENGE } }, 'challenge_mismatch'],
    ['another origin', { unlike: { origin: 'https://evil.example' } }, 'origin_not_allowed'],
    [
      'FG-09 crossOrigin without topOrigin',
      { unlike: { clientData: { crossOrigin: true } } },
      'cross_origin_refused',
    ],
    ['topOrigin', { unlike: { clientData: { topOrigin: 'https://portal.example' } } }, 'top_origin_refused'],
    [
      'an allowed frame',
      {
        unlike: { clientData: { crossOrigin: true, topOrigin: 'https://partner.example' } },
        policy: { crossOrigin: 'allowed', topOrigins: ['https://partner.example'] },
      },
      'accepted',
    ],
    [
      'a frame of somebody else, where frames are allowed',
      {
        unlike: { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } },
        policy: { crossOrigin: 'allowed', topOrigins: ['https://partner.example'] },
      },
      'top_origin_refused',
    ],
    ['FG-01 another relying party', { input: { rpId: 'other.example' } }, 'rp_id_mismatch'],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('AUT-08 the key knew its holder', () => {
  test.each<[string, Variation, string]>([
    ['FG-02 user not verified', { unlike: { userVerified: false } }, 'user_not_verified'],
    [
      'user not verified, where neither policy nor registration asks for it',
      {
        unlike: { userVerified: false },
        stored: { userVerified: false },
        policy: { userVerification: 'preferred' },
      },
      'accepted',
    ],
    [
      'user not verified although the key did so at registration',
      { unlike: { userVerified: false }, policy: { userVerification: 'preferred' } },
      'user_not_verified',
    ],
    [
      'user not verified, where only the policy asks for it',
      { unlike: { userVerified: false }, stored: { userVerified: false } },
      'user_not_verified',
    ],
    ['FG-03 user not present', { unlike: { userPresent: false } }, 'user_not_present'],
    [
      'FG-03 user not present, where verification is only preferred',
      { unlike: { userPresent: false, userVerified: false }, policy: { userVerification: 'preferred' } },
      'user_not_present',
    ],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('AUT-09, FG-08 a key does not change what it is', () => {
  test.each<[string, Variation, string]>([
    ['backup eligible all of a sudden', { unlike: { backupEligible: true } }, 'backup_eligibility_changed'],
    [
      'eligible and backed up all of a sudden',
      { unlike: { backupEligible: true, backedUp: true } },
      'backup_eligibility_changed',
    ],
    ['no longer eligible', { stored: { backupEligible: true } }, 'backup_eligibility_changed'],
    [
      'eligible as registered, where that is refused',
      { unlike: { backupEligible: true }, stored: { backupEligible: true } },
      'backup_eligible_refused',
    ],
    ['backed up without being eligible', { unlike: { backedUp: true } }, 'backup_flags_contradict'],
    [
      'eligible as registered, where that is allowed',
      {
        unlike: { backupEligible: true, backedUp: true },
        stored: { backupEligible: true },
        policy: { backupEligible: 'allowed' },
      },
      'accepted',
    ],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });

  test('the change is reported with the assertion that proves it', async () => {
    const outcome = await attempt({ unlike: { backupEligible: true } });
    expect(outcome).toMatchObject({ ok: false, assertion: { flags: { backupEligible: true } } });
  });
});

describe('AUT-10, FG-06 the sign count', () => {
  test.each([
    { stored: 0, received: 0, verdict: 'accepted', state: 'equal_zero' },
    { stored: 0, received: 1, verdict: 'accepted', state: 'advanced' },
    { stored: 5, received: 6, verdict: 'accepted', state: 'advanced' },
    { stored: 5, received: 0xffffffff, verdict: 'accepted', state: 'advanced' },
    { stored: 5, received: 5, verdict: 'sign_count_regressed', state: 'regressed' },
    { stored: 5, received: 4, verdict: 'sign_count_regressed', state: 'regressed' },
    { stored: 5, received: 0, verdict: 'sign_count_regressed', state: 'regressed' },
  ])('$received after $stored: $verdict', async ({ stored, received, verdict: expected, state }) => {
    const variation = { stored: { signCount: stored }, unlike: { signCount: received } };
    expect(await verdict(variation)).toBe(expected);
    expect(await attempt(variation)).toMatchObject({
      assertion: { signCountState: state, newSignCount: received },
    });
  });

  test('a low count that the key has not signed raises no alarm about the key', async () => {
    const forged: Partial<Behaviour> = {
      signCount: 1,
      tamper: { signature: (bytes) => Buffer.from(bytes).fill(1, 8, 9) },
    };
    const outcome = await attempt({ stored: { signCount: 5 }, unlike: forged });
    expect(outcome).toEqual({ ok: false, reason: 'signature_invalid' });
  });

  test('a changed backup flag that the key has not signed raises no alarm about the key', async () => {
    const edit = (json: AssertionJson) => {
      const authenticatorData = Buffer.from(json.response.authenticatorData, 'base64url');
      authenticatorData[32] = (authenticatorData[32] ?? 0) | 0x08;
      return withResponse({ authenticatorData: authenticatorData.toString('base64url') })(json);
    };
    expect(await attempt({ edit })).toEqual({ ok: false, reason: 'signature_invalid' });
  });
});

describe('AUT-14, FG-05 nothing but a valid signature signs in', () => {
  const signature = (change: (bytes: Buffer) => Uint8Array): Variation => ({
    unlike: { tamper: { signature: (bytes) => change(Buffer.from(bytes)) } },
  });

  test.each<[string, Variation, string]>([
    ['a signature of zeros', signature(() => Buffer.alloc(70)), 'signature_invalid'],
    [
      'a byte after the signature',
      signature((bytes) => Buffer.concat([bytes, Uint8Array.of(0)])),
      'signature_invalid',
    ],
    ['a signature cut by a byte', signature((bytes) => bytes.subarray(0, -1)), 'signature_invalid'],
    ['an empty signature', { edit: withResponse({ signature: '' }) }, 'response_malformed'],
    [
      'other authenticator data',
      { edit: withResponse({ authenticatorData: toBase64Url(Buffer.alloc(37)) }) },
      'rp_id_mismatch',
    ],
    [
      'what only the library refuses',
      { unlike: { clientData: { tokenBinding: { status: 'unheard of' } } } },
      'library_refused',
    ],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('AUT-20 authenticator data of an assertion', () => {
  const authenticatorData = (change: (bytes: Buffer) => Uint8Array): Variation => ({
    unlike: { tamper: { authenticatorData: (bytes) => change(Buffer.from(bytes)) } },
  });

  test.each<[string, Variation]>([
    ['a byte too many', authenticatorData((bytes) => Buffer.concat([bytes, Uint8Array.of(0)]))],
    [
      'credential data, which only a registration carries',
      { unlike: { furtherFlags: 0x40, tamper: { authenticatorData: withCredentialData } } },
    ],
    ['extension data announced and missing', { unlike: { furtherFlags: 0x80 } }],
  ])('%s is refused', async (_what, variation) => {
    expect(await verdict(variation)).toBe('authenticator_data_malformed');
  });
});

describe('REG-17 the stored key is checked again', () => {
  test.each<[string, Variation, string]>([
    ['no COSE key', { stored: { publicKey: Buffer.from('key') } }, 'stored_key_unusable'],
    ['a number', { stored: { publicKey: Buffer.from('00', 'hex') } }, 'stored_key_unusable'],
    ['an empty map', { stored: { publicKey: Buffer.from('a0', 'hex') } }, 'stored_key_unusable'],
    ['an algorithm that the policy has given up', { policy: { algorithms: [-8] } }, 'algorithm_not_allowed'],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('a body that is no assertion is refused by its shape', () => {
  test.each<[string, (json: AssertionJson) => unknown]>([
    ['null', () => null],
    ['an empty object', () => ({})],
    ['another type', (json) => ({ ...json, type: 'password' })],
    ['an id of 15 bytes', (json) => ({ ...json, id: toBase64Url(Buffer.alloc(15)) })],
    ['authenticator data of 36 bytes', withResponse({ authenticatorData: toBase64Url(Buffer.alloc(36)) })],
    ['a signature beyond 1 KiB', withResponse({ signature: toBase64Url(Buffer.alloc(1025)) })],
    ['a number as signature', withResponse({ signature: 1 })],
  ])('%s', async (_what, edit) => {
    expect(await verdict({ edit })).toBe('response_malformed');
  });
});

/** A zero AAGUID, an id of 16 zeros and an empty map in place of a key. */
function withCredentialData(bytes: Uint8Array): Uint8Array {
  const credentialData = Buffer.concat([
    Buffer.alloc(17),
    Uint8Array.of(16),
    Buffer.alloc(16),
    Uint8Array.of(0xa0),
  ]);
  return Buffer.concat([bytes, credentialData]);
}
