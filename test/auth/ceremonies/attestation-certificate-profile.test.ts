import { describe, expect, test } from 'vitest';
import { certifiedBy, certifiedWith, OPTIONAL, verdict } from '#test/support/attestations.ts';
import { aFob } from '#test/support/ceremonies.ts';
import { SOFT_AAGUID, ZERO_AAGUID } from '#test/support/soft-authenticator.ts';
import {
  aaguidExtension,
  basicConstraints,
  extension,
  KEY_CERT_SIGN,
  keyUsage,
  nameOf,
  type CertificateForm,
} from '#test/support/test-ca.ts';

const OTHER_AAGUID = '11111111-2222-4333-8444-555555555555';

describe('REG-07 the model is proven by the certificate', () => {
  const naming = (aaguid: string, isCritical = false) => ({
    extensions: [basicConstraints(false), aaguidExtension(aaguid, isCritical)],
  });

  test.each<[string, Partial<CertificateForm>, string]>([
    ['another model', naming(OTHER_AAGUID), 'aaguid_mismatch'],
    ['a model of 15 bytes', naming(SOFT_AAGUID.slice(0, -2)), 'certificate_malformed'],
    ['the model in a critical extension', naming(SOFT_AAGUID, true), 'certificate_malformed'],
    [
      'the model twice',
      { extensions: [aaguidExtension(SOFT_AAGUID), aaguidExtension(SOFT_AAGUID)] },
      'certificate_malformed',
    ],
    [
      'the model without its inner octet string',
      {
        extensions: [
          extension('1.3.6.1.4.1.45724.1.1.4', Buffer.from(SOFT_AAGUID.replaceAll('-', ''), 'hex'), false),
        ],
      },
      'certificate_malformed',
    ],
  ])(
    'a certificate naming %s is refused, also where attestation is optional',
    async (_what, unlike, reason) => {
      expect(await verdict(aFob(), certifiedBy(aFob().ca, unlike), OPTIONAL)).toBe(reason);
    },
  );

  test('the zero AAGUID is no model, even when a certificate names it', async () => {
    expect(await verdict(aFob({ aaguid: ZERO_AAGUID }), {})).toBe('aaguid_not_proven');
  });

  test('a proven model that the company did not choose is refused', async () => {
    expect(await verdict(aFob(), {}, { aaguids: [OTHER_AAGUID] })).toBe('model_not_allowed');
    expect(await verdict(aFob(), {}, { aaguids: [] })).toBe('model_not_allowed');
    expect(await verdict(aFob(), {}, { aaguids: [OTHER_AAGUID, SOFT_AAGUID] })).toBe('accepted');
  });
});

describe('REG-08 profile of the attestation certificate', () => {
  const name = (
    unit: string,
    { organization = 'Demo Fob Works', commonName = 'Demo fob', country = 'AQ' } = {},
  ) => ({
    subject: nameOf(organization, unit, commonName, country),
  });
  const right = 'Authenticator Attestation';

  test.each<[string, Partial<CertificateForm>]>([
    ['version 2', { version: 2 }],
    ['another organizational unit', name('Authenticator')],
    ['two organizational units', { subject: [...name(right).subject, ['2.5.4.11', 'Other']] }],
    ['no organizational unit', { subject: name(right).subject.filter(([oid]) => oid !== '2.5.4.11') }],
    ['a country of three letters', name(right, { country: 'AQX' })],
    ['no country', { subject: name(right).subject.filter(([oid]) => oid !== '2.5.4.6') }],
    ['an empty organization', name(right, { organization: '' })],
    ['an empty common name', name(right, { commonName: '' })],
    ['CA true', { extensions: [basicConstraints(true), aaguidExtension(SOFT_AAGUID)] }],
    [
      'a key not made for signatures',
      { extensions: [keyUsage(KEY_CERT_SIGN), aaguidExtension(SOFT_AAGUID)] },
    ],
  ])('%s is refused, also where attestation is optional', async (_what, unlike) => {
    expect(await verdict(aFob(), certifiedBy(aFob().ca, unlike), OPTIONAL)).toBe('certificate_profile_wrong');
  });

  test('a certificate without the version and extensions of X.509 v3 is not read at all', async () => {
    expect(await verdict(aFob(), certifiedBy(aFob().ca, { version: 1, extensions: [] }), OPTIONAL)).toBe(
      'certificate_malformed',
    );
  });

  test('a certificate without key usage may sign', async () => {
    const extensions = [basicConstraints(false), aaguidExtension(SOFT_AAGUID)];
    expect(await verdict(aFob(), certifiedWith(...extensions))).toBe('accepted');
  });

  test('a certificate that does not say whether it is an authority is refused', async () => {
    expect(await verdict(aFob(), certifiedWith(aaguidExtension(SOFT_AAGUID)))).toBe(
      'certificate_profile_wrong',
    );
  });

  test('an unknown critical extension is refused', async () => {
    const unknown = extension('1.2.3.4', Buffer.from('0500', 'hex'), true);
    const extensions = [basicConstraints(false), aaguidExtension(SOFT_AAGUID), unknown];
    expect(await verdict(aFob(), certifiedBy(aFob().ca, { extensions }))).toBe('certificate_chain_broken');
  });
});
