import { describe, expect, test } from 'vitest';
import { VERIFIER_VERSION } from '#auth/ceremonies/verify-registration.ts';
import { encodeCbor, type CborInput } from '#test/support/cbor-writer.ts';
import { aFob, anAcceptedRegistration, NOON, register, verdictOf } from '#test/support/ceremonies.ts';
import { SOFT_AAGUID, type Behaviour, type RegistrationJson } from '#test/support/soft-authenticator.ts';

type Variation = NonNullable<Parameters<typeof register>[1]>;

const verdict = (variation: Variation) => verdictOf(register(aFob(), variation));

const withResponse = (members: object) => (json: RegistrationJson) => ({
  ...json,
  response: { ...json.response, ...members },
});

const authData = (change: (bytes: Buffer) => Uint8Array): Variation => ({
  unlike: { tamper: { authenticatorData: (bytes) => change(Buffer.from(bytes)) } },
});

describe('an attested key registers under the production policy', () => {
  test('with ES256, and all that the portal keeps comes back', async () => {
    const fob = aFob({ transports: ['usb', 'nfc'], extensions: { credProtect: 3, minPinLength: 8 } });
    const registration = await anAcceptedRegistration(fob);
    expect(registration).toMatchObject({
      credentialId: fob.authenticator.credentials[0]?.id,
      algorithm: -7,
      signCount: 1,
      format: 'packed',
      transports: ['usb', 'nfc'],
      extensions: { credProtect: 3, minPinLength: 8 },
      isDiscoverable: true,
      flags: {
        userPresent: true,
        userVerified: true,
        backupEligible: false,
        backedUp: false,
        reservedBits: 0,
      },
      attestation: { verdict: 'attested', aaguid: SOFT_AAGUID },
    });
  });

  test('with EdDSA', async () => {
    expect(await verdict({ algorithm: -8 })).toBe('accepted');
  });
});

describe('REG-04 what the server asked for is asked again of the answer', () => {
  test.each<[string, Variation, string]>([
    ['an algorithm that was not offered', { policy: { algorithms: [-8] } }, 'algorithm_not_allowed'],
    ['a credential in the computer itself', { unlike: { attachment: 'platform' } }, 'attachment_refused'],
    ['a credential that is not discoverable', { unlike: { isDiscoverable: false } }, 'not_discoverable'],
    ['a key used without PIN', { unlike: { userVerified: false } }, 'user_not_verified'],
  ])('%s is refused', async (_what, variation, reason) => {
    expect(await verdict(variation)).toBe(reason);
  });

  test('where the policy asks for neither, both are accepted', async () => {
    const unlike = { attachment: 'platform', isDiscoverable: false } as const;
    expect(await verdict({ unlike, policy: { attachment: 'any', residentKey: 'any' } })).toBe('accepted');
  });

  test('a browser that says nothing of placement and discoverability is believed', async () => {
    const edit = ({ authenticatorAttachment: _dropped, ...json }: RegistrationJson) => ({
      ...json,
      clientExtensionResults: {},
    });
    const registration = await anAcceptedRegistration(aFob(), { edit });
    expect(registration.isDiscoverable).toBeNull();
  });
});

describe('REG-12 a credential that can leave its key is refused', () => {
  test.each<[string, Partial<Behaviour>, string]>([
    ['backup eligible', { backupEligible: true }, 'backup_eligible_refused'],
    ['backup eligible and backed up', { backupEligible: true, backedUp: true }, 'backup_eligible_refused'],
    ['backed up without being eligible', { backedUp: true }, 'backup_flags_contradict'],
  ])('%s', async (_what, unlike, reason) => {
    expect(await verdict({ unlike })).toBe(reason);
  });

  test('only a policy that allows it takes a synced passkey', async () => {
    const unlike = { backupEligible: true, backedUp: true };
    expect(await verdict({ unlike, policy: { backupEligible: 'allowed' } })).toBe('accepted');
  });
});

describe('REG-13 a person was at the key, and the key knew them', () => {
  test.each<[string, Variation, string]>([
    ['user not present', { unlike: { userPresent: false } }, 'user_not_present'],
    [
      'FG-03 user not present although the PIN is not required',
      { unlike: { userPresent: false, userVerified: false }, policy: { userVerification: 'preferred' } },
      'user_not_present',
    ],
    ['FG-02 user not verified', { unlike: { userVerified: false } }, 'user_not_verified'],
    [
      'no credential data at all',
      authData((bytes) =>
        Buffer.concat([bytes.subarray(0, 32), Uint8Array.of(0x05), bytes.subarray(33, 37)]),
      ),
      'attested_credential_missing',
    ],
  ])('%s is refused', async (_what, variation, reason) => {
    expect(await verdict(variation)).toBe(reason);
  });

  test('whether the PIN was used is kept', async () => {
    const registration = await anAcceptedRegistration(aFob(), {
      unlike: { userVerified: false },
      policy: { userVerification: 'preferred' },
    });
    expect(registration.flags.userVerified).toBe(false);
  });
});

describe('REG-14, REG-15, FG-14 extension outputs are enforced where the policy insists', () => {
  test.each<[string, Record<string, CborInput>, Variation['policy'], string]>([
    ['credProtect as asked', { credProtect: 3 }, { credProtect: 3 }, 'accepted'],
    ['credProtect of level 1, where that is enough', { credProtect: 1 }, { credProtect: 1 }, 'accepted'],
    ['credProtect of level 2, where that is enough', { credProtect: 2 }, { credProtect: 2 }, 'accepted'],
    ['credProtect too low', { credProtect: 2 }, { credProtect: 3 }, 'cred_protect_too_low'],
    ['credProtect missing', {}, { credProtect: 1 }, 'cred_protect_too_low'],
    ['credProtect of no known level', { credProtect: 4 }, { credProtect: 3 }, 'cred_protect_too_low'],
    ['credProtect missing and not asked', {}, { credProtect: null }, 'accepted'],
    ['minPinLength as asked', { minPinLength: 6 }, { minPinLength: 6 }, 'accepted'],
    ['minPinLength too low', { minPinLength: 4 }, { minPinLength: 6 }, 'min_pin_length_too_low'],
    ['minPinLength missing', {}, { minPinLength: 4 }, 'min_pin_length_too_low'],
    [
      'minPinLength missing, where it need not be told',
      {},
      { minPinLength: 6, unknownMinPinLength: 'accepted' },
      'accepted',
    ],
    [
      'minPinLength told too low, though it need not be told',
      { minPinLength: 4 },
      { minPinLength: 6, unknownMinPinLength: 'accepted' },
      'min_pin_length_too_low',
    ],
    ['minPinLength as text', { minPinLength: '8' }, { minPinLength: 4 }, 'min_pin_length_too_low'],
  ])('%s', async (_what, extensions, policy, expected) => {
    expect(await verdict({ unlike: { extensions }, policy: policy ?? {} })).toBe(expected);
  });

  test('without an answer both are recorded as unknown', async () => {
    const registration = await anAcceptedRegistration(aFob(), {
      unlike: { extensions: { credProtect: 0, minPinLength: 0 } },
    });
    expect(registration.extensions).toEqual({ credProtect: null, minPinLength: null });
  });
});

describe('REG-16, FG-07 the credential id is one and the same wherever it stands', () => {
  const otherId = Buffer.alloc(32, 7).toString('base64url');
  const idOf = (length: number): Variation => ({
    unlike: { tamper: { credentialId: () => Buffer.alloc(length, 1) } },
  });

  test.each<[string, Variation, string]>([
    ['another rawId', { edit: (json) => ({ ...json, rawId: otherId }) }, 'credential_id_mismatch'],
    ['another id', { edit: (json) => ({ ...json, id: otherId }) }, 'credential_id_mismatch'],
    [
      'another attested id',
      { edit: (json) => ({ ...json, id: otherId, rawId: otherId }) },
      'credential_id_mismatch',
    ],
    ['an id of 15 bytes', idOf(15), 'response_malformed'],
    ['an id of 16 bytes', idOf(16), 'accepted'],
    ['an id of 1023 bytes', idOf(1023), 'accepted'],
    ['FG-18 an id of 1024 bytes', idOf(1024), 'response_malformed'],
  ])('%s', async (_what, variation, expected) => {
    expect(await verdict(variation)).toBe(expected);
  });
});

describe('REG-18, FG-18 nothing hides in the bytes', () => {
  const appended = Uint8Array.of(0);
  const repacked = (members: [string, CborInput][]) => (json: RegistrationJson) =>
    withResponse({
      attestationObject: Buffer.from(encodeCbor(new Map(members))).toString('base64url'),
    })(json);

  test.each<[string, Variation, string]>([
    [
      'a byte after the attestation object',
      { unlike: { tamper: { attestationObject: (bytes) => Buffer.concat([bytes, appended]) } } },
      'attestation_object_malformed',
    ],
    [
      'a fourth member of the attestation object',
      {
        edit: repacked([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', appended],
          ['epAtt', true],
        ]),
      },
      'attestation_object_malformed',
    ],
    [
      'an attestation object with another member in place of authData',
      {
        edit: repacked([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authDatb', appended],
        ]),
      },
      'attestation_object_malformed',
    ],
    [
      'a statement that is no map',
      {
        edit: repacked([
          ['fmt', 'packed'],
          ['attStmt', []],
          ['authData', appended],
        ]),
      },
      'attestation_object_malformed',
    ],
    [
      'an attestation object that is no map',
      { edit: withResponse({ attestationObject: 'AA' }) },
      'attestation_object_malformed',
    ],
    [
      'a byte after the authenticator data',
      authData((bytes) => Buffer.concat([bytes, appended])),
      'authenticator_data_malformed',
    ],
    [
      'authenticator data cut by a byte',
      authData((bytes) => bytes.subarray(0, -1)),
      'authenticator_data_malformed',
    ],
    [
      'authenticator data of 36 bytes',
      authData((bytes) => bytes.subarray(0, 36)),
      'authenticator_data_malformed',
    ],
    [
      'authenticator data of 36 bytes without flags',
      authData((bytes) => bytes.fill(0, 32).subarray(0, 36)),
      'authenticator_data_malformed',
    ],
    ['no authenticator data', authData(() => Buffer.alloc(0)), 'authenticator_data_malformed'],
    [
      'credential data of 17 bytes',
      authData((bytes) => bytes.subarray(0, 54)),
      'authenticator_data_malformed',
    ],
    [
      'a credential id longer than the data',
      authData((bytes) => {
        bytes.writeUInt16BE(0xffff, 53);
        return bytes;
      }),
      'authenticator_data_malformed',
    ],
    [
      'a public key that is no map',
      authData((bytes) => Buffer.concat([bytes.subarray(0, 87), Uint8Array.of(0)])),
      'authenticator_data_malformed',
    ],
    [
      'extension data announced and missing',
      { unlike: { furtherFlags: 0x80 } },
      'authenticator_data_malformed',
    ],
    [
      'extension data that is no map',
      authData((bytes) => {
        bytes[32] = (bytes[32] ?? 0) | 0x80;
        return Buffer.concat([bytes, Uint8Array.of(0x80)]);
      }),
      'authenticator_data_malformed',
    ],
    [
      'extension data with its keys out of order',
      authData((bytes) => {
        bytes[32] = (bytes[32] ?? 0) | 0x80;
        return Buffer.concat([bytes, Buffer.from('a2616200616100', 'hex')]);
      }),
      'authenticator_data_malformed',
    ],
  ])('%s is refused', async (_what, variation, reason) => {
    expect(await verdict(variation)).toBe(reason);
  });

  test('reserved flag bits decide nothing and are reported', async () => {
    const registration = await anAcceptedRegistration(aFob(), { unlike: { furtherFlags: 0x22 } });
    expect(registration.flags.reservedBits).toBe(0x22);
  });
});

describe('REG-21, FG-15 only known transports are kept', () => {
  test.each([
    [
      ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'],
      ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'],
    ],
    [
      ['nfc', 'teleport', 'usb', 'usb'],
      ['usb', 'nfc'],
    ],
    [[{ toString: 'usb' }, 7, null, ['usb']], []],
  ])('%j becomes %j', async (transports, kept) => {
    const registration = await anAcceptedRegistration(aFob(), { unlike: { transports } });
    expect(registration.transports).toEqual(kept);
  });

  test('a browser that names none is accepted', async () => {
    const registration = await anAcceptedRegistration(aFob(), {
      edit: withResponse({ transports: undefined }),
    });
    expect(registration.transports).toEqual([]);
  });
});

test('REG-22 the archive holds what a later verifier needs to judge again', async () => {
  const fob = aFob();
  let sent: RegistrationJson['response'] | undefined;
  const { archive, attestation } = await anAcceptedRegistration(fob, {
    edit: (json) => {
      sent = json.response;
      return json;
    },
  });
  expect(Buffer.from(archive.attestationObject).toString('base64url')).toBe(sent?.attestationObject);
  expect(Buffer.from(archive.clientDataJSON).toString('base64url')).toBe(sent?.clientDataJSON);
  expect(archive.chain).toHaveLength(2);
  expect(archive.chain.at(-1)).toEqual(fob.ca.certificate);
  expect(archive).toMatchObject({
    verdict: attestation,
    verifierVersion: VERIFIER_VERSION,
    verifiedAt: NOON,
  });
});
