import { createEnrolLink } from '../../setup/enrol-link.server.ts';
import { UsageError, readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

const ROLES = ['administrator', 'account-manager', 'loyalty', 'auditor', 'customer'] as const;

export const enrolLink: Command = {
  name: 'enrol-link',
  summary: 'makes a one-time link by which a person registers a key',
  help: `Usage: npm run brelok -- enrol-link --role ROLE --holder ID

  --role ROLE    ${ROLES.join(', ')}
  --holder ID    the person: their id, or in the demo their name

Prints one line: enrol ROLE URL code XXXX-XXXX name HOLDER. The link works once; give the code by another channel.
In production only the first administrator is made here (add --name "NAME" instead of --holder): on a terminal, for
15 minutes, and only while there is no active administrator. Everybody else is invited in the portal.

Exit codes: 0 made; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const values = readOptions(call.args, {
      role: { type: 'string' },
      holder: { type: 'string' },
      name: { type: 'string' },
    });
    const role = ROLES.find((known) => known === values.role);
    if (role === undefined) throw new UsageError(`--role is one of ${ROLES.join(', ')}`);
    if (values.holder === undefined && values.name === undefined)
      throw new UsageError('--holder names the person');

    return withServices(call, async ({ db, auth }) => {
      const outcome = await createEnrolLink(
        { db, auth, env: call.env, isTerminal: process.stdout.isTTY === true },
        { role, holder: values.holder ?? null, name: values.name ?? null },
      );
      if (outcome.ok) {
        call.print(outcome.line);
        return 0;
      }
      call.printError(outcome.explanation);
      return 1;
    });
  },
};
