import { join } from 'node:path';
import { Cron } from 'croner';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import { purgeSpentChallenges } from '#auth/ceremonies/challenge.ts';
import { writeKeyDiscounts } from '../loyalty/write-key-discounts.server.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** Housekeeping that needs no person: each job is short, safe to run twice and safe in several processes. */
type HousekeepingJob = { name: string; schedule: string; run: (services: PortalServices) => Promise<void> };

const JOBS: readonly HousekeepingJob[] = [
  { name: 'purge spent challenges', schedule: '*/10 * * * *', run: purgeChallenges },
  { name: 'anchor the audit log', schedule: '*/15 * * * *', run: anchorAuditLog },
  { name: 'hand discounts over', schedule: '*/5 * * * *', run: handDiscountsOver },
];

export type RunningJobs = { stop: () => void };

/** Starts the housekeeping. A failed run is logged and tried again at its next time. */
export function startJobs(services: PortalServices): RunningJobs {
  const crons = JOBS.map(
    ({ name, schedule, run }) =>
      new Cron(
        schedule,
        {
          name,
          protect: true,
          unref: true,
          catch: (error) => services.log.error({ error, name }, 'job failed'),
        },
        () => run(services),
      ),
  );
  return { stop: () => crons.forEach((cron) => cron.stop()) };
}

async function purgeChallenges({ db, now }: PortalServices): Promise<void> {
  await db.$transaction((tx) => purgeSpentChallenges(tx, now()));
}

/** Every change hands them over itself; this mends what a crash or a full disk has left behind. */
async function handDiscountsOver({ db, env }: PortalServices): Promise<void> {
  await writeKeyDiscounts(db, env.dataDir);
}

async function anchorAuditLog({ db, env, secrets, now }: PortalServices): Promise<void> {
  await writeCheckpoint(db, {
    folder: join(env.dataDir, 'audit-checkpoints'),
    privateKey: secrets.checkpointKey,
    at: now(),
  });
}
