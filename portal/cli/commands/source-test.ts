import { createAsking } from '../../asking.server.ts';
import { testConnection } from '../../connectors/connection/ask-source.server.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';
import { describeSetTest, printNotAsked, readSourceName } from '../source-report.ts';

export const sourceTest: Command = {
  name: 'source test',
  summary: 'asks an ERP which of the sets and fields of its mapping it has',
  help: `Usage: npm run brelok -- source test NAME

Reads the description of the service and one row of each set. Changes nothing.

Exit codes: 0 all is there; 1 something is missing, or the source can't be asked; 2 not understood.`,
  run: async (call) => {
    const { name } = readSourceName(call, {});
    return withServices(call, async ({ db, audit, auth, secrets }) => {
      const asking = createAsking({ db, audit, env: call.env, secrets, now: auth.now });
      const outcome = await testConnection(asking, name);
      if (!outcome.ok) return printNotAsked(call, outcome);
      for (const set of outcome.sets) call.print(describeSetTest(set));
      return outcome.sets.every(({ ok }) => ok) ? 0 : 1;
    });
  },
};
