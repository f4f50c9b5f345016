/** What `source status` prints of a source. What a source says may hold a line break, which would pass for a line of ours. */
import { toSafeText } from '#auth/audit/safe-text.ts';
import { NOT_BEGUN } from '../connectors/not-begun.server.ts';
import { describeProgress } from './import-report.ts';
import type {
  AskedStatus,
  RunStatus,
  SourceStatus,
  TrackingStatus,
} from '../connectors/connection/find-source-status.server.ts';

const LONGEST = 1_000;

/** Ends of an import that changed nothing, or not all that it should. A later one has taken over: nothing is wrong. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'refused',
  'would_remove_too_much',
  'failed',
  'changed_while_read',
]);

/** One line of the source, one of each kind that it gives, and one of each fault. */
export function describeStatus(source: SourceStatus): string[] {
  return linesOf(source).map((line) => toSafeText(line, LONGEST));
}

function linesOf(source: SourceStatus): string[] {
  const { name, kind, asked, tracking, gives, exchangeUsedAt, lastRun } = source;
  const head = [
    ...(asked === null ? [] : [asked.address, `every ${asked.everyMinutes} min`, whenNext(asked)]),
    ...(tracking === null ? [] : describeTracking(tracking)),
    ...(exchangeUsedAt === null ? [] : [`1C last came at ${exchangeUsedAt.toISOString()}`]),
    ...(asked === null && tracking === null ? [describeRun(lastRun)] : []),
  ];
  return [
    `${name}: ${asked === null ? `${kind}, ` : ''}${head.join(', ')}`,
    ...(asked === null ? gives.map(describeKind) : describeFeeds(asked, gives)),
    ...(lastRun === null || lastRun.progress === null
      ? []
      : [`  now: ${describeProgress(lastRun.progress)}`]),
    ...faultsOf(source).map((fault) => `  WRONG: ${fault}`),
  ];
}

function whenNext({ hasCredentials, stoppedBy, dueAt }: AskedStatus): string {
  if (!hasCredentials) return 'STOPPED: its credentials are missing';
  if (stoppedBy === NOT_BEGUN) return 'not begun: source preview, then source sync';
  return stoppedBy === null ? `next at ${dueAt.toISOString()}` : `STOPPED by ${stoppedBy}`;
}

function describeTracking({ address, closedAt, reachedAt, lastEventAt }: TrackingStatus): string[] {
  const at = (time: Date | null) => time?.toISOString() ?? 'never';
  return [
    address ?? 'an inbox',
    ...(closedAt === null ? [] : [`closed at ${closedAt.toISOString()}`]),
    `last reached at ${at(reachedAt)}`,
    `last news at ${at(lastEventAt)}`,
  ];
}

function describeRun(run: RunStatus | null): string {
  if (run === null) return 'nothing has come yet';
  const { startedAt, outcome } = run;
  return `last import at ${startedAt.toISOString()}: ${outcome ?? 'not ended; it is running, or its process died'}`;
}

function describeKind({ kind, rowCount, asOf }: SourceStatus['gives'][number]): string {
  return `  ${kind}: ${rowCount} rows, as of ${asOf.toISOString()}`;
}

/** Of an ERP that is asked also those kinds that it has never given; lines come with their documents. */
function describeFeeds({ feeds }: AskedStatus, gives: SourceStatus['gives']): string[] {
  const unread = feeds.filter(
    ({ kind, syncedAt }) => syncedAt === null && !gives.some((one) => one.kind === kind),
  );
  return [...gives.map(describeKind), ...unread.map(({ kind }) => `  ${kind}: never read`)];
}

/** What is wrong with it, in English sentences; what somebody closed is not. */
export function faultsOf({ asked, tracking, lastRun }: SourceStatus): string[] {
  const feeds = (asked?.feeds ?? []).flatMap(({ kind, fault, faultDetail }) =>
    fault === null ? [] : [`${kind}: ${fault}: ${faultDetail ?? ''}`],
  );
  return [
    ...(asked?.hasCredentials === false ? ['its credentials are missing'] : []),
    ...(asked === null || asked.stoppedBy === null || asked.stoppedBy === NOT_BEGUN
      ? []
      : [`stopped by ${asked.stoppedBy}`]),
    ...feeds,
    ...(tracking === null || tracking.closedAt !== null ? [] : trackingFaults(tracking)),
    ...(asked === null && lastRun !== null ? runFaults(lastRun) : []),
  ];
}

function trackingFaults({ stoppedBy, fault, faultDetail }: TrackingStatus): string[] {
  return [
    ...(stoppedBy === null ? [] : [`stopped by ${stoppedBy}`]),
    ...(fault === null ? [] : [`${fault}: ${faultDetail ?? ''}`]),
  ];
}

function runFaults({ outcome, problem }: RunStatus): string[] {
  if (outcome === null || !NOT_TAKEN.has(outcome)) return [];
  return [problem === null ? outcome : `${outcome}: ${problem}`];
}
