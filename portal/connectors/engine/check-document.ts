import { createHash } from 'node:crypto';
import { beginsAs } from '#portal/documents/document.ts';
import type { GivenRow } from './drop-check.ts';
import type { DroppedDocument, Drop, EntityKind, EntityOf, Problem } from '../port.ts';

/** @returns a problem for each document whose bytes are missing or are not what its row says */
export async function findDocumentProblems(drop: Drop, rows: readonly GivenRow[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { entity, place } of rows) {
    if (!isDocument(entity)) continue;
    const reason = await whyNotThere(drop, entity);
    if (reason !== null) problems.push({ ...place, column: 'fileName', code: 'bad_document', reason });
  }
  return problems;
}

export function isDocument(entity: EntityOf<EntityKind>): entity is EntityOf<'document'> {
  return 'mediaType' in entity;
}

async function whyNotThere(drop: Drop, document: EntityOf<'document'>): Promise<string | null> {
  if (!isDropped(document)) return 'type, size, SHA-256 and name of its file are needed';
  const read = await drop.readDocument(document);
  return read.ok ? whyNotAsSaid(document, read.bytes) : read.reason;
}

/** Whether the row says what its file is. Only a source that keeps its files need not. */
export function isDropped(document: EntityOf<'document'>): document is DroppedDocument {
  const { mediaType, sizeBytes, sha256, fileName } = document;
  return [mediaType, sizeBytes, sha256, fileName].every((said) => said !== null);
}

/** @returns what is wrong with the bytes of a document, or null */
export function whyNotAsSaid(document: DroppedDocument, bytes: Uint8Array): string | null {
  if (bytes.byteLength !== document.sizeBytes) {
    return `${document.fileName} has ${bytes.byteLength} bytes, not ${document.sizeBytes}`;
  }
  if (createHash('sha256').update(bytes).digest('hex') !== document.sha256) {
    return `${document.fileName} has another SHA-256`;
  }
  return beginsAs(document.mediaType, bytes)
    ? null
    : `${document.fileName} is not of type ${document.mediaType}`;
}
