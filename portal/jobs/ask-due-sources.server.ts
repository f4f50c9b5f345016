/** Asks the sources whose time has come. Safe in any number of processes: whoever moves a source's time on has its turn. */
import type { Logger } from 'pino';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { AlarmKind } from '#auth/alarms/raise-alarm.ts';
import { syncConnection } from '../connectors/connection/ask-source.server.ts';
import type { AskingDeps, SyncOutcome } from '../connectors/connection/ask-source.server.ts';
import { claimDueSources } from '../connectors/connection/claim-due-sources.server.ts';
import type { DueSource } from '../connectors/connection/claim-due-sources.server.ts';

/** One source after the other, so that a portal with many of them stays fast; each takes its next turn by itself. */
export async function askDueSources(asking: AskingDeps, log: Logger): Promise<void> {
  for await (const source of claimDueSources(asking)) {
    const outcome = await syncConnection(asking, source.name, {
      startedById: null,
      isFull: false,
      allowRemoval: false,
    });
    tell(log, source, outcome);
    await alarm(asking, source, outcome);
  }
}

function tell(log: Logger, { sourceId }: DueSource, outcome: SyncOutcome): void {
  if (!outcome.ok) {
    log.warn({ sourceId, reason: outcome.reason }, 'a source could not be asked');
    return;
  }
  const { report, requests } = outcome;
  const faults = report.feeds.flatMap((feed) => (feed.ok ? [] : [{ kind: feed.kind, reason: feed.reason }]));
  const facts = { sourceId, outcome: report.outcome, requests, unreadable: report.problems.total, faults };
  if (report.outcome === 'applied') log.info(facts, 'a source was asked');
  else log.warn(facts, 'a source was asked, and not all of it is up to date');
}

/** Both need a person: nobody but the source's administrator can mend the one, or say that the other is right. */
async function alarm(
  { db, audit, now }: AskingDeps,
  { sourceId }: DueSource,
  outcome: SyncOutcome,
): Promise<void> {
  const kind = alarmOf(outcome);
  if (kind === null) return;
  await db.$transaction((tx) => raiseAlarm(tx, audit, { kind, detail: sourceId, at: now() }));
}

function alarmOf(outcome: SyncOutcome): AlarmKind | null {
  if (!outcome.ok) return null;
  const { report } = outcome;
  if (report.outcome === 'would_remove_too_much') return 'source_would_remove';
  const isRefused = report.feeds.some(
    (feed) => !feed.ok && feed.reason === 'fault' && feed.code === 'credentials',
  );
  return isRefused ? 'source_credentials' : null;
}
