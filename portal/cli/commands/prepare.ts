import { prepareInstallation } from '../../setup/prepare-installation.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withMigratedServices } from '../open-services.ts';

export const prepare: Command = {
  name: 'prepare',
  summary: 'makes an empty data folder ready to start from (npm start does it)',
  help: `Usage: npm run brelok -- prepare

Migrates the database, writes down what this installation is, and in the demo makes the keys and loads the demo
company. A second run changes nothing.

Exit codes: 0 ready; 1 settings, keys or POLICY_FILE have faults; 2 not understood.`,
  run: async (call) => {
    readOptions(call.args, {});
    return withMigratedServices(call, async (services) => {
      const outcome = await prepareInstallation({ ...services, env: call.env, print: call.print });
      if (outcome.ok) return 0;
      for (const fault of outcome.faults) call.printError(fault);
      return 1;
    });
  },
};
