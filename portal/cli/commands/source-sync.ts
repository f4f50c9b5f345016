import { createAsking } from '../../asking.server.ts';
import { syncConnection } from '../../connectors/connection/ask-source.server.ts';
import type { SyncReport } from '../../connectors/pull/sync-source.server.ts';
import type { Command, CommandCall, ExitCode } from '../command.ts';
import { describeCounts, printFindings, progressPrinter } from '../import-report.ts';
import { withServices } from '../open-services.ts';
import { describeFeed, printNotAsked, readSourceName } from '../source-report.ts';

export const sourceSync: Command = {
  name: 'source sync',
  summary: 'brings the portal up to date with an ERP, now',
  help: `Usage: npm run brelok -- source sync NAME [--full] [--allow-removal] [--progress]

Reads what has changed since the last time. Broken off, it goes on where it was when it is run again. The portal does the
same by itself, as often as the source's everyMinutes say.

  --full            compares the names of all rows as well, whether it is time for it or not
  --allow-removal   lets a cycle remove more than a tenth of a kind
  --progress        tells how many rows are read, how fast, and how long it will take

Exit codes: 0 up to date; 1 not, with what is wrong for each kind; 2 not understood.`,
  run: async (call) => {
    const { name, values } = readSourceName(call, {
      full: { type: 'boolean' },
      'allow-removal': { type: 'boolean' },
      progress: { type: 'boolean' },
    });
    return withServices(call, async ({ db, audit, auth, secrets }) => {
      const asking = createAsking({ db, audit, env: call.env, secrets, now: auth.now });
      const startedAt = performance.now();
      const outcome = await syncConnection(asking, name, {
        startedById: null,
        isFull: values['full'] === true,
        allowRemoval: values['allow-removal'] === true,
        onProgress: values['progress'] === true ? progressPrinter(call.print) : undefined,
      });
      if (!outcome.ok) return printNotAsked(call, outcome);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      return printReport(call, outcome.report, `${outcome.requests} requests, ${seconds} s`);
    });
  },
};

function printReport({ print, printError }: CommandCall, report: SyncReport, effort: string): ExitCode {
  for (const feed of report.feeds) (feed.ok ? print : printError)(describeFeed(feed));
  for (const [kind, counts] of Object.entries(report.counts)) print(`${kind}: ${describeCounts(counts)}`);
  printFindings(print, 'can’t be read', report.problems);
  if (report.outcome === 'overtaken') printError('a later cycle took over and brings all of this up to date');
  print(effort);
  return report.outcome === 'applied' ? 0 : 1;
}
