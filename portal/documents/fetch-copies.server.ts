/**
 * Fetches the documents that customers asked for from the sources that keep them, beside the pages. Whoever moves a
 * copy's time on has its turn, in any number of processes; the time that is written is a lease, so that what a dead
 * process had in hand comes up again. Each source has its own line: a slow one holds up nobody but itself.
 */
import { createHash } from 'node:crypto';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { fetchDocumentFile } from '#portal/connectors/document-files.server.ts';
import type { FileAsking, FileFault } from '#portal/connectors/document-files.server.ts';
import type { Logger } from 'pino';
import { copyKey } from './ask-for-copy.server.ts';
import { DOCUMENT_BYTES_MAX, mediaTypeOf } from './document.ts';
import type { DocumentStore } from './document.ts';
import { nextTry } from './document-copy.ts';

export type FetchingDeps = {
  asking: FileAsking;
  documents: DocumentStore;
  log: Logger;
  random?: () => number;
  /** For one document. */
  deadlineMs?: number;
};

export type CopyFetcher = {
  /** Fetches what is due. @returns how many were tried */
  run(): Promise<number>;
  /** The same without waiting, for a page that has just noted a wish. */
  wake(): void;
};

/** Longer than one try can last (fetchDocumentFile has its deadline). */
const LEASE_MS = 5 * 60_000;

export function createCopyFetcher(deps: FetchingDeps): CopyFetcher {
  const atWork = new Set<string>();
  const workOff = async (source: DueSource): Promise<number> => {
    if (atWork.has(source.id)) return 0;
    atWork.add(source.id);
    try {
      let tried = 0;
      while (await fetchNext(deps, source)) tried += 1;
      return tried;
    } finally {
      atWork.delete(source.id);
    }
  };
  const run = async (): Promise<number> => {
    const sources = await findDueSources(deps);
    const tried = await Promise.all(sources.map(workOff));
    return tried.reduce((sum, count) => sum + count, 0);
  };
  return {
    run,
    wake: () => {
      run().catch((error: unknown) => deps.log.error({ error }, 'documents could not be fetched'));
    },
  };
}

type DueSource = { id: string; name: string };

async function findDueSources({ asking: { db, now } }: FetchingDeps): Promise<DueSource[]> {
  const due = await db.documentCopy.findMany({
    where: { keptAt: null, dueAt: { lte: now() } },
    distinct: ['sourceId'],
    select: { sourceId: true },
  });
  if (due.length === 0) return [];
  return db.source.findMany({
    where: { id: { in: due.map(({ sourceId }) => sourceId) } },
    select: { id: true, name: true },
  });
}

type Claim = {
  id: string;
  accountId: string;
  version: string;
  attempts: number;
  askedAt: Date;
  document: { externalId: string; number: string | null };
};

/** @returns whether there was one */
async function fetchNext(deps: FetchingDeps, source: DueSource): Promise<boolean> {
  const claim = await claimNext(deps, source.id);
  if (claim === null) return false;
  const wanted = { sourceName: source.name, document: claim.document };
  const fetched = await fetchDocumentFile(deps.asking, wanted, deps.deadlineMs);
  const fault = fetched.ok ? await keep(deps, claim, fetched.bytes) : fetched.fault;
  const detail = fetched.ok ? '' : fetched.detail;
  if (fault !== null) await putOff(deps, { claim, source, fault, detail });
  return true;
}

/** The one that has waited longest. What is no longer this customer's, or has another version, is wanted by nobody. */
async function claimNext({ asking: { db, now } }: FetchingDeps, sourceId: string): Promise<Claim | null> {
  for (;;) {
    const due = await db.documentCopy.findFirst({
      where: { sourceId, keptAt: null, dueAt: { lte: now() } },
      orderBy: { dueAt: 'asc' },
    });
    if (due === null) return null;
    const { documentId: id, accountId, version, dueAt, attempts, askedAt } = due;
    const document = await db.document.findFirst({
      where: { id, accountId, rowHash: version, deletedAt: null, quarantinedAt: null },
      select: { externalId: true, number: true },
    });
    const unkept = { ...copyKey({ id, accountId, version }), dueAt, keptAt: null };
    if (document === null) {
      await db.documentCopy.deleteMany({ where: unkept });
      continue;
    }
    const { count } = await db.documentCopy.updateMany({
      where: unkept,
      data: { dueAt: new Date(now().getTime() + LEASE_MS), attempts: { increment: 1 } },
    });
    if (count === 1) return { id, accountId, version, attempts: attempts + 1, askedAt, document };
  }
}

/** What the bytes are, they say themselves: a page of HTML is no document, whatever its header calls it. */
async function keep(
  { asking: { db, now }, documents }: FetchingDeps,
  claim: Claim,
  bytes: Uint8Array,
): Promise<CopyFault | null> {
  if (bytes.byteLength > DOCUMENT_BYTES_MAX) return 'too_large';
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) return 'not_a_document';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { id, accountId, version } = claim;
  const address = { id, sha256, copyFor: { accountId, version } };
  await documents.put(address, bytes);
  const { count } = await db.documentCopy.updateMany({
    where: { ...copyKey(claim), keptAt: null },
    data: { keptAt: now(), dueAt: null, fault: null, mediaType, sizeBytes: bytes.byteLength, sha256 },
  });
  if (count === 1) return null;
  // Wanted by nobody any more, or kept by another process: a file that no row names would never be erased.
  const named = await db.documentCopy.count({ where: { ...copyKey(claim), sha256 } });
  if (named === 0) await documents.remove(address);
  return null;
}

type CopyFault = FileFault | 'not_a_document';
type Failure = { claim: Claim; source: DueSource; fault: CopyFault; detail: string };

async function putOff(deps: FetchingDeps, { claim, source, fault, detail }: Failure): Promise<void> {
  const { asking, log, random = Math.random } = deps;
  const { db, audit, now } = asking;
  const { attempts, askedAt } = claim;
  log.warn({ documentId: claim.id, sourceId: source.id, fault, detail }, 'a document could not be fetched');
  const dueAt = nextTry({ attempts, askedAt }, { now: now(), random: random() });
  await db.$transaction(async (tx) => {
    await tx.documentCopy.updateMany({ where: { ...copyKey(claim), keptAt: null }, data: { fault, dueAt } });
    if (fault !== 'credentials') return;
    await raiseAlarm(tx, audit, { kind: 'source_credentials', detail: source.id, at: now() });
  });
}
