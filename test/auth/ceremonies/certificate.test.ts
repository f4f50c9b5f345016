import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCertificate } from '#auth/ceremonies/certificate.ts';
import { DerFault, readDer, readDerElements } from '#auth/ceremonies/der.ts';
import { derBitString, derElement } from '#test/support/der-writer.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';
import {
  aaguidExtension,
  createTestCa,
  extension,
  nameOf,
  type CertificateForm,
} from '#test/support/test-ca.ts';

const ca = createTestCa({ seed: 'demo maker' });
const { certificate } = ca.issueAttestationCertificate(SOFT_AAGUID);

const parse = (unlike: Partial<CertificateForm>) =>
  parseCertificate(ca.issueAttestationCertificate(SOFT_AAGUID, unlike).certificate);
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('REG-08 a certificate is read exactly', () => {
  test('its fields', () => {
    expect(parseCertificate(certificate)).toMatchObject({
      der: certificate,
      encodedVersion: 2,
      signatureAlgorithm: '2a8648ce3d040302',
      aaguid: SOFT_AAGUID,
      basicConstraints: { isCa: false, pathLength: null },
      keyUsage: 0x80,
      criticalExtensions: ['551d13', '551d0f'],
      subject: new Map([
        ['550406', ['AQ']],
        ['55040a', ['Demo Fob Works']],
        ['55040b', ['Authenticator Attestation']],
        ['550403', ['Demo fob']],
      ]),
    });
  });

  test.each<[string, Uint8Array, object]>([
    ['CA true', hex('3003 0101ff'), { isStated: true, isCa: true, pathLength: null }],
    ['CA true in a second spelling', hex('3003 010101'), { isCa: true, pathLength: null }],
    ['CA false written out', hex('3003 010100'), { isCa: false, pathLength: null }],
    ['CA false left out', hex('3000'), { isCa: false, pathLength: null }],
    ['path length 2', hex('3006 0101ff 020102'), { isCa: true, pathLength: 2 }],
  ])('basic constraints with %s', (_what, value, basicConstraints) => {
    expect(parse({ extensions: [extension('2.5.29.19', value, true)] })).toMatchObject({ basicConstraints });
  });

  test('a key usage without a byte allows nothing', () => {
    expect(
      parse({ extensions: [extension('2.5.29.15', derBitString(Uint8Array.of()), true)] })?.keyUsage,
    ).toBe(0);
  });

  test('an extension that is marked as not critical is not critical', () => {
    const written = derElement(0x30, hex('0603 551d0f'), hex('0101 00'), hex('0404 03020780'));
    expect(parse({ extensions: [written] })).toMatchObject({ criticalExtensions: [], keyUsage: 0x80 });
  });

  test('a name that comes twice is kept twice', () => {
    const subject = nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob');
    const parsed = parse({ subject: [...subject, ['2.5.4.3', 'again']] });
    expect(parsed?.subject.get('550403')).toEqual(['Demo fob', 'again']);
  });
});

describe('REG-08 what is no certificate in DER is not read', () => {
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
  // The outer sequence with an indefinite length, which BER allows and DER does not.
  const indefinite = Buffer.concat([hex('3080'), certificate.subarray(4), hex('0000')]);

  test.each<[string, Uint8Array]>([
    ['nothing', Uint8Array.of()],
    ['text', Buffer.from('certificate')],
    ['PEM', Buffer.from(pem)],
    ['a byte after it', Buffer.concat([certificate, Uint8Array.of(0)])],
    ['a byte missing', certificate.subarray(0, -1)],
    ['indefinite length', indefinite],
  ])('%s', (_what, bytes) => {
    expect(parseCertificate(bytes)).toBeNull();
  });

  test.each<[string, Partial<CertificateForm>]>([
    ['version 1', { version: 1, extensions: [] }],
    ['more than 8 KiB', { extensions: [extension('1.2.3', Buffer.alloc(8000), false)] }],
    ['basic constraints of another shape', { extensions: [extension('2.5.29.19', hex('0500'), true)] }],
    [
      'a path length of two bytes',
      { extensions: [extension('2.5.29.19', hex('3007 0101ff 02020080'), true)] },
    ],
    ['a path length of no byte', { extensions: [extension('2.5.29.19', hex('3005 0101ff 0200'), true)] }],
    ['key usage of another shape', { extensions: [extension('2.5.29.15', hex('0500'), true)] }],
    [
      'an AAGUID of another shape',
      { extensions: [extension('1.3.6.1.4.1.45724.1.1.4', hex('0500'), false)] },
    ],
    ['an AAGUID marked critical', { extensions: [aaguidExtension(SOFT_AAGUID, true)] }],
    ['an AAGUID of 17 bytes', { extensions: [aaguidExtension(`${SOFT_AAGUID}00`)] }],
    ['an extension twice', { extensions: [aaguidExtension(SOFT_AAGUID), aaguidExtension(SOFT_AAGUID)] }],
  ])('%s', (_what, unlike) => {
    expect(parse(unlike)).toBeNull();
  });

  test('however it is damaged, it is read or refused, and nothing breaks', () => {
    fc.assert(
      fc.property(fc.nat({ max: certificate.byteLength - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const damaged = Buffer.from(certificate);
        damaged[at] = byte;
        const parsed = parseCertificate(damaged);
        if (parsed) expect(Buffer.compare(parsed.der, damaged)).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the DER reader', () => {
  test.each([
    [
      'two elements',
      '0201 01 0500',
      [
        { tag: 2, content: hex('01') },
        { tag: 5, content: hex('') },
      ],
    ],
    ['a length of 128', `0481 80 ${'00'.repeat(128)}`, [{ tag: 4, content: Buffer.alloc(128) }]],
    ['a length of 256', `0482 0100 ${'00'.repeat(256)}`, [{ tag: 4, content: Buffer.alloc(256) }]],
    ['nothing', '', []],
  ])('reads %s', (_what, text, elements) => {
    expect(readDerElements(hex(text))).toEqual(elements);
  });

  test.each([
    ['a tag alone', '02'],
    ['an element longer than the bytes', '0202 01'],
    ['a tag of several bytes', '1f01 00'],
    ['an indefinite length', '3080 0000'],
    ['a length in one byte more than needed', `0481 7f ${'00'.repeat(127)}`],
    ['a length with a leading zero', `0482 00ff ${'00'.repeat(255)}`],
    ['a length of four bytes', `0484 00000001 00`],
    ['a length cut short', '0482 01'],
  ])('refuses %s', (_what, text) => {
    expect(() => readDerElements(hex(text))).toThrow(DerFault);
  });

  test('refuses another element than the expected one', () => {
    expect(() => readDer(hex('0500'), 0x30)).toThrow(DerFault);
    expect(() => readDer(hex('0500 0500'), 0x05)).toThrow(DerFault);
    expect(() => readDer(hex(''), 0x30)).toThrow(DerFault);
  });
});
