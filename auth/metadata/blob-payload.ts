/**
 * What a metadata BLOB says, as far as it is used here. Members are read exactly; those that are not named, which the
 * standard adds from version to version, are left out of account.
 * @see FIDO Metadata Service v3.0 section 3.1.6, "Metadata BLOB Payload dictionary"
 */
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** The largest number that every database keeps as a plain integer; the Alliance counts BLOBs one by one. */
const LARGEST_NUMBER = 2_147_483_647;

const Aaguid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'a UUID')
  .toLowerCase();

/** Section 3.1.3. `status` is an open list: what it means is decided in judge-status.ts. Further members stay as they are. */
const StatusReport = z.looseObject({
  status: z.string().min(1),
  /** A day of UTC. Absent: "the status is assumed to be effective while present". */
  effectiveDate: z.iso.date().optional(),
});
export const StatusReports = z.array(StatusReport);
export type StatusReport = z.infer<typeof StatusReport>;

const Statement = z.looseObject({
  description: z.string(),
  /** DER in base64, with line breaks in some. */
  attestationRootCertificates: z.array(z.string()),
});

/** Section 3.1.1. FIDO2 models have an AAGUID; those of UAF and U2F are named otherwise and not kept. */
const Entry = z.object({
  aaguid: Aaguid.optional(),
  metadataStatement: Statement.optional(),
  statusReports: StatusReports,
  timeOfLastStatusChange: z.iso.date(),
});

export const BlobPayload = z.object({
  no: z.int().min(1).max(LARGEST_NUMBER),
  /** A day of UTC, by which a newer BLOB is there. */
  nextUpdate: z.iso.date(),
  entries: z.array(Entry),
});

/** What is kept of a FIDO2 model. */
export type ModelMetadata = {
  aaguid: string;
  description: string;
  /** The roots that its maker published, as far as they can be read; none of them is trusted for standing here. */
  rootsPem: string;
  statement: unknown;
  statusReports: readonly StatusReport[];
};

/** The FIDO2 models of a BLOB. Where it names one twice, every report of both counts. */
export function toModels({ entries }: z.infer<typeof BlobPayload>): ModelMetadata[] {
  const models = new Map<string, ModelMetadata>();
  for (const { aaguid, metadataStatement, statusReports } of entries) {
    if (aaguid === undefined) continue;
    const earlier = models.get(aaguid);
    models.set(aaguid, {
      aaguid,
      description: metadataStatement?.description ?? earlier?.description ?? '',
      rootsPem: (earlier?.rootsPem ?? '') + toPem(metadataStatement?.attestationRootCertificates ?? []),
      statement: metadataStatement ?? earlier?.statement ?? null,
      statusReports: [...(earlier?.statusReports ?? []), ...statusReports],
    });
  }
  return [...models.values()];
}

function toPem(certificates: readonly string[]): string {
  return certificates.map(readCertificate).join('');
}

/** Empty for what OpenSSL can't read: a published root decides nothing here, so that a slip in one costs nothing. */
function readCertificate(base64: string): string {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).toString();
  } catch {
    return '';
  }
}
