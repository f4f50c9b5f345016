/** Opens a configured source for a test, a look at its rows, or a cycle. The one place where its credentials are read. */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Db } from '#prisma/client.ts';
import { DOCUMENT_BYTES_MAX } from '#portal/documents/document.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { Breaker } from '../http/breaker.ts';
import type { AddressRules } from '../http/outgoing-address.server.ts';
import type { AnyRow } from '../mapping/map-record.ts';
import type { EntityKind } from '../port.ts';
import { syncSource } from '../pull/sync-source.server.ts';
import type { SyncReport, SyncRequest } from '../pull/sync-source.server.ts';
import type { AskedSource, DocumentName, OutgoingOptions } from '../records/asked-source.ts';
import { openSource } from '../records/open-source.server.ts';
import { testSets } from '../records/test-sets.server.ts';
import type { SetTest } from '../records/test-sets.server.ts';
import type { CredentialBox } from './sealed-credentials.server.ts';
import { beginConnection, findConnection } from './store-connection.server.ts';
import type { Connection } from './store-connection.server.ts';

export type AskingDeps = {
  db: Db;
  audit: Audit;
  now: () => Date;
  box: CredentialBox;
  rules: AddressRules;
  /** The same for each question to a source, for as long as the program runs. */
  breakerOf: (sourceId: string) => Breaker;
};

export type NotAsked =
  | { ok: false; reason: 'unknown' | 'credentials_missing' }
  | { ok: false; reason: 'fault'; code: SourceFaultCode; detail: string };

export type TestOutcome = { ok: true; sets: SetTest[] } | NotAsked;

/** Which sets and fields of its mapping the source has. */
export function testConnection(deps: AskingDeps, name: string): Promise<TestOutcome> {
  return ask(deps, name, async (source, { mapping }) => ({
    ok: true,
    sets: await testSets(source, mapping),
  }));
}

export type PreviewedKind = {
  kind: EntityKind;
  rows: AnyRow[];
  /** Why this kind can't be read while others can, in an English sentence. */
  fault: string | null;
};
export type PreviewOutcome = { ok: true; kinds: PreviewedKind[] } | NotAsked;

const ROWS_SHOWN = 10;

/** What is about one set of a source: the others are shown all the same. */
const OF_ONE_SET: ReadonlySet<SourceFaultCode> = new Set([
  'forbidden',
  'not_found',
  'refused',
  'not_understood',
  'ignored',
]);

/** Ten rows of each kind as they would be stored. Nothing is. */
export function previewConnection(deps: AskingDeps, name: string): Promise<PreviewOutcome> {
  return ask(deps, name, async ({ feeds }) => {
    const kinds: PreviewedKind[] = [];
    for (const feed of feeds) {
      const sampled = await sampleOf(feed);
      if (typeof sampled === 'string') {
        kinds.push({ kind: feed.kind, rows: [], fault: sampled });
        continue;
      }
      kinds.push({ kind: feed.kind, rows: sampled.map(({ head }) => head), fault: null });
      const lines = sampled.flatMap((record) => record.lines ?? []).slice(0, ROWS_SHOWN);
      if (feed.lineKind !== null) kinds.push({ kind: feed.lineKind, rows: lines, fault: null });
    }
    return { ok: true, kinds };
  });
}

/** @returns why not, where only this kind can't be read */
async function sampleOf(feed: AskedSource['feeds'][number]) {
  try {
    return await feed.sample(ROWS_SHOWN);
  } catch (error) {
    if (error instanceof SourceFault && OF_ONE_SET.has(error.code)) return error.message;
    throw error;
  }
}

/** As base64, and with the slashes escaped, as some write JSON. */
const BASE64_BYTES_MAX = Math.ceil(DOCUMENT_BYTES_MAX * 1.4);

export type SyncOutcome = { ok: true; report: SyncReport; requests: number } | NotAsked;
export type AskedSync = Pick<SyncRequest, 'startedById' | 'isFull' | 'allowRemoval' | 'onProgress'>;

/**
 * One cycle. A source that does not take its password is not asked again by itself. A new one is begun by it: those that
 * are asked by themselves have begun, so somebody asks for it.
 */
export async function syncConnection(
  deps: AskingDeps,
  name: string,
  request: AskedSync,
): Promise<SyncOutcome> {
  await beginConnection(deps, { name, actorId: request.startedById });
  return ask(deps, name, async (source, { sourceId }) => {
    const report = await syncSource(deps, { ...request, sourceId, feeds: source.feeds });
    const isRefused = report.feeds.some(
      (feed) => !feed.ok && feed.reason === 'fault' && feed.code === 'credentials',
    );
    await noteCredentials(deps, { sourceId, isRefused });
    return { ok: true, report, requests: source.requestCount() };
  });
}

export type FetchOutcome = { ok: true; bytes: Uint8Array } | NotAsked | { ok: false; reason: 'stopped' };
export type WantedDocument = { sourceName: string; document: DocumentName };

/** A file is small beside what a cycle reads, and somebody waits for it. */
const FILE_LIMITS = { connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000, bodyBytes: BASE64_BYTES_MAX };
/** All questions that one file needs: the log-in, the version, the file. */
const FILE_DEADLINE_MS = 90_000;

/**
 * The file of one document, asked for once: whoever wants it tries again later. Reports that fail leave the breaker of
 * the source's data alone. A source that does not take its password is stopped, as by a cycle.
 */
export async function fetchDocument(
  deps: AskingDeps,
  { sourceName, document }: WantedDocument,
  deadlineMs = FILE_DEADLINE_MS,
): Promise<FetchOutcome> {
  const outgoing = {
    limits: FILE_LIMITS,
    attempts: 1,
    breakerOf: (sourceId: string) => deps.breakerOf(`${sourceId} documents`),
  };
  return ask(
    deps,
    sourceName,
    async (source, { sourceId, stoppedBy }): Promise<FetchOutcome> => {
      if (stoppedBy !== null) return { ok: false, reason: 'stopped' };
      try {
        return { ok: true, bytes: await within(deadlineMs, source.readDocument(document)) };
      } catch (error) {
        const isRefused = error instanceof SourceFault && error.code === 'credentials';
        if (isRefused) await noteCredentials(deps, { sourceId, isRefused });
        throw error;
      }
    },
    outgoing,
  );
}

/** What is still under way ends with the connections of the source. @throws SourceFault `timed_out` */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SourceFault('timed_out', `no file in time (${ms / 1_000} s)`)), ms);
  });
  work.catch(() => null); // nobody waits for it any more once the time is over
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first refusal is told in the log; a cycle in which they were taken ends the stop. */
async function noteCredentials(
  { db, audit, now }: AskingDeps,
  { sourceId, isRefused }: { sourceId: string; isRefused: boolean },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.sourceConnection.updateMany({
      where: { sourceId, stoppedBy: isRefused ? null : 'credentials' },
      data: { stoppedBy: isRefused ? 'credentials' : null },
    });
    if (count === 0 || !isRefused) return;
    await audit.record(tx, {
      type: 'import_refused',
      result: 'refused',
      actorId: SYSTEM_ACTOR,
      reason: 'credentials',
      details: { sourceId },
      at: now(),
    });
  });
}

type Asked = Partial<Pick<OutgoingOptions, 'limits' | 'attempts'> & Pick<AskingDeps, 'breakerOf'>>;

async function ask<Outcome>(
  deps: AskingDeps,
  name: string,
  work: (source: AskedSource, connection: Connection) => Promise<Outcome>,
  { breakerOf = deps.breakerOf, ...outgoing }: Asked = {},
): Promise<Outcome | NotAsked> {
  const found = await findConnection(deps, name);
  if (!found.ok) return found;
  const { connection } = found;
  const { rules, now } = deps;
  const breaker = breakerOf(connection.sourceId);
  const source = openSource(connection, { rules, now, breaker, ...outgoing });
  try {
    return await work(source, connection);
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { ok: false, reason: 'fault', code: error.code, detail: error.message };
  } finally {
    await source.close();
  }
}
