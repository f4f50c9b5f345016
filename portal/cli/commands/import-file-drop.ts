import { resolve } from 'node:path';
import { importFileDrop as importDrop } from '../../connectors/file-drop/import-file-drop.server.ts';
import { UsageError, readArguments } from '../command.ts';
import type { Command } from '../command.ts';
import { printOutcome, progressPrinter } from '../import-report.ts';
import { openDocuments } from '../../start-services.server.ts';
import { withMigratedServices } from '../open-services.ts';

export const importFileDrop: Command = {
  name: 'import file-drop',
  summary: 'takes in a folder of CSV files and documents from an ERP',
  help: `Usage: npm run brelok -- import file-drop DIR [--dry-run] [--allow-removal]

Reads the folder's manifest, checks every row, and only then writes. A drop with a bad row changes nothing; the same
drop twice changes nothing. Columns: portal/connectors/file-drop/README.md.

  --dry-run         says what would change, and changes nothing
  --allow-removal   lets a drop remove more than a tenth of a kind

Exit codes: 0 taken in, or nothing to do; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const { values, positionals } = readArguments(call.args, {
      'dry-run': { type: 'boolean' },
      'allow-removal': { type: 'boolean' },
    });
    const [dir, ...others] = positionals;
    if (dir === undefined || others.length > 0) throw new UsageError('one folder is taken at a time');
    return withMigratedServices(call, async ({ db, audit, auth, secrets }) => {
      const outcome = await importDrop(
        { db, audit, documents: openDocuments(call.env, secrets), now: auth.now },
        {
          dir: resolve(call.calledFrom, dir),
          sourceName: null,
          startedById: null,
          isDryRun: values['dry-run'] === true,
          allowRemoval: values['allow-removal'] === true,
          acceptsDemoData: call.env.mode === 'demo',
          onProgress: progressPrinter(call.print),
        },
      );
      return printOutcome(call, outcome);
    });
  },
};
