import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { createEnrolLink } from '../../setup/enrol-link.server.ts';
import type { Terminal } from '../../setup/enrol-link.server.ts';
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

  --break-glass  although an administrator has a key that works

Prints one line: enrol ROLE URL code XXXX-XXXX name HOLDER. The link works once; give the code by another channel.
In production only administrators are made here (--name "NAME" instead of --holder), by a person at a terminal who types
the code that is shown: the first for 15 minutes. While an administrator has an active key it takes --break-glass: the
link opens after 24 hours and stays open for 24 more, all the staff see it on their pages from now on, and every
administrator can withdraw it. Everybody else is invited in the portal.

Exit codes: 0 made; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const values = readOptions(call.args, {
      role: { type: 'string' },
      holder: { type: 'string' },
      name: { type: 'string' },
      'break-glass': { type: 'boolean', default: false },
    });
    const role = ROLES.find((known) => known === values.role);
    if (role === undefined) throw new UsageError(`--role is one of ${ROLES.join(', ')}`);
    if (values.holder === undefined && values.name === undefined)
      throw new UsageError('--holder names the person');

    return withServices(call, async ({ db, auth }) => {
      const outcome = await createEnrolLink(
        { db, auth, env: call.env, terminal: findTerminal() },
        {
          role,
          holder: values.holder ?? null,
          name: values.name ?? null,
          isBreakGlass: values['break-glass'],
        },
      );
      if (outcome.ok) {
        call.print(outcome.line);
        if (outcome.opensAt !== null) call.print(`the link opens ${outcome.opensAt.toISOString()}`);
        return 0;
      }
      call.printError(outcome.explanation);
      return 1;
    });
  },
};

/** A person who reads and types: neither a pipe nor a file at either end. */
function findTerminal(): Terminal {
  if (!process.stdout.isTTY || !process.stdin.isTTY) return null;
  return {
    typeCode: async (claimCode) => {
      const terminal = createInterface({ input: process.stdin, output: process.stdout });
      const closed = once(terminal, 'close').then(() => ''); // Ctrl-D: nothing was typed
      const typed = await Promise.race([
        terminal.question(
          `The claim code is ${claimCode}. Write it down, then type it here to make the link: `,
        ),
        closed,
      ]);
      terminal.close();
      return typed;
    },
  };
}
