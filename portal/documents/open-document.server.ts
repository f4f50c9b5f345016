import type { Audit } from '#auth/audit/audit.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import type { DocumentStore } from './document.ts';

export type OpenDocument = { documentId: string; actor: CustomerActor; trace: RequestTrace };

export type OpenDocumentOutcome =
  | { ok: true; bytes: Uint8Array; mediaType: string; fileName: string }
  /** Not there, somebody else's, quarantined, or of a class that the session does not open: all the same. */
  | { ok: false; reason: 'not_found' }
  /** The row is there and the bytes are not, or are not what they should be: they are never shown. */
  | { ok: false; reason: 'unavailable' };

/**
 * Opens a document for this request alone: account and class stand in the where clause, the bytes are checked against
 * the row, and who opened it is in the log before the first byte leaves (WEB-12).
 */
export async function openDocument(
  { db, audit, documents, now }: { db: Db; audit: Audit; documents: DocumentStore; now: () => Date },
  { documentId, actor, trace }: OpenDocument,
): Promise<OpenDocumentOutcome> {
  const row = await db.document.findFirst({
    where: { ...ownRows(actor), id: documentId, dataClass: { in: [...actor.classes] } },
    select: { id: true, sha256: true, mediaType: true, fileName: true },
  });
  if (row === null) return { ok: false, reason: 'not_found' };
  const opened = await documents.open({ id: row.id, sha256: row.sha256 });
  const event = {
    type: 'document_opened',
    actorId: actor.holderId,
    sessionId: actor.sessionId,
    keyId: actor.keyId,
    accountId: actor.accountId,
    tier: actor.tier,
    details: { documentId: row.id },
    trace,
    at: now(),
  } as const;
  if (!opened.ok) {
    await audit.recordRefusal(db, { ...event, result: 'refused', reason: opened.reason });
    return { ok: false, reason: 'unavailable' };
  }
  await db.$transaction((tx) => audit.record(tx, { ...event, result: 'ok' }));
  return { ok: true, bytes: opened.bytes, mediaType: row.mediaType, fileName: row.fileName };
}
