/**
 * Reads a metadata BLOB of the FIDO Alliance and believes it only when every check holds (REG-09).
 * No network: the certificates come in the header, the root from whoever installed the portal, revocation is not looked up.
 * @see FIDO Metadata Service v3.0 section 3.2, "Metadata BLOB object processing rules"; RFC 7515 sections 4.1 and 7.1
 */
import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import { verifyPath, type ChainRefusal } from '../ceremonies/attestation-chain.ts';
import {
  KEY_USAGE_DIGITAL_SIGNATURE,
  parseCertificate,
  type AttestationCertificate,
} from '../ceremonies/certificate.ts';
import { BlobPayload, toModels, type ModelMetadata } from './blob-payload.ts';

/** What failed. Nothing of a BLOB is used when one of these is said. */
export type BlobRefusal =
  | 'not_a_blob'
  | 'algorithm_not_allowed'
  | 'certificate_missing'
  | 'certificate_malformed'
  | ChainRefusal
  | 'signer_not_allowed'
  | 'signature_invalid'
  | 'payload_malformed';

export type Blob = {
  number: number;
  /** Day of UTC, `YYYY-MM-DD`. */
  nextUpdateOn: string;
  models: readonly ModelMetadata[];
};

export type BlobOutcome =
  | { ok: true; blob: Blob }
  /** `detail`: where in the payload, for `payload_malformed`. */
  | { ok: false; reason: BlobRefusal; detail: string | null };

type Certificates = readonly [AttestationCertificate, ...AttestationCertificate[]];
type Step<Part> = { ok: true; part: Part } | { ok: false; reason: BlobRefusal; detail: string | null };

/** Who signs for the Alliance, in the certificate as a host name. */
const SIGNER = 'mds.fidoalliance.org';
/** Asymmetric and not broken. The Alliance signs with RS256. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384'];
const MAXIMUM_CERTIFICATES = 6;
/** Ten times the size of the BLOBs of 2026. */
export const MAXIMUM_BLOB_BYTES = 64 * 1024 * 1024;

const Header = z.object({ alg: z.string(), x5c: z.array(z.base64()).min(1).max(MAXIMUM_CERTIFICATES) });

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * @param text compact JWS, as it was downloaded
 * @param root the one certificate at which the signer's chain must end
 */
export async function readBlob(text: string, root: AttestationCertificate, now: Date): Promise<BlobOutcome> {
  const jws = text.trim();
  const header = readHeader(jws);
  if (!header.ok) return header;
  const signer = acceptSigner(header.part, root, now);
  if (!signer.ok) return signer;
  const signed = await verifySignature(jws, signer.part);
  if (!signed.ok) return signed;
  const payload = BlobPayload.safeParse(parseJson(signed.part));
  if (!payload.success) return refused('payload_malformed', placeOf(payload.error));
  const { no: number, nextUpdate: nextUpdateOn } = payload.data;
  return { ok: true, blob: { number, nextUpdateOn, models: toModels(payload.data) } };
}

function readHeader(jws: string): Step<Certificates> {
  const members = decodeHeader(jws);
  if (members === null) return refused('not_a_blob');
  if (!ALGORITHMS.some((algorithm) => algorithm === members.alg)) return refused('algorithm_not_allowed');
  if (members.x5c === undefined) return refused('certificate_missing');
  const header = Header.safeParse(members);
  if (!header.success) return refused('certificate_malformed');
  const parsed = header.data.x5c.map((der) => parseCertificate(Buffer.from(der, 'base64')));
  const [signer, ...issuers] = parsed.filter((certificate) => certificate !== null);
  if (!signer || issuers.length + 1 !== parsed.length) return refused('certificate_malformed');
  return { ok: true, part: [signer, ...issuers] };
}

function decodeHeader(jws: string) {
  try {
    return decodeProtectedHeader(jws);
  } catch (error) {
    if (error instanceof TypeError) return null; // what jose throws for anything that is no JWS
    throw error;
  }
}

/** The Alliance's own certificate, under the root of this installation: no authority, and for signing. */
function acceptSigner(
  certificates: Certificates,
  root: AttestationCertificate,
  now: Date,
): Step<AttestationCertificate> {
  const path = verifyPath({ certificates, anchors: [root], now });
  if (!path.ok) return refused(path.reason);
  const [signer] = certificates;
  const { basicConstraints, keyUsage, x509 } = signer;
  if (basicConstraints.isCa) return refused('signer_not_allowed');
  if (keyUsage !== null && (keyUsage & KEY_USAGE_DIGITAL_SIGNATURE) === 0)
    return refused('signer_not_allowed');
  // The common name counts only where the certificate lists no host names at all, as browsers did.
  const name = x509.checkHost(SIGNER, { subject: 'default', wildcards: false, partialWildcards: false });
  return name === undefined ? refused('signer_not_allowed') : { ok: true, part: signer };
}

async function verifySignature(jws: string, { x509 }: AttestationCertificate): Promise<Step<Uint8Array>> {
  try {
    const { payload } = await compactVerify(jws, x509.publicKey, { algorithms: ALGORITHMS });
    return { ok: true, part: payload };
  } catch (error) {
    if (error instanceof errors.JWSInvalid) return refused('not_a_blob');
    // Wrong, or not to be checked: a key of another type than the algorithm's, an RSA key too short, an unknown `crit`.
    if (error instanceof TypeError || error instanceof errors.JOSEError) return refused('signature_invalid');
    throw error;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    return undefined; // no JSON, or no UTF-8: no payload either way
  }
}

/** The first place, such as `entries.12.aaguid`; never what stands there. */
function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') ?? '';
}

function refused(
  reason: BlobRefusal,
  detail: string | null = null,
): { ok: false; reason: BlobRefusal; detail: string | null } {
  return { ok: false, reason, detail };
}
