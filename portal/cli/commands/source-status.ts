import { findSourceStatus } from '../../connectors/connection/find-source-status.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';
import { describeStatus, faultsOf } from '../source-status-report.ts';

export const sourceStatus: Command = {
  name: 'source status',
  summary: 'tells of each source how fresh its data is and what is wrong with it',
  help: `Usage: npm run brelok -- source status

Tells of every source (ERPs that are asked, 1C's exchange, file drops, carriers) what it gives, when it last brought
something, and what is wrong.

Exit codes: 0 nothing is wrong; 1 a source is stopped, has a fault, or its last import was not taken; 2 not understood.`,
  run: async (call) => {
    readOptions(call.args, {});
    return withServices(call, async ({ db, auth }) => {
      const sources = await findSourceStatus(db, auth.now());
      if (sources.length === 0) call.print('there is no source; add one with: source configure FILE');
      for (const line of sources.flatMap(describeStatus)) call.print(line);
      return sources.some((source) => faultsOf(source).length > 0) ? 1 : 0;
    });
  },
};
