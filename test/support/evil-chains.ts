/** Own vectors about certificates: chains that lead nowhere, certificates that are not what they should be. */
import { aFob } from './ceremonies.ts';
import { derBoolean, derElement, derInteger, derOctetString, derSequence } from './der-writer.ts';
import { seededEdKey } from './seeded-key.ts';
import { SOFT_AAGUID, ZERO_AAGUID, type Behaviour } from './soft-authenticator.ts';
import {
  DIGITAL_SIGNATURE,
  KEY_CERT_SIGN,
  aaguidExtension,
  basicConstraints,
  createTestCa,
  extension,
  keyUsage,
  nameOf,
  type CertificateForm,
  type CertificateName,
  type TestCa,
} from './test-ca.ts';
import {
  OTHER_AAGUID,
  UNATTESTED_ALLOWED,
  attestedBy,
  certified,
  hex,
  type NamedRecipe,
} from './vector-recipe.ts';

const NULL = Buffer.from('0500', 'hex');
const OVER = { notAfter: new Date('2026-01-01T00:00:00Z') };
const TO_COME = { notBefore: new Date('2027-01-01T00:00:00Z') };
const AAGUID_OID = '1.3.6.1.4.1.45724.1.1.4';

/** Registrations with a chain of certificates that must not be believed. */
export function evilChains(): NamedRecipe[] {
  return [...withIntermediates(), ...withForgers(), ...withRoots(), ...withProfiles(), ...withModels()];
}

/** An intermediate that differs from a right one, with a right attestation certificate below. */
function below(unlike: Partial<CertificateForm>): Partial<Behaviour> {
  const line = aFob().ca.issueIntermediate(unlike);
  return certified(line, {}, line.certificate);
}

function withIntermediates(): NamedRecipe[] {
  const { ca } = aFob();
  const [upper, other] = [ca.issueIntermediate(), ca.issueIntermediate()];
  const lower = upper.issueIntermediate();
  const short = ca.issueIntermediate({ extensions: [basicConstraints(true, 0)] });
  const tooLow = short.issueIntermediate();
  const unknown = extension('1.2.3.4', NULL, true);
  const negative = extension(
    '2.5.29.19',
    derSequence(derBoolean(true), derElement(2, Uint8Array.of(0xff))),
    true,
  );
  const BROKEN = 'certificate_chain_broken';
  return [
    [
      'over two intermediates',
      { unlike: certified(lower, {}, lower.certificate, upper.certificate) },
      'attested',
    ],
    [
      'intermediate without basic constraints',
      { unlike: below({ extensions: [keyUsage(KEY_CERT_SIGN)] }) },
      BROKEN,
    ],
    ['intermediate with CA false', { unlike: below({ extensions: [basicConstraints(false)] }) }, BROKEN],
    [
      'intermediate that may not sign certificates',
      { unlike: below({ extensions: [basicConstraints(true), keyUsage(DIGITAL_SIGNATURE)] }) },
      BROKEN,
    ],
    [
      'intermediate with an unknown critical extension',
      { unlike: below({ extensions: [basicConstraints(true), unknown] }) },
      BROKEN,
    ],
    [
      'intermediate with a negative path length',
      { unlike: below({ extensions: [negative] }) },
      'certificate_malformed',
    ],
    ['intermediate over', { unlike: below(OVER) }, 'certificate_not_valid_now'],
    ['intermediate to come', { unlike: below(TO_COME) }, 'certificate_not_valid_now'],
    ['intermediate signed with SHA-1', { unlike: below({ signatureHash: 'sha1' }) }, 'root_not_trusted'],
    [
      'intermediate below a path length of zero',
      { unlike: certified(tooLow, {}, tooLow.certificate, short.certificate) },
      BROKEN,
    ],
    [
      'issuer swapped for another one of the maker',
      { unlike: certified(upper, {}, other.certificate) },
      BROKEN,
    ],
    [
      'intermediates in the wrong order',
      { unlike: certified(lower, {}, upper.certificate, lower.certificate) },
      BROKEN,
    ],
    ['intermediate missing', { unlike: certified(lower, {}, upper.certificate) }, BROKEN],
    ['all intermediates missing', { unlike: certified(lower) }, 'root_not_trusted'],
    [
      'stranger behind the chain',
      { unlike: certified(upper, {}, upper.certificate, createTestCa({ seed: 'stranger' }).certificate) },
      BROKEN,
    ],
  ];
}

/** Somebody who has a genuine key, or none, and makes the rest. */
function withForgers(): NamedRecipe[] {
  const { ca } = aFob();
  const genuine = ca.issueAttestationCertificate(SOFT_AAGUID);
  const impostor = createTestCa({ seed: 'impostor' });
  const forgedLine = impostor.issueIntermediate({ issuer: ca.name });
  const own = selfSigned(impostor);
  const namesake = createTestCa({ seed: 'impostor', unlike: { subject: ca.name } });
  return [
    [
      'certificate issued by a genuine key’s certificate',
      { unlike: issuedBy(genuine) },
      'certificate_chain_broken',
    ],
    [
      'genuine certificate with another key',
      { unlike: attestedBy(impostor.key, genuine.certificate) },
      'statement_signature_invalid',
    ],
    [
      'genuine certificate twice',
      { unlike: attestedBy(genuine.key, genuine.certificate, genuine.certificate) },
      'certificate_chain_broken',
    ],
    ['self-signed certificate', { unlike: attestedBy(own.key, own.certificate) }, 'root_not_trusted'],
    [
      'self-signed root of the maker’s name inside x5c',
      { unlike: certified(namesake, {}, namesake.certificate) },
      'root_not_trusted',
    ],
    [
      'genuine root behind a forged chain',
      { unlike: certified(forgedLine, {}, forgedLine.certificate, ca.certificate) },
      'certificate_chain_broken',
    ],
    [
      'forged intermediate that only names the root',
      { unlike: certified(forgedLine, {}, forgedLine.certificate) },
      'root_not_trusted',
    ],
    [
      'root’s own key signs the statement',
      { unlike: attestedBy(ca.key, ca.certificate) },
      'certificate_profile_wrong',
    ],
    [
      'foreign chain where optional',
      { unlike: certified(impostor), policy: UNATTESTED_ALLOWED },
      'unattested',
    ],
    [
      'broken chain where optional',
      { unlike: issuedBy(genuine), policy: UNATTESTED_ALLOWED },
      'certificate_chain_broken',
    ],
  ];
}

function withRoots(): NamedRecipe[] {
  const root = (unlike: Partial<CertificateForm>) => {
    const ca = createTestCa({ seed: 'demo maker', unlike });
    return { unlike: certified(ca), policy: { roots: [hex(ca.certificate)] } };
  };
  const short = createTestCa({ seed: 'demo maker', unlike: { extensions: [basicConstraints(true, 0)] } });
  const line = short.issueIntermediate();
  return [
    ['pinned root over', root(OVER), 'root_not_trusted'],
    ['pinned root to come', root(TO_COME), 'root_not_trusted'],
    ['pinned root that is no authority', root({ extensions: [basicConstraints(false)] }), 'root_not_trusted'],
    [
      'intermediate below a root of path length zero',
      { unlike: certified(line, {}, line.certificate), policy: { roots: [hex(short.certificate)] } },
      'root_not_trusted',
    ],
    ['pinned bytes that are no certificate', { policy: { roots: ['00'] } }, 'root_not_trusted'],
  ];
}

function withProfiles(): NamedRecipe[] {
  const { ca } = aFob();
  const subject = (name: CertificateName) => ({ unlike: certified(ca, { subject: name }) });
  const usual = nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob');
  const WRONG = 'certificate_profile_wrong';
  const model = aaguidExtension(SOFT_AAGUID);
  return [
    [
      'certificate of version 1',
      { unlike: certified(ca, { version: 1, extensions: [] }) },
      'certificate_malformed',
    ],
    [
      'certificate that does not say whether it is an authority',
      { unlike: certified(ca, { extensions: [model] }) },
      WRONG,
    ],
    [
      'certificate that may not sign',
      { unlike: certified(ca, { extensions: [basicConstraints(false), keyUsage(KEY_CERT_SIGN), model] }) },
      WRONG,
    ],
    [
      'unit in small letters',
      subject(nameOf('Demo Fob Works', 'authenticator attestation', 'Demo fob')),
      WRONG,
    ],
    ['unit twice', subject([...usual, ['2.5.4.11', 'Authenticator Attestation']]), WRONG],
    ['no unit', subject(usual.filter(([oid]) => oid !== '2.5.4.11')), WRONG],
    ['no organization', subject(usual.filter(([oid]) => oid !== '2.5.4.10')), WRONG],
    ['no common name', subject(usual.filter(([oid]) => oid !== '2.5.4.3')), WRONG],
    [
      'country of three letters',
      subject(nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob', 'ATA')),
      WRONG,
    ],
    [
      'certificate with an unknown critical extension',
      {
        unlike: certified(ca, {
          extensions: [basicConstraints(false), model, extension('1.2.3.4', NULL, true)],
        }),
      },
      'certificate_chain_broken',
    ],
    [
      'byte after the certificate',
      { unlike: changed(ca, (der) => Buffer.concat([der, Uint8Array.of(0)])) },
      'certificate_malformed',
    ],
    ['byte of the certificate’s signature changed', { unlike: changed(ca, flipLast) }, 'root_not_trusted'],
  ];
}

function withModels(): NamedRecipe[] {
  const { ca } = aFob();
  const bytes = Buffer.from(SOFT_AAGUID.replaceAll('-', ''), 'hex');
  const named = (...extensions: Uint8Array[]) => ({
    unlike: certified(ca, { extensions: [basicConstraints(false), ...extensions] }),
  });
  const MALFORMED = 'certificate_malformed';
  const borrowed = { authenticatorData: withAaguid(OTHER_AAGUID) };
  return [
    ['model marked critical', named(aaguidExtension(SOFT_AAGUID, true)), MALFORMED],
    ['model without its octet string', named(extension(AAGUID_OID, bytes, false)), MALFORMED],
    ['model as a number', named(extension(AAGUID_OID, derInteger(bytes), false)), MALFORMED],
    ['model of 15 bytes', named(extension(AAGUID_OID, derOctetString(bytes.subarray(1)), false)), MALFORMED],
    ['model twice', named(aaguidExtension(SOFT_AAGUID), aaguidExtension(SOFT_AAGUID)), MALFORMED],
    [
      'model with a byte after it',
      named(extension(AAGUID_OID, Buffer.concat([derOctetString(bytes), Uint8Array.of(0)]), false)),
      MALFORMED,
    ],
    ['borrowed model with a genuine certificate', { unlike: { tamper: borrowed } }, 'aaguid_mismatch'],
    [
      'borrowed model where optional',
      { unlike: { tamper: borrowed }, policy: UNATTESTED_ALLOWED },
      'aaguid_mismatch',
    ],
    [
      'borrowed model that the certificate does not name',
      { unlike: { ...named().unlike, tamper: borrowed } },
      'aaguid_not_proven',
    ],
    [
      'model of zeros, certified',
      {
        unlike: {
          ...named(aaguidExtension(ZERO_AAGUID)).unlike,
          tamper: { authenticatorData: withAaguid(ZERO_AAGUID) },
        },
      },
      'aaguid_not_proven',
    ],
    [
      'model of zeros in the data alone',
      { unlike: { tamper: { authenticatorData: withAaguid(ZERO_AAGUID) } } },
      'aaguid_mismatch',
    ],
    [
      'EdDSA key of the maker',
      { unlike: certified(ca, { key: seededEdKey('demo maker', 'EdDSA') }) },
      'statement_signature_invalid',
    ],
  ];
}

/** A certificate that somebody makes with the key of another certificate, which is no authority. */
function issuedBy(issuer: { certificate: Uint8Array; key: TestCa['key'] }): Partial<Behaviour> {
  const name = nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob');
  const { certificate, key } = createTestCa({ seed: 'forger' }).issueAttestationCertificate(SOFT_AAGUID, {
    issuer: name,
    signingKey: issuer.key,
  });
  return attestedBy(key, certificate, issuer.certificate);
}

function selfSigned(ca: TestCa) {
  const subject = nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob');
  return ca.issueAttestationCertificate(SOFT_AAGUID, {
    subject,
    issuer: subject,
    key: ca.key,
    signingKey: ca.key,
  });
}

function changed(ca: TestCa, change: (der: Uint8Array) => Uint8Array): Partial<Behaviour> {
  const { certificate, key } = ca.issueAttestationCertificate(SOFT_AAGUID);
  return attestedBy(key, change(certificate));
}

function flipLast(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => (index === bytes.byteLength - 1 ? byte ^ 1 : byte));
}

/** Behind hash, flags and counter. */
export function withAaguid(aaguid: string): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    Buffer.from(aaguid.replaceAll('-', ''), 'hex').copy(copy, 37);
    return copy;
  };
}
