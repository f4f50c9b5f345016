import { createAsking } from '../../asking.server.ts';
import { previewConnection } from '../../connectors/connection/ask-source.server.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';
import { describePreview, printNotAsked, readSourceName } from '../source-report.ts';

export const sourcePreview: Command = {
  name: 'source preview',
  summary: 'shows ten rows of each kind as they would be stored',
  help: `Usage: npm run brelok -- source preview NAME

Asks the source for ten records of each set and shows what its mapping makes of them. Changes nothing.

Exit codes: 0 every record can be read; 1 some can't, or the source can't be asked; 2 not understood.`,
  run: async (call) => {
    const { name } = readSourceName(call, {});
    return withServices(call, async ({ db, audit, auth, secrets }) => {
      const asking = createAsking({ db, audit, env: call.env, secrets, now: auth.now });
      const outcome = await previewConnection(asking, name);
      if (!outcome.ok) return printNotAsked(call, outcome);
      for (const line of describePreview(outcome.kinds)) call.print(line);
      return outcome.kinds.every(({ rows, fault }) => fault === null && rows.every(({ ok }) => ok)) ? 0 : 1;
    });
  },
};
