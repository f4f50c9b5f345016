/**
 * The FIDO Alliance's metadata service, for tests: a root, the certificate that signs for it, and BLOBs. Everything is
 * right unless the test says what is to be wrong with it. No BLOB of the real service is in here.
 */
import { sign, type KeyObject } from 'node:crypto';
import { derElement, derSequence } from './der-writer.ts';
import { toPem } from './pem.ts';
import { SOFT_AAGUID } from './soft-authenticator.ts';
import {
  DIGITAL_SIGNATURE,
  basicConstraints,
  createTestCa,
  extension,
  keyUsage,
  nameOf,
  type CertificateForm,
  type TestCa,
} from './test-ca.ts';

export const SIGNER_NAME = 'mds.fidoalliance.org';
/** Whose root the entries publish. */
export const MAKER = createTestCa({ seed: 'demo maker' });

export type BlobForm = {
  header: Record<string, unknown>;
  payload: unknown;
  /** Key that signs, where it is to be another one than the certificate's. */
  key: KeyObject;
  /** Certificates in x5c, instead of the signer's and its issuer's. */
  chain: readonly Uint8Array[];
};

export type Report = { status: string; effectiveDate?: string } & Record<string, unknown>;

export type MetadataService = {
  ca: TestCa;
  rootPem: string;
  signer: (unlike?: Partial<CertificateForm>) => { certificate: Uint8Array; key: KeyObject };
  blob: (payload: unknown, unlike?: Partial<BlobForm>) => string;
};

export function aMetadataService(seed = 'demo metadata service'): MetadataService {
  const ca = createTestCa({ seed, unlike: { subject: nameOf('Demo Sign', 'Demo roots', `Root ${seed}`) } });
  const line = ca.issueIntermediate({ subject: nameOf('Demo Sign', 'Demo lines', `Line ${seed}`) });
  const signer: MetadataService['signer'] = (unlike = {}) =>
    line.issueAttestationCertificate(SOFT_AAGUID, {
      subject: nameOf('Demo Alliance', 'Metadata', SIGNER_NAME),
      extensions: [basicConstraints(false), keyUsage(DIGITAL_SIGNATURE), hostNames(SIGNER_NAME)],
      ...unlike,
    });
  const usual = signer();
  return {
    ca,
    rootPem: toPem(ca.certificate),
    signer,
    blob: (payload, unlike = {}) => {
      const chain = unlike.chain ?? [usual.certificate, line.certificate];
      const header = { alg: 'ES256', typ: 'JWT', x5c: chain.map(toBase64), ...unlike.header };
      return writeJws(header, unlike.payload ?? payload, unlike.key ?? usual.key);
    },
  };
}

/** A payload with one entry for each model. */
export function aPayload({
  number = 7,
  nextUpdate = '2026-12-01',
  models = { [SOFT_AAGUID]: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2024-01-01' }] },
}: { number?: number; nextUpdate?: string; models?: Record<string, readonly Report[]> } = {}) {
  const entries = Object.entries(models).map(([aaguid, statusReports]) => anEntry(aaguid, statusReports));
  return { legalHeader: 'demo', no: number, nextUpdate, entries };
}

export function anEntry(aaguid: string, statusReports: readonly Report[], unlike: object = {}) {
  return {
    aaguid,
    metadataStatement: {
      description: `Demo model ${aaguid.slice(0, 4)}`,
      attestationRootCertificates: [toBase64(MAKER.certificate)],
      protocolFamily: 'fido2',
    },
    statusReports,
    timeOfLastStatusChange: '2024-01-01',
    ...unlike,
  };
}

/** 2.5.29.17 with DNS names. */
export function hostNames(...names: readonly string[]): Uint8Array {
  const general = names.map((name) => derElement(0x82, Buffer.from(name, 'latin1')));
  return extension('2.5.29.17', derSequence(...general), false);
}

export function toBase64(der: Uint8Array): string {
  return Buffer.from(der).toString('base64');
}

/** RFC 7515 section 3.1. */
function writeJws(header: unknown, payload: unknown, key: KeyObject): string {
  const signed = `${toText(JSON.stringify(header))}.${toText(typeof payload === 'string' ? payload : JSON.stringify(payload))}`;
  const isRsa = key.asymmetricKeyType === 'rsa';
  const signature = sign('sha256', Buffer.from(signed), isRsa ? key : { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function toText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
