import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { commerceMlFileAt } from '../../connectors/commerceml/commerceml-file.server.ts';
import { importCommerceMl as importFiles } from '../../connectors/commerceml/import-commerceml.server.ts';
import { openDocuments } from '../../start-services.server.ts';
import { UsageError, readArguments } from '../command.ts';
import type { Command } from '../command.ts';
import { printOutcome, progressPrinter, readingPrinter } from '../import-report.ts';
import { findTimeZone } from '../find-time-zone.ts';
import { withMigratedServices } from '../open-services.ts';

const DEFAULT_SOURCE = '1C';

export const importCommerceMl: Command = {
  name: 'import commerceml',
  summary: 'takes in files that 1C exported: goods, offers with prices, orders',
  help: `Usage: npm run brelok -- import commerceml FILE… [--source NAME] [--dry-run] [--allow-removal]

Reads CommerceML 2 files (import.xml, offers.xml, orders.xml and their like) as one set, checks all of it, and only
then writes. A set with a fault changes nothing; the same set twice changes nothing. What is read and how:
portal/connectors/commerceml/README.md. The times in the files are read in the installation's time zone.

  --source NAME     which 1C base it is, when there are several (${DEFAULT_SOURCE})
  --dry-run         says what would change, and changes nothing
  --allow-removal   lets a full export remove more than a tenth of a kind

What came in is shown to nobody until an account manager confirms whose each counterparty is (Desk, Ties).

Exit codes: 0 taken in, or nothing to do; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const { values, positionals } = readArguments(call.args, {
      source: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'allow-removal': { type: 'boolean' },
    });
    if (positionals.length === 0) throw new UsageError('name the files of the export');
    return withMigratedServices(call, async ({ db, audit, auth, secrets }) => {
      const outcome = await importFiles(
        { db, audit, documents: openDocuments(call.env, secrets), now: auth.now, tempFolder: tmpdir() },
        {
          files: positionals.map((path) => commerceMlFileAt(resolve(call.calledFrom, path))),
          sourceName: values.source ?? DEFAULT_SOURCE,
          timeZone: await findTimeZone(db, call.env),
          startedById: null,
          isDryRun: values['dry-run'] === true,
          allowRemoval: values['allow-removal'] === true,
          onReading: readingPrinter(call.print),
          onProgress: progressPrinter(call.print),
        },
      );
      return printOutcome(call, outcome);
    });
  },
};
