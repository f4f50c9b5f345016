import { checkStart } from '../../check-start.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'says whether this installation would start, and what it is made of',
  help: `Usage: npm run brelok -- doctor

Checks settings, keys, database and policy as a start does, and lists every fault with what to do. Changes nothing.

Exit codes: 0 it would start; 1 it would not; 2 not understood.`,
  run: async ({ args, env, print, printError }) => {
    readOptions(args, {});
    print(`mode      ${env.mode}`);
    print(`address   ${env.origin} (keys bound to ${env.rpId})`);
    print(`data      ${env.dataDir}`);
    print(`database  ${env.databaseUrl.startsWith('file:') ? 'SQLite' : 'PostgreSQL'}`);
    print(
      `letters   ${env.mail.way === 'smtp' ? `to ${env.mail.host}` : 'written to files, sent to nobody'}`,
    );
    print(`node      ${process.version}`);
    const check = await checkStart({ ok: true, env });
    if (check.ok) {
      print('all is well');
      return 0;
    }
    for (const fault of check.faults) printError(`- ${fault}`);
    print(`it would not start; faults: ${check.faults.length}`);
    return 1;
  },
};
