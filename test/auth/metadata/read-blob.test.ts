import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseRoot } from '#auth/metadata/metadata-root.ts';
import { readBlob } from '#auth/metadata/read-blob.ts';
import {
  SIGNER_NAME,
  aMetadataService,
  aPayload,
  anEntry,
  hostNames,
  toBase64,
  type BlobForm,
  type MetadataService,
} from '#test/support/metadata-blob.ts';
import { toPem } from '#test/support/pem.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';
import {
  DIGITAL_SIGNATURE,
  KEY_CERT_SIGN,
  basicConstraints,
  createTestCa,
  keyUsage,
  nameOf,
  type CertificateForm,
} from '#test/support/test-ca.ts';

const NOON = new Date('2026-11-22T12:00:00Z');
const service = aMetadataService();

async function read(text: string, { rootPem = service.rootPem, now = NOON } = {}) {
  const root = parseRoot(rootPem, now);
  if (!root.ok) throw new Error(root.reason);
  return readBlob(text, root.root, now);
}

async function verdict(text: string, settings: { rootPem?: string; now?: Date } = {}): Promise<string> {
  const outcome = await read(text, settings);
  return outcome.ok ? 'accepted' : outcome.reason;
}

/** A BLOB whose signer's certificate differs from the right one. */
function signedBy(unlike: Partial<CertificateForm>, at: MetadataService = service): string {
  const own = at.blob(aPayload());
  const [, issuer = ''] = chainOf(own);
  const { certificate, key } = at.signer(unlike);
  return at.blob(aPayload(), { chain: [certificate, Buffer.from(issuer, 'base64')], key });
}

function chainOf(jws: string): string[] {
  const [header = ''] = jws.split('.');
  return JSON.parse(Buffer.from(header, 'base64url').toString('utf8')).x5c;
}

const withHeader = (header: Record<string, unknown>, unlike: Partial<BlobForm> = {}) =>
  service.blob(aPayload(), { header, ...unlike });

describe('REG-09 a metadata BLOB is believed when every check holds', () => {
  test('REG-09 its number, next update and FIDO2 models are read', async () => {
    const outcome = await read(service.blob(aPayload()));
    expect(outcome).toMatchObject({
      ok: true,
      blob: {
        number: 7,
        nextUpdateOn: '2026-12-01',
        models: [
          {
            aaguid: SOFT_AAGUID,
            description: 'Demo model de30',
            statusReports: [{ status: 'FIDO_CERTIFIED_L1' }],
          },
        ],
      },
    });
  });

  test('REG-09 a line break at the end, as editors leave it, harms nothing', async () => {
    expect(await verdict(`${service.blob(aPayload())}\n`)).toBe('accepted');
  });

  test('REG-09 an RSA signature is as good as one by an elliptic curve', async () => {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { certificate } = service.signer({ key });
    const [, issuer = ''] = chainOf(service.blob(aPayload()));
    const chain = [certificate, Buffer.from(issuer, 'base64')];
    expect(await verdict(withHeader({ alg: 'RS256' }, { chain, key }))).toBe('accepted');
  });

  test.each<[string, string, string]>([
    ['no JWS', 'metadata', 'not_a_blob'],
    ['two parts', service.blob(aPayload()).split('.').slice(0, 2).join('.'), 'not_a_blob'],
    ['no algorithm', withHeader({ alg: undefined }), 'algorithm_not_allowed'],
    ['"none"', withHeader({ alg: 'none' }), 'algorithm_not_allowed'],
    ['a symmetric algorithm', withHeader({ alg: 'HS256' }), 'algorithm_not_allowed'],
    ['another algorithm than the key’s', withHeader({ alg: 'RS256' }), 'signature_invalid'],
    ['no certificates', withHeader({ x5c: undefined }), 'certificate_missing'],
    ['an empty chain', withHeader({ x5c: [] }), 'certificate_malformed'],
    ['a chain of nonsense', withHeader({ x5c: ['AAAA'] }), 'certificate_malformed'],
    ['a certificate in base64url, which x5c is not', withHeader({ x5c: ['_-8'] }), 'certificate_malformed'],
    ['a critical header that nobody knows', withHeader({ crit: ['exp'], exp: 1 }), 'signature_invalid'],
  ])('REG-09 refused: %s', async (_what, text, expected) => {
    expect(await verdict(text)).toBe(expected);
  });

  test('REG-09 refused: a payload changed after it was signed', async () => {
    const [header, , signature] = service.blob(aPayload()).split('.');
    const other = Buffer.from(JSON.stringify(aPayload({ number: 8 }))).toString('base64url');
    expect(await verdict(`${header}.${other}.${signature}`)).toBe('signature_invalid');
  });

  test('REG-09 refused: signed with another key than the certificate’s', async () => {
    const { key } = createTestCa({ seed: 'stranger' });
    expect(await verdict(service.blob(aPayload(), { key }))).toBe('signature_invalid');
  });

  test('REG-09 refused: a chain under any other root, also one with the same names', async () => {
    const stranger = createTestCa({ seed: 'stranger', unlike: { subject: service.ca.name } });
    expect(await verdict(service.blob(aPayload()), { rootPem: toPem(stranger.certificate) })).toBe(
      'root_not_trusted',
    );
  });

  test('REG-09 refused: a root of its own that the BLOB brings along', async () => {
    const forger = aMetadataService('forger');
    const chain = [...chainOf(forger.blob(aPayload())), toBase64(forger.ca.certificate)];
    expect(await verdict(forger.blob(aPayload(), { header: { x5c: chain } }))).toBe('root_not_trusted');
  });

  test('REG-09 refused: a chain whose middle is missing', async () => {
    const [signer = ''] = chainOf(service.blob(aPayload()));
    expect(await verdict(withHeader({ x5c: [signer] }))).toBe('root_not_trusted');
  });

  test('REG-09 refused: a chain in the wrong order', async () => {
    const chain = chainOf(service.blob(aPayload())).toReversed();
    expect(await verdict(withHeader({ x5c: chain }))).toBe('certificate_chain_broken');
  });

  const usual = [basicConstraints(false), keyUsage(DIGITAL_SIGNATURE)];
  test.each<[string, Partial<CertificateForm>, string]>([
    ['another host name', { extensions: [...usual, hostNames('evil.example')] }, 'signer_not_allowed'],
    [
      'a host name of the attacker beneath the right common name',
      { extensions: [...usual, hostNames(`${SIGNER_NAME}.evil.example`)] },
      'signer_not_allowed',
    ],
    ['a wildcard', { extensions: [...usual, hostNames('*.fidoalliance.org')] }, 'signer_not_allowed'],
    [
      'another common name and no host names',
      { subject: nameOf('Demo', 'Demo', 'evil.example'), extensions: usual },
      'signer_not_allowed',
    ],
    ['the right common name and no host names', { extensions: usual }, 'accepted'],
    [
      'several host names, the right one among them',
      { extensions: [...usual, hostNames('a.example', SIGNER_NAME)] },
      'accepted',
    ],
    [
      'the powers of an authority',
      { extensions: [basicConstraints(true), keyUsage(DIGITAL_SIGNATURE), hostNames(SIGNER_NAME)] },
      'signer_not_allowed',
    ],
    [
      'a key that is not for signing',
      { extensions: [basicConstraints(false), keyUsage(KEY_CERT_SIGN), hostNames(SIGNER_NAME)] },
      'signer_not_allowed',
    ],
    ['a period that is over', { notAfter: new Date('2026-11-22T11:59:59Z') }, 'certificate_not_valid_now'],
    ['a period to come', { notBefore: new Date('2026-11-22T12:00:01Z') }, 'certificate_not_valid_now'],
    ['a SHA-1 signature', { signatureHash: 'sha1' }, 'certificate_chain_broken'],
  ])('REG-09 a signer’s certificate with %s', async (_what, unlike, expected) => {
    expect(await verdict(signedBy(unlike))).toBe(expected);
  });
});

describe('REG-09 the payload is read exactly', () => {
  const entry = anEntry(SOFT_AAGUID, [{ status: 'REVOKED' }]);

  test.each<[string, unknown, string]>([
    ['no JSON', 'metadata', ''],
    ['an array', [], ''],
    ['no number', { ...aPayload(), no: undefined }, 'no'],
    ['a number of zero', aPayload({ number: 0 }), 'no'],
    ['a broken number', aPayload({ number: 1.5 }), 'no'],
    ['a number as text', { ...aPayload(), no: '7' }, 'no'],
    ['no day of the next update', { ...aPayload(), nextUpdate: undefined }, 'nextUpdate'],
    ['a day that is none', aPayload({ nextUpdate: '2026-02-30' }), 'nextUpdate'],
    ['an instant in place of a day', aPayload({ nextUpdate: '2026-12-01T00:00:00Z' }), 'nextUpdate'],
    ['no entries', { ...aPayload(), entries: undefined }, 'entries'],
    ['an AAGUID that is none', { ...aPayload(), entries: [{ ...entry, aaguid: 'x' }] }, 'entries.0.aaguid'],
    [
      'an entry without reports',
      { ...aPayload(), entries: [entry, { ...entry, statusReports: undefined }] },
      'entries.1.statusReports',
    ],
    [
      'a report without a status',
      { ...aPayload(), entries: [{ ...entry, statusReports: [{}] }] },
      'entries.0.statusReports.0.status',
    ],
    [
      'a report of a day that is none',
      { ...aPayload(), entries: [anEntry(SOFT_AAGUID, [{ status: 'REVOKED', effectiveDate: 'soon' }])] },
      'entries.0.statusReports.0.effectiveDate',
    ],
  ])('REG-09 refused with its place: %s', async (_what, payload, detail) => {
    expect(await read(service.blob(payload))).toEqual({ ok: false, reason: 'payload_malformed', detail });
  });

  test('REG-09 members that a later version of the standard adds are let pass', async () => {
    const report = { status: 'RETIRED', sunsetDate: '2030-01-01' };
    const payload = { ...aPayload(), entries: [anEntry(SOFT_AAGUID, [report], { sunset: true })], more: 1 };
    expect(await read(service.blob(payload))).toMatchObject({
      ok: true,
      blob: { models: [{ statusReports: [report] }] },
    });
  });

  test('REG-09 entries of UAF and U2F, which name no AAGUID, are left out', async () => {
    const u2f = { ...entry, aaguid: undefined, attestationCertificateKeyIdentifiers: ['ab'.repeat(20)] };
    const uaf = { ...entry, aaguid: undefined, aaid: '4e4e#4005' };
    const outcome = await read(service.blob({ ...aPayload(), entries: [u2f, entry, uaf] }));
    expect(outcome.ok && outcome.blob.models.map(({ aaguid }) => aaguid)).toEqual([SOFT_AAGUID]);
  });

  test('REG-09 a model that stands there twice has the reports of both, in any spelling of its name', async () => {
    const twice = [entry, anEntry(SOFT_AAGUID.toUpperCase(), [{ status: 'FIDO_CERTIFIED' }])];
    const outcome = await read(service.blob({ ...aPayload(), entries: twice }));
    expect(outcome.ok && outcome.blob.models).toMatchObject([
      { aaguid: SOFT_AAGUID, statusReports: [{ status: 'REVOKED' }, { status: 'FIDO_CERTIFIED' }] },
    ]);
  });

  test('REG-09 a published root that can’t be read costs only itself', async () => {
    const statement = { description: 'Demo', attestationRootCertificates: ['AAAA'] };
    const entries = [anEntry(SOFT_AAGUID, [], { metadataStatement: statement })];
    const outcome = await read(service.blob({ ...aPayload(), entries }));
    expect(outcome.ok && outcome.blob.models).toMatchObject([{ rootsPem: '' }]);
  });
});

describe('REG-09 the root is one certificate that somebody gave', () => {
  const pem = service.rootPem;
  const leaf = toPem(service.signer().certificate);
  const over = toPem(createTestCa({ unlike: { notAfter: new Date('2025-01-01T00:00:00Z') } }).certificate);

  test.each([
    ['nothing', '', 'root_not_one_certificate'],
    ['two certificates', pem + pem, 'root_not_one_certificate'],
    ['damaged', pem.replace('MII', 'AAA'), 'root_unreadable'],
    ['no authority', leaf, 'root_no_authority'],
    ['out of its period', over, 'root_not_valid_now'],
  ])('REG-09 refused: %s', (_what, text, reason) => {
    expect(parseRoot(text, NOON)).toEqual({ ok: false, reason });
  });
});
