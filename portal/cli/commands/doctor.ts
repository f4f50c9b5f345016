import { findStartFaults } from '../../check-start.server.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'says whether this installation would start, and what it is made of',
  help: `Usage: npm run brelok -- doctor

Checks settings, keys, database and policy as a start does, and lists every fault with what to do. Changes nothing.
Exit codes: 0 it would start; 1 it would not.`,
  run: async (call) => {
    const { env, print, printError } = call;
    print(`mode      ${env.mode}`);
    print(`address   ${env.origin} (keys bound to ${env.rpId})`);
    print(`data      ${env.dataDir}`);
    print(`database  ${env.databaseUrl.startsWith('file:') ? 'SQLite' : 'PostgreSQL'}`);
    print(`node      ${process.version}`);
    return withServices(call, async ({ db }) => {
      const faults = await findStartFaults(db, env);
      for (const fault of faults) printError(`- ${fault}`);
      print(faults.length === 0 ? 'all is well' : `${faults.length} faults`);
      return faults.length === 0 ? 0 : 1;
    });
  },
};
