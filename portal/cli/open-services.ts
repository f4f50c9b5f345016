import { createDb } from '#prisma/client.ts';
import { loadSecrets } from '../secrets.server.ts';
import { createBaseServices } from '../start-services.server.ts';
import type { BaseServices } from '../start-services.server.ts';
import type { Secrets } from '../secrets.server.ts';
import type { CommandCall, ExitCode } from './command.ts';
import { migrateDatabase } from './migrate-database.ts';

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

/** The same for commands that may be an empty data folder's first: its database is made before the work. */
export async function withMigratedServices(
  call: CommandCall,
  work: (services: BaseServices & { secrets: Secrets }) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withServices(call, async (services) => {
    const { applied } = await migrateDatabase(call.env);
    if (applied.length > 0) call.print(`database: ${applied.length} migrations applied`);
    return work(services);
  });
}
