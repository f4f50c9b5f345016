import type { Audit } from '#auth/audit/audit.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { fileNameFor } from './document.ts';
import type { DocumentAddress, DocumentStore } from './document.ts';

export type OpenDocument = { documentId: string; actor: CustomerActor; trace: RequestTrace };

export type OpenDocumentOutcome =
  | { ok: true; bytes: Uint8Array; mediaType: string; fileName: string }
  /** Not there, somebody else's, quarantined, or of a class that the session does not open: all the same. */
  | { ok: false; reason: 'not_found' }
  /** Its source keeps it, and it has not been fetched for this customer in this version. */
  | { ok: false; reason: 'at_source' }
  /** The row is there and the bytes are not, or are not what they should be: they are never shown. */
  | { ok: false; reason: 'unavailable' };

type Deps = { db: Db; audit: Audit; documents: DocumentStore; now: () => Date };

/** Where the bytes lie, and as what they are given. */
type StoredFile = {
  address: DocumentAddress;
  mediaType: string;
  fileName: string;
  /** Of a copy: when somebody last asked for it, to the day. */
  askedAt: Date | null;
};

const DAY_MS = 24 * 60 * 60_000;

/**
 * Opens a document for this request alone: account and class stand in the where clause, the bytes are checked against
 * the row, and who opened it is in the log before the first byte leaves (WEB-12).
 */
export async function openDocument(
  deps: Deps,
  { documentId, actor, trace }: OpenDocument,
): Promise<OpenDocumentOutcome> {
  const { db, audit, documents, now } = deps;
  const file = await findFile(db, { documentId, actor });
  if (file === 'not_found' || file === 'at_source') return { ok: false, reason: file };
  const { address, mediaType, fileName } = file;
  const opened = await documents.open(address);
  const event = {
    type: 'document_opened',
    actorId: actor.holderId,
    sessionId: actor.sessionId,
    keyId: actor.keyId,
    accountId: actor.accountId,
    tier: actor.tier,
    details: { documentId: address.id },
    trace,
    at: now(),
  } as const;
  if (opened.ok) {
    await db.$transaction((tx) => audit.record(tx, { ...event, result: 'ok' }));
    await noteInUse(deps, file);
    return { ok: true, bytes: opened.bytes, mediaType, fileName };
  }
  await audit.recordRefusal(db, { ...event, result: 'refused', reason: opened.reason });
  if (address.copyFor === undefined) return { ok: false, reason: 'unavailable' };
  // A copy that is not what was kept is none: the source has the document, and is asked for it anew.
  const { id, sha256, copyFor } = address;
  await documents.remove(address);
  await db.documentCopy.deleteMany({ where: { documentId: id, ...copyFor, sha256 } });
  return { ok: false, reason: 'at_source' };
}

/** A copy that is opened is in use, and is not erased as an old one. Written once a day at most. */
async function noteInUse({ db, now }: Deps, { address, askedAt }: StoredFile): Promise<void> {
  const at = now();
  const { id, sha256, copyFor } = address;
  if (copyFor === undefined || askedAt === null || at.getTime() - askedAt.getTime() < DAY_MS) return;
  await db.documentCopy.updateMany({
    where: { documentId: id, ...copyFor, sha256, askedAt },
    data: { askedAt: at },
  });
}

async function findFile(
  db: Db,
  { documentId, actor }: Pick<OpenDocument, 'documentId' | 'actor'>,
): Promise<StoredFile | 'not_found' | 'at_source'> {
  const row = await db.document.findFirst({
    where: { ...ownRows(actor), id: documentId, dataClass: { in: [...actor.classes] } },
    select: { id: true, title: true, rowHash: true, sha256: true, mediaType: true, fileName: true },
  });
  if (row === null) return 'not_found';
  const { id, sha256, mediaType } = row;
  if (sha256 !== null && mediaType !== null) {
    return {
      address: { id, sha256 },
      mediaType,
      fileName: row.fileName ?? fileNameFor(row.title, mediaType),
      askedAt: null,
    };
  }
  const copyFor = { accountId: actor.accountId, version: row.rowHash };
  const copy = await db.documentCopy.findUnique({
    where: { documentId_accountId_version: { documentId: id, ...copyFor }, keptAt: { not: null } },
    select: { sha256: true, mediaType: true, askedAt: true },
  });
  if (copy === null || copy.sha256 === null || copy.mediaType === null) return 'at_source';
  return {
    address: { id, sha256: copy.sha256, copyFor },
    mediaType: copy.mediaType,
    fileName: fileNameFor(row.title, copy.mediaType),
    askedAt: copy.askedAt,
  };
}
