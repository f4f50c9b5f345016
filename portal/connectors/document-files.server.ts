/** The files of documents that their sources keep, as the rest of the portal asks for them. */
import { fetchDocument } from './connection/ask-source.server.ts';
import type { AskingDeps, WantedDocument } from './connection/ask-source.server.ts';
import type { SourceFaultCode } from './http/source-fault.ts';

export type FileAsking = AskingDeps;

/** `source_stopped`: its credentials are missing or were not taken, and a person must see to them first. */
export type FileFault = SourceFaultCode | 'source_stopped';

/** `detail` is an English sentence for whoever keeps the source. */
export type FetchedFile = { ok: true; bytes: Uint8Array } | { ok: false; fault: FileFault; detail: string };

/**
 * Asks the source once, within a deadline. Nothing of what comes was looked at.
 * @param deadlineMs for all questions that the file needs; 90 s where it is not said
 */
export async function fetchDocumentFile(
  asking: FileAsking,
  wanted: WantedDocument,
  deadlineMs?: number,
): Promise<FetchedFile> {
  const outcome = await fetchDocument(asking, wanted, deadlineMs);
  if (outcome.ok) return outcome;
  if (outcome.reason === 'fault') return { ok: false, fault: outcome.code, detail: outcome.detail };
  return { ok: false, fault: 'source_stopped', detail: outcome.reason };
}
