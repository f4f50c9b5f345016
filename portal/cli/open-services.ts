import { createDb } from '#prisma/client.ts';
import { NOT_SET_UP, checkStart, findDatabase, findModeFault } from '../check-start.server.ts';
import type { EnvOutcome } from '../env.server.ts';
import { loadSecrets, readSecrets } from '../secrets.server.ts';
import { createBaseServices } from '../start-services.server.ts';
import type { BaseServices } from '../start-services.server.ts';
import type { Secrets } from '../secrets.server.ts';
import type { CommandCall, ExitCode } from './command.ts';
import { migrateDatabase } from './migrate-database.ts';

export type CommandServices = BaseServices & { secrets: Secrets };

/**
 * Runs a command's work with the database and the keys of this installation, and disconnects afterwards.
 * Where there is no installation, or its keys are missing or unfit, it says so and nothing is done or made.
 */
export async function withServices(
  call: CommandCall,
  work: (services: CommandServices) => Promise<ExitCode>,
): Promise<ExitCode> {
  const found = await findDatabase(call.env);
  if (!found.ok || !found.hasTables) {
    call.printError(found.ok ? NOT_SET_UP : found.fault);
    return 1;
  }
  return withKeys({ ...call, ...found }, work);
}

/** The same for commands that may be an empty data folder's first: its keys and its database are made before the work. */
export async function withMigratedServices(
  call: CommandCall,
  work: (services: CommandServices) => Promise<ExitCode>,
): Promise<ExitCode> {
  const found = await findDatabase(call.env);
  if (!found.ok) {
    call.printError(found.fault);
    return 1;
  }
  return withKeys({ ...call, ...found }, async (services) => {
    const startedAt = performance.now();
    const { applied } = await migrateDatabase(call.env);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (applied.length > 0) call.print(`database: ${applied.length} migrations applied in ${seconds} s`);
    return work(services);
  });
}

async function withKeys(
  { env, printError, hasTables, isInUse }: CommandCall & { hasTables: boolean; isInUse: boolean },
  work: (services: CommandServices) => Promise<ExitCode>,
): Promise<ExitCode> {
  const modeFault = hasTables ? await findModeFault(env) : null;
  if (modeFault !== null) {
    printError(modeFault);
    return 1;
  }
  // New keys in place of lost ones would open none of a demo's documents, nor prove its log.
  const loaded = isInUse ? readSecrets(env) : loadSecrets(env);
  if (!loaded.ok) {
    for (const fault of await findAllFaults({ ok: true, env })) printError(fault);
    return 1;
  }
  const services = createBaseServices({ env, secrets: loaded.secrets, db: createDb(env.databaseUrl) });
  try {
    return await work({ ...services, secrets: loaded.secrets });
  } finally {
    await services.db.$disconnect();
  }
}

/** All that forbids a start, but for there being no installation yet: who makes one need not be told. */
export async function findAllFaults(read: EnvOutcome): Promise<string[]> {
  const check = await checkStart(read);
  return check.ok ? [] : check.faults.filter((fault) => fault !== NOT_SET_UP);
}
