import { prepareInstallation } from '../../setup/prepare-installation.server.ts';
import type { Command } from '../command.ts';
import { migrateDatabase } from '../migrate-database.ts';
import { withServices } from '../open-services.ts';

export const prepare: Command = {
  name: 'prepare',
  summary: 'makes an empty data folder ready to start from (npm start does it)',
  help: `Usage: npm run brelok -- prepare

Migrates the database, writes down what this installation is, and in the demo makes the keys and loads the demo
company. A second run changes nothing.`,
  run: async (call) => {
    const startedAt = Date.now();
    const { applied } = await migrateDatabase(call.env);
    if (applied.length > 0)
      call.print(`database: ${applied.length} migrations applied in ${seconds(startedAt)} s`);
    return withServices(call, async (services) => {
      const outcome = await prepareInstallation({ ...services, env: call.env, print: call.print });
      if (outcome.ok) return 0;
      for (const fault of outcome.faults) call.printError(fault);
      return 1;
    });
  },
};

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
