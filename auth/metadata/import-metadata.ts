import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import type { AttestationCertificate } from '../ceremonies/certificate.ts';
import type { ModelMetadata } from './blob-payload.ts';
import { findMetadata } from './find-metadata.ts';
import type { CurrentMetadata } from './find-metadata.ts';
import { dropOlderBlobs, isBlobKept, keepBlob, keepRoot, readKeptRoot, sha256Of } from './metadata-files.ts';
import { parseRoot } from './metadata-root.ts';
import type { RootFault } from './metadata-root.ts';
import { readBlob } from './read-blob.ts';
import type { Blob, BlobRefusal } from './read-blob.ts';

/** Reads "brelokmd" in ASCII: one change of the metadata at a time. */
export const METADATA_LOCK = 0x6272656c6f6b6d64n;
/** Rows an insert; six values each, far below what any database takes. */
const CHUNK = 50;

export type ImportMetadata = {
  /** The BLOB as it was downloaded. */
  text: string;
  /** PEM of the root it must end at; null for the one of the last import. */
  rootPem: string | null;
  /** Where BLOB and root are kept, readable by the portal alone. */
  folder: string;
  /** Checks everything and changes nothing. */
  isDryRun: boolean;
};

export type ImportMetadataOutcome =
  | { ok: true; change: MetadataChange; blob: Blob; root: AttestationCertificate }
  | { ok: false; reason: MetadataRefusal; detail: string | null };

/** `unchanged`: this number is in force already. `restored`: it was, and part of it had gone missing. */
export type MetadataChange = 'imported' | 'unchanged' | 'restored' | 'checked';

export type MetadataRefusal = BlobRefusal | RootFault | 'root_unknown' | 'number_lower';

type Services = Pick<AuthServices, 'db' | 'audit' | 'now'>;
type Accepted = { text: string; sha256: string; blob: Blob; at: Date };

/**
 * Takes in a metadata BLOB from a file (REG-09). Whatever check fails, the last good one stays in force, on the disk
 * and in the database. A lower number than the last is refused, for an old BLOB does not know of newer compromises.
 */
export async function importMetadata(
  services: Services,
  request: ImportMetadata,
): Promise<ImportMetadataOutcome> {
  const at = services.now();
  const outcome = await takeIn(services, request, at);
  if (!outcome.ok && !request.isDryRun) {
    const { reason } = outcome;
    await services.audit.recordRefusal(services.db, {
      type: 'metadata_refused',
      result: 'refused',
      actorId: SYSTEM_ACTOR,
      reason,
      at,
    });
  }
  return outcome;
}

async function takeIn(
  services: Services,
  { text, rootPem, folder, isDryRun }: ImportMetadata,
  at: Date,
): Promise<ImportMetadataOutcome> {
  const pem = rootPem ?? (await readKeptRoot(folder));
  if (pem === null) return { ok: false, reason: 'root_unknown', detail: null };
  const parsed = parseRoot(pem, at);
  if (!parsed.ok) return { ok: false, reason: parsed.reason, detail: null };
  const { root } = parsed;
  const read = await readBlob(text, root, at);
  if (!read.ok) return read;

  const { blob } = read;
  const accepted = { text, sha256: sha256Of(text), blob, at };
  const current = await findMetadata(services.db);
  if (current !== null && blob.number < current.number)
    return { ok: false, reason: 'number_lower', detail: String(current.number) };
  if (isDryRun) return { ok: true, change: 'checked', blob, root };

  const change = await store(services, { accepted, folder, current });
  if (change === null) return { ok: false, reason: 'number_lower', detail: null };
  await keepRoot(folder, root.x509.toString());
  return { ok: true, change, blob, root };
}

/**
 * The file first, then the database, which says which file counts: a crash in between leaves a file that nobody asks for.
 * @returns null when a newer one was imported meanwhile
 */
async function store(
  { db, audit }: Services,
  { accepted, folder, current }: { accepted: Accepted; folder: string; current: CurrentMetadata | null },
): Promise<MetadataChange | null> {
  const { blob, text, sha256 } = accepted;
  const isOtherText = current?.number === blob.number && current.sha256 !== sha256;
  if (isOtherText) return 'unchanged'; // the one that came first under this number stays
  const wasKept = await isBlobKept(folder, { number: blob.number, sha256 });
  if (!wasKept) await keepBlob(folder, blob.number, text);

  const change = await db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, METADATA_LOCK);
    const inForce = await findMetadata(tx);
    if (inForce !== null && blob.number < inForce.number) return null;
    const isSame = inForce?.number === blob.number;
    if (isSame && inForce.isWhole) return wasKept ? 'unchanged' : 'restored';
    if (!isSame) await addBlob(tx, accepted);
    await replaceEntries(tx, blob);
    await audit.record(tx, {
      type: 'metadata_imported',
      result: 'ok',
      actorId: SYSTEM_ACTOR,
      details: { number: blob.number, models: blob.models.length, sha256 },
      at: accepted.at,
    });
    return isSame ? 'restored' : 'imported';
  });
  if (change === 'imported') await dropOlderBlobs(folder, blob.number);
  return change;
}

async function addBlob(tx: Tx, { blob, sha256, at }: Accepted): Promise<void> {
  await tx.metadataBlob.create({
    data: {
      number: BigInt(blob.number),
      nextUpdateOn: blob.nextUpdateOn,
      sha256,
      entryCount: blob.models.length,
      importedAt: at,
    },
    select: { number: true },
  });
}

/** The table holds the models of one BLOB: what a newer one leaves out is no longer known. */
async function replaceEntries(tx: Tx, { number, models }: Blob): Promise<void> {
  await tx.metadataEntry.deleteMany({});
  for (let start = 0; start < models.length; start += CHUNK) {
    const rows = models.slice(start, start + CHUNK).map((model) => toRow(number, model));
    await tx.metadataEntry.createMany({ data: rows });
  }
}

function toRow(number: number, model: ModelMetadata) {
  return {
    aaguid: model.aaguid,
    number,
    description: model.description,
    rootsPem: model.rootsPem,
    statementJson: JSON.stringify(model.statement),
    statusJson: JSON.stringify(model.statusReports),
  };
}

/** Whether the BLOB that counts still lies on the disk, byte for byte. */
export async function isMetadataKept(db: Db, folder: string): Promise<boolean> {
  const current = await findMetadata(db);
  return current === null || isBlobKept(folder, current);
}
