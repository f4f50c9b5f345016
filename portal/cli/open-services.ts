import { createDb } from '#prisma/client.ts';
import { loadSecrets } from '../secrets.server.ts';
import { createBaseServices } from '../start-services.server.ts';
import type { BaseServices } from '../start-services.server.ts';
import type { Secrets } from '../secrets.server.ts';
import type { CommandCall, ExitCode } from './command.ts';

/**
 * Runs a command's work with the database and the keys of this installation, and disconnects afterwards.
 * Missing or unfit keys are listed, and nothing is done.
 */
export async function withServices(
  { env, printError }: CommandCall,
  work: (services: BaseServices & { secrets: Secrets }) => Promise<ExitCode>,
): Promise<ExitCode> {
  const loaded = loadSecrets(env);
  if (!loaded.ok) {
    for (const fault of loaded.faults) printError(fault);
    return 1;
  }
  const services = createBaseServices({ env, secrets: loaded.secrets, db: createDb(env.databaseUrl) });
  try {
    return await work({ ...services, secrets: loaded.secrets });
  } finally {
    await services.db.$disconnect();
  }
}
