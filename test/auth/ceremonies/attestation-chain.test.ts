import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certifiedBy, verdict } from '#test/support/attestations.ts';
import { aFob, anAcceptedRegistration, register, verdictOf } from '#test/support/ceremonies.ts';
import { SOFT_AAGUID, type Behaviour } from '#test/support/soft-authenticator.ts';
import {
  basicConstraints,
  createTestCa,
  DIGITAL_SIGNATURE,
  extension,
  KEY_CERT_SIGN,
  keyUsage,
  nameOf,
  type CertificateForm,
  type TestCa,
} from '#test/support/test-ca.ts';

const OTHER_AAGUID = '11111111-2222-4333-8444-555555555555';

describe('REG-06 the chain ends at a pinned root of the model', () => {
  const chainOf = (ca: TestCa, ...issuers: TestCa[]): Partial<Behaviour> => {
    const signer = issuers[0] ?? ca;
    const { certificate, key } = signer.issueAttestationCertificate(SOFT_AAGUID);
    return { attestWith: { chain: [certificate, ...issuers.map((issuer) => issuer.certificate)], key } };
  };

  test('the fingerprint of the root is kept', async () => {
    const fob = aFob();
    const { attestation } = await anAcceptedRegistration(fob);
    const rootFingerprint = createHash('sha256').update(fob.ca.certificate).digest('hex');
    expect(attestation).toEqual({ verdict: 'attested', aaguid: SOFT_AAGUID, rootFingerprint });
  });

  test('FG-10 no root pinned means nobody is attested', async () => {
    expect(await verdict(aFob(), {}, { roots: [] })).toBe('root_not_trusted');
  });

  test('a root that is no certificate vouches for nobody', async () => {
    const roots = [{ certificate: Buffer.from('root'), models: null }];
    expect(await verdict(aFob(), {}, { roots })).toBe('root_not_trusted');
  });

  test('one root among several is enough', async () => {
    const fob = aFob();
    const roots = [createTestCa({ seed: 'stranger' }), fob.ca].map(({ certificate }) => ({
      certificate,
      models: null,
    }));
    expect(await verdict(fob, {}, { roots })).toBe('accepted');
  });

  test('a root pinned for another model does not vouch for this one', async () => {
    const fob = aFob();
    const pinned = (models: string[]) => ({ roots: [{ certificate: fob.ca.certificate, models }] });
    expect(await verdict(fob, {}, pinned([OTHER_AAGUID]))).toBe('root_not_trusted');
    expect(await verdict(fob, {}, pinned([OTHER_AAGUID, SOFT_AAGUID]))).toBe('accepted');
  });

  test('a chain over two intermediates is followed', async () => {
    const { ca } = aFob();
    const upper = ca.issueIntermediate();
    const lower = upper.issueIntermediate();
    const registration = await anAcceptedRegistration(aFob(), { unlike: chainOf(ca, lower, upper) });
    expect(registration.archive.chain).toHaveLength(4);
  });

  test('a chain in the wrong order is broken', async () => {
    const { ca } = aFob();
    const upper = ca.issueIntermediate();
    const lower = upper.issueIntermediate();
    const { certificate, key } = lower.issueAttestationCertificate(SOFT_AAGUID);
    const chain = [certificate, upper.certificate, lower.certificate];
    expect(await verdict(aFob(), { attestWith: { chain, key } })).toBe('certificate_chain_broken');
  });

  test('FG-13 the pinned root may stand at the end of the chain, and is counted once', async () => {
    const fob = aFob();
    const registration = await anAcceptedRegistration(fob, { unlike: chainOf(fob.ca, fob.ca) });
    expect(registration.archive.chain).toHaveLength(2);
  });

  test('a foreign self-signed root at the end of the chain is not trusted for being there', async () => {
    const stranger = createTestCa({ seed: 'stranger' });
    expect(await verdict(aFob(), chainOf(stranger, stranger))).toBe('root_not_trusted');
  });

  test('a pinned attestation certificate is trusted by itself', async () => {
    const { certificate, key } = createTestCa({ seed: 'stranger' }).issueAttestationCertificate(SOFT_AAGUID);
    const roots = [{ certificate, models: null }];
    expect(await verdict(aFob(), { attestWith: { chain: [certificate], key } }, { roots })).toBe('accepted');
  });

  test('a pinned intermediate is an end of the chain', async () => {
    const line = aFob().ca.issueIntermediate();
    const roots = [{ certificate: line.certificate, models: null }];
    expect(await verdict(aFob(), chainOf(aFob().ca, line), { roots })).toBe('accepted');
  });

  test('a certificate that only carries the name of the root is not issued by it', async () => {
    const impostor = createTestCa({ seed: 'impostor' });
    expect(await verdict(aFob(), certifiedBy(impostor, { issuer: aFob().ca.name }))).toBe('root_not_trusted');
  });

  test('a certificate with the root’s signature under another issuer name is not issued by it', async () => {
    const issuer = nameOf('Other Works', 'CA', 'Other root');
    expect(await verdict(aFob(), certifiedBy(aFob().ca, { issuer }))).toBe('root_not_trusted');
  });

  test.each([
    [1024, 'root_not_trusted'],
    [2048, 'accepted'],
  ])('an RSA root of %i bits: %s', async (modulusLength, expected) => {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength });
    const ca = createTestCa({ unlike: { key } });
    expect(await verdict({ ca, authenticator: aFob().authenticator }, certifiedBy(ca, {}))).toBe(expected);
  });

  test('SHA-1 signatures in the chain count for nothing', async () => {
    expect(await verdict(aFob(), certifiedBy(aFob().ca, { signatureHash: 'sha1' }))).toBe('root_not_trusted');
  });

  test.each<[string, Partial<CertificateForm>, string]>([
    ['no authority', { extensions: [keyUsage(KEY_CERT_SIGN)] }, 'certificate_chain_broken'],
    [
      'CA false',
      { extensions: [basicConstraints(false), keyUsage(KEY_CERT_SIGN)] },
      'certificate_chain_broken',
    ],
    [
      'a key not made for signing certificates',
      { extensions: [basicConstraints(true), keyUsage(DIGITAL_SIGNATURE)] },
      'certificate_chain_broken',
    ],
    [
      'an unknown critical extension',
      { extensions: [basicConstraints(true), extension('1.2.3.4', Buffer.from('0500', 'hex'), true)] },
      'certificate_chain_broken',
    ],
    [
      'an unknown extension that is not critical',
      { extensions: [basicConstraints(true), extension('1.2.3.4', Buffer.from('0500', 'hex'), false)] },
      'accepted',
    ],
    ['a path length of zero', { extensions: [basicConstraints(true, 0)] }, 'accepted'],
    ['a period that is over', { notAfter: new Date('2025-12-31T00:00:00Z') }, 'certificate_not_valid_now'],
    ['a period to come', { notBefore: new Date('2027-01-01T00:00:00Z') }, 'certificate_not_valid_now'],
  ])('an intermediate with %s', async (_what, unlike, expected) => {
    const { ca } = aFob();
    expect(await verdict(aFob(), chainOf(ca, ca.issueIntermediate(unlike)))).toBe(expected);
  });

  test('a path length of zero allows no further authority below', async () => {
    const { ca } = aFob();
    const upper = ca.issueIntermediate({ extensions: [basicConstraints(true, 0)] });
    expect(await verdict(aFob(), chainOf(ca, upper.issueIntermediate(), upper))).toBe(
      'certificate_chain_broken',
    );
  });

  test.each<[string, Partial<CertificateForm>]>([
    ['no authority', { extensions: [basicConstraints(false)] }],
    [
      'an unknown critical extension',
      { extensions: [basicConstraints(true), extension('1.2.3.4', Buffer.from('0500', 'hex'), true)] },
    ],
    ['a period that is over', { notAfter: new Date('2025-12-31T00:00:00Z') }],
  ])('a pinned root with %s vouches for nobody', async (_what, unlike) => {
    const ca = createTestCa({ seed: 'demo maker', unlike });
    const { authenticator } = aFob();
    expect(await verdict({ ca, authenticator }, certifiedBy(ca, {}))).toBe('root_not_trusted');
  });
});

describe('certificates are judged at the ceremony’s instant and not by the wall clock', () => {
  const until2025 = { notAfter: new Date('2025-12-31T23:59:59Z') };
  const at = (now: string, unlike: Partial<CertificateForm>) =>
    verdictOf(register(aFob(), { unlike: certifiedBy(aFob().ca, unlike), now: new Date(now) }));

  test('a certificate that was good then and is over today', async () => {
    expect(await at('2025-12-31T23:59:59Z', until2025)).toBe('accepted');
  });

  test('a second after its end', async () => {
    expect(await at('2026-01-01T00:00:00Z', until2025)).toBe('certificate_not_valid_now');
  });

  test('a certificate of the future, in the future', async () => {
    const from2040 = { notBefore: new Date('2040-01-01T00:00:00Z') };
    expect(await at('2040-01-01T00:00:00Z', from2040)).toBe('accepted');
    expect(await at('2039-12-31T23:59:59Z', from2040)).toBe('certificate_not_valid_now');
  });

  test('an unreadable instant is no instant', async () => {
    expect(await at('never', {})).toBe('certificate_not_valid_now');
  });
});
