import { beginKeyChange, endKeyChange } from '#auth/dongles/portal-keys.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

const REFUSALS = {
  under_way: 'a change is under way already; end it first, when the agents have seen the new keys',
  nothing_to_end: 'no change is under way',
} as const;

export const agentKeysChange: Command = {
  name: 'agent-keys change',
  summary: 'changes the keys with which the portal speaks to agents, in two steps',
  help: `Usage: npm run brelok -- agent-keys change [--end]

Adds new keys beside those that agents have pinned. The old ones go on signing; each agent takes the new ones in with its next
sign-in. Weeks later, run it with --end: the old keys are taken away. An agent that was not used in between is enrolled anew
with a new link. Servers may run meanwhile.

Options:
  --end   takes the old keys away

Exit codes: 0 done; 1 a change is under way already, or there is none to end; 2 not understood.`,
  run: async (call) => {
    const { end = false } = readOptions(call.args, { end: { type: 'boolean' } });
    return withServices(call, async ({ auth }) => {
      const outcome = await (end ? endKeyChange(auth) : beginKeyChange(auth));
      if (!outcome.ok) {
        call.printError(REFUSALS[outcome.reason]);
        return 1;
      }
      call.print(
        `keys towards agents: version ${outcome.version}, ${end ? 'old ones taken away' : 'new ones added'}`,
      );
      return 0;
    });
  },
};
