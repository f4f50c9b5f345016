import { generateSecrets } from '../../secrets.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';

export const secretsGenerate: Command = {
  name: 'secrets generate',
  summary: 'prints a fresh set of keys for production',
  help: `Usage: npm run brelok -- secrets generate

Prints five NAME=value lines for the environment of a production installation. Nothing is stored: keep them where
you keep passwords. Losing ENVELOPE_KEY loses the stored documents, losing AUDIT_KEY the proof of the audit log.

Exit codes: 0 printed; 2 not understood.`,
  isWithoutSettings: true,
  run: async ({ args, print }) => {
    readOptions(args, {});
    for (const [name, value] of Object.entries(generateSecrets())) print(`${name}=${value}`);
    return 0;
  },
};
