import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  certifiedBy,
  certifiedWith,
  chainIn,
  OPTIONAL,
  verdict,
  withStatement,
  type PolicyChange,
} from '#test/support/attestations.ts';
import { aFob, anAcceptedRegistration, register, verdictOf } from '#test/support/ceremonies.ts';
import { seededEcKey } from '#test/support/seeded-key.ts';
import { SOFT_AAGUID, ZERO_AAGUID, type Behaviour } from '#test/support/soft-authenticator.ts';
import { basicConstraints, createTestCa } from '#test/support/test-ca.ts';

const U2F: PolicyChange = { formats: ['fido-u2f'], userVerification: 'preferred' };

describe('REG-05, FG-20 only the formats of the policy are looked at', () => {
  test('none is refused in production', async () => {
    expect(await verdict(aFob(), { attestation: 'none' })).toBe('format_not_allowed');
  });

  test('fido-u2f is refused where only packed is allowed', async () => {
    expect(await verdict(aFob(), { attestation: 'fido-u2f' }, { userVerification: 'preferred' })).toBe(
      'format_not_allowed',
    );
  });

  test.each(['tpm', 'android-key', 'android-safetynet', 'apple', 'compound', ''])(
    'format "%s" is refused before anything reads its statement',
    async (format) => {
      const fob = aFob();
      const unlike: Partial<Behaviour> = {
        tamper: {
          attestationObject: (bytes) => {
            const text = Buffer.from(bytes).toString('latin1');
            const head = String.fromCharCode(0x60 + format.length);
            return Buffer.from(text.replace('\x66packed', `${head}${format}`), 'latin1');
          },
        },
      };
      expect(await verdict(fob, unlike, OPTIONAL)).toBe('format_not_allowed');
    },
  );
});

describe('an unattested key is told apart by type, and is accepted only where attestation is optional', () => {
  test.each(['self', 'none'] as const)('%s', async (attestation) => {
    const formats = ['packed', 'none'] as const;
    expect(await verdict(aFob(), { attestation }, { formats })).toBe('attestation_missing');
    const registration = await anAcceptedRegistration(aFob(), { unlike: { attestation }, policy: OPTIONAL });
    expect(registration.attestation).toEqual({ verdict: 'unattested', claimedAaguid: SOFT_AAGUID });
    expect(registration.archive.chain).toEqual([]);
  });

  test('self attestation with the AAGUID of a trusted model proves no model', async () => {
    expect(await verdict(aFob(), { attestation: 'self' }, { aaguids: [SOFT_AAGUID] })).toBe(
      'attestation_missing',
    );
  });

  test('a certificate of an unknown maker', async () => {
    const stranger = certifiedBy(createTestCa({ seed: 'stranger' }), {});
    expect(await verdict(aFob(), stranger)).toBe('root_not_trusted');
    const registration = await anAcceptedRegistration(aFob(), { unlike: stranger, policy: OPTIONAL });
    expect(registration.attestation.verdict).toBe('unattested');
    expect(registration.archive.chain).toHaveLength(1);
  });

  test('a certificate that names no model', async () => {
    const nameless = () => certifiedWith(basicConstraints(false));
    expect(await verdict(aFob(), nameless())).toBe('aaguid_not_proven');
    const registration = await anAcceptedRegistration(aFob(), { unlike: nameless(), policy: OPTIONAL });
    expect(registration.attestation.verdict).toBe('unattested');
  });
});

describe('whatever statement is present must verify, also where attestation is optional', () => {
  test.each<[string, Partial<Behaviour>, string]>([
    [
      'none with a member',
      { attestation: 'none', ...withStatement((statement) => statement.set('sig', Buffer.alloc(1))) },
      'statement_malformed',
    ],
    [
      'self signed by another key',
      { attestation: 'self', ...withStatement((statement) => statement.set('sig', Buffer.alloc(70))) },
      'statement_signature_invalid',
    ],
    [
      'self under another algorithm',
      { attestation: 'self', ...withStatement((statement) => statement.set('alg', -8)) },
      'statement_malformed',
    ],
    [
      'self without signature',
      { attestation: 'self', ...withStatement((statement) => statement.delete('sig')) },
      'statement_malformed',
    ],
    [
      'self with text as signature',
      { attestation: 'self', ...withStatement((statement) => statement.set('sig', 'x')) },
      'statement_malformed',
    ],
    [
      'self with a further member',
      { attestation: 'self', ...withStatement((statement) => statement.set('ver', 1)) },
      'statement_malformed',
    ],
    [
      'ecdaa',
      { attestation: 'self', ...withStatement((statement) => statement.set('ecdaaKeyId', Buffer.alloc(4))) },
      'statement_malformed',
    ],
    [
      'certified, signature of zeros',
      withStatement((statement) => statement.set('sig', Buffer.alloc(70))),
      'statement_signature_invalid',
    ],
    [
      'certified, text as signature',
      withStatement((statement) => statement.set('sig', 'x')),
      'statement_malformed',
    ],
    ['certified, no signature', withStatement((statement) => statement.delete('sig')), 'statement_malformed'],
    [
      'certified, algorithm of another key type',
      withStatement((statement) => statement.set('alg', -8)),
      'statement_signature_invalid',
    ],
    [
      'certified, algorithm of another curve',
      withStatement((statement) => statement.set('alg', -35)),
      'statement_signature_invalid',
    ],
    [
      'certified, RSA named for a curve key',
      withStatement((statement) => statement.set('alg', -257)),
      'statement_signature_invalid',
    ],
    [
      'certified, algorithm nobody knows',
      withStatement((statement) => statement.set('alg', -999)),
      'statement_malformed',
    ],
    [
      'certified, a further member',
      withStatement((statement) => statement.set('ver', 1)),
      'statement_malformed',
    ],
    ['an empty x5c', withStatement((statement) => statement.set('x5c', [])), 'certificate_malformed'],
    [
      'x5c that is no list',
      withStatement((statement) => statement.set('x5c', Buffer.alloc(4))),
      'certificate_malformed',
    ],
    [
      'certified, algorithm as text',
      withStatement((statement) => statement.set('alg', '-7')),
      'statement_malformed',
    ],
    [
      'x5c as text',
      withStatement((statement) => statement.set('x5c', 'certificate')),
      'certificate_malformed',
    ],
    ['null in x5c', withStatement((statement) => statement.set('x5c', [null])), 'certificate_malformed'],
    [
      'text in x5c',
      withStatement((statement) => statement.set('x5c', ['certificate'])),
      'certificate_malformed',
    ],
    [
      'rubbish after the certificate in x5c',
      withStatement((statement) => statement.set('x5c', [...chainIn(statement), Buffer.alloc(4)])),
      'certificate_malformed',
    ],
    [
      'six certificates',
      withStatement((statement) =>
        statement.set(
          'x5c',
          Array.from({ length: 6 }, () => chainIn(statement)[0] ?? ''),
        ),
      ),
      'certificate_malformed',
    ],
  ])('%s', async (_what, unlike, reason) => {
    expect(await verdict(aFob(), unlike, OPTIONAL)).toBe(reason);
  });

  test('ES256 by a certificate key of another curve than P-256', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(await verdict(aFob(), certifiedBy(aFob().ca, { key: privateKey }), OPTIONAL)).toBe(
      'statement_signature_invalid',
    );
  });

  test('a certified statement signed by the credential key instead of the certificate key', async () => {
    const { certificate } = aFob().ca.issueAttestationCertificate(SOFT_AAGUID);
    const key = seededEcKey('somebody', 'else');
    expect(await verdict(aFob(), { attestWith: { chain: [certificate], key } }, OPTIONAL)).toBe(
      'statement_signature_invalid',
    );
  });
});

describe('REG-07 a U2F key has a maker and no model', () => {
  const u2f: Partial<Behaviour> = { attestation: 'fido-u2f' };

  test('it is attested by its root alone', async () => {
    const { attestation } = await anAcceptedRegistration(aFob(), { unlike: u2f, policy: U2F });
    expect(attestation).toMatchObject({ verdict: 'attested', aaguid: ZERO_AAGUID });
  });

  test('a list of models admits it only when it names zero', async () => {
    expect(await verdict(aFob(), u2f, { ...U2F, aaguids: [SOFT_AAGUID] })).toBe('model_not_allowed');
    expect(await verdict(aFob(), u2f, { ...U2F, aaguids: [ZERO_AAGUID] })).toBe('accepted');
  });

  test.each<[string, Partial<Behaviour>, string]>([
    [
      'two certificates',
      withStatement((statement) => statement.set('x5c', [...chainIn(statement), ...chainIn(statement)])),
      'certificate_malformed',
    ],
    ['x5c as number', withStatement((statement) => statement.set('x5c', 1)), 'certificate_malformed'],
    ['no certificate', withStatement((statement) => statement.set('x5c', [])), 'certificate_malformed'],
    [
      'a wrong signature',
      withStatement((statement) => statement.set('sig', Buffer.alloc(70))),
      'statement_signature_invalid',
    ],
    ['no signature', withStatement((statement) => statement.delete('sig')), 'statement_malformed'],
    ['text as signature', withStatement((statement) => statement.set('sig', 'x')), 'statement_malformed'],
    ['a further member', withStatement((statement) => statement.set('alg', -7)), 'statement_malformed'],
    [
      'an authority as attestation certificate',
      certifiedWith(basicConstraints(true)),
      'certificate_profile_wrong',
    ],
  ])('%s is refused', async (_what, unlike, reason) => {
    expect(await verdict(aFob(), { ...u2f, ...unlike }, { ...U2F, attestation: 'optional' })).toBe(reason);
  });

  test('a U2F statement with a model is refused', async () => {
    const unlike: Partial<Behaviour> = {
      ...u2f,
      tamper: { authenticatorData: (bytes) => Buffer.from(bytes).fill(1, 37, 53) },
    };
    expect(await verdict(aFob(), unlike, U2F)).toBe('statement_malformed');
  });

  test('a U2F statement for another key type is refused', async () => {
    const outcome = register(aFob(), { unlike: u2f, policy: U2F, algorithm: -8 });
    expect(await verdictOf(outcome)).toBe('statement_malformed');
  });
});
