import { join } from 'node:path';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import { alarmUnlessAnchored } from '#auth/alarms/alarm-unless-anchored.ts';
import { writeCheckpoint } from '#auth/audit/write-checkpoint.ts';
import { purgeSpentChallenges } from '#auth/ceremonies/challenge.ts';
import { continueMassRevokes } from '#auth/keys/continue-mass-revokes.ts';
import { judgeIssuedKeys } from '#auth/metadata/judge-issued-keys.ts';
import { watchMetadata } from '#auth/metadata/watch-metadata.ts';
import { carryOutDue } from '#auth/proposals/carry-out-due.ts';
import { purgeLimits } from '#auth/limits/keep-limits.ts';
import { remindUnusedKeys } from '#auth/letters/remind-unused-keys.ts';
import { askCarriers } from './ask-carriers.server.ts';
import { askDueSources } from './ask-due-sources.server.ts';
import { lockLeftSessions } from '#auth/sessions/lock-left-sessions.ts';
import { emptyWatched, takeInWatched } from './take-in-watched.server.ts';
import { settleOwners } from '../connectors/settle-owners.server.ts';
import { sweepCopies } from '../documents/sweep-copies.server.ts';
import { takeInDeps } from '../exchange/exchange-endpoint.server.ts';
import { tidyExchangeSessions } from '../exchange/exchange-session.server.ts';
import { takeInForgotten } from '../exchange/take-in-files.server.ts';
import { forgetLetters, sendDueLetters } from '../letters/send-letters.server.ts';
import { writeKeyDiscounts } from '../loyalty/write-key-discounts.server.ts';
import { metadataFolderOf } from '../metadata-folder.ts';
import { confirmHandedClaims } from '../claims/confirm-handed-claims.server.ts';
import { deliverClaims } from '../claims/deliver-claims.server.ts';
import { confirmHanded } from '../requests/confirm-handed.server.ts';
import { deliverRequests } from '../requests/deliver-requests.server.ts';
import { tellOfLateRequests } from '../requests/tell-of-late.server.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** Housekeeping that needs no person: each job is short, safe to run twice and safe in several processes. */
type HousekeepingJob = { name: string; schedule: string; run: (services: PortalServices) => Promise<void> };

const JOBS: readonly HousekeepingJob[] = [
  { name: 'purge spent challenges', schedule: '*/10 * * * *', run: purgeChallenges },
  { name: 'purge limits', schedule: '*/10 * * * *', run: purgeUsedLimits },
  { name: 'bring rows to their accounts', schedule: '* * * * *', run: bringRowsHome },
  { name: 'anchor the audit log', schedule: '*/15 * * * *', run: anchorAuditLog },
  { name: 'write down what locked by itself', schedule: '*/5 * * * * *', run: lockLeft },
  { name: 'write refusals that were counted', schedule: '0 * * * *', run: recordLeftOut },
  { name: 'hand discounts over', schedule: '*/5 * * * *', run: handDiscountsOver },
  { name: 'tidy the exchange with 1C', schedule: '* * * * *', run: tidyExchange },
  { name: 'carry out what nobody stopped', schedule: '* * * * *', run: carryOutWhatIsDue },
  { name: 'send letters', schedule: '* * * * *', run: sendWaitingLetters },
  { name: 'forget old letters', schedule: '40 3 * * *', run: forgetLetters },
  { name: 'remind of unused keys', schedule: '0 9 * * *', run: remindHolders },
  { name: 'send order requests', schedule: '*/10 * * * * *', run: sendRequests },
  { name: 'send claims', schedule: '*/10 * * * * *', run: sendClaims },
  { name: 'see what the ERP took', schedule: '* * * * *', run: confirmTaken },
  { name: 'ask sources', schedule: '* * * * *', run: askSources },
  { name: 'ask carriers', schedule: '* * * * *', run: askCarriersOfAll },
  { name: 'take in file drops', schedule: '* * * * *', run: takeInFileDrops },
  { name: 'erase old file drops', schedule: '50 3 * * *', run: eraseOldDrops },
  { name: 'tell of requests that wait', schedule: '*/5 * * * *', run: tellOfWaiting },
  { name: 'fetch documents', schedule: '*/10 * * * * *', run: fetchDocuments },
  { name: 'erase copies that do not count', schedule: '20 * * * *', run: eraseCopies },
  { name: 'revoke what was confirmed', schedule: '*/5 * * * * *', run: revokeConfirmed },
  { name: 'hold keys against the metadata', schedule: '0 4 * * 1', run: holdAgainstMetadata },
];

export type RunningJobs = { stop: () => void };

/** Starts the housekeeping, with one run of each job at once. A failed run is logged and tried again at its next time. */
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
  for (const cron of crons) void cron.trigger(); // never rejects: `catch` has logged it
  return { stop: () => crons.forEach((cron) => cron.stop()) };
}

async function purgeChallenges({ db, now }: PortalServices): Promise<void> {
  await db.$transaction((tx) => purgeSpentChallenges(tx, now()));
}

async function recordLeftOut({ db, audit, now }: PortalServices): Promise<void> {
  await audit.recordLeftOut(db, now());
}

async function purgeUsedLimits({ db, now }: PortalServices): Promise<void> {
  await purgeLimits(db, now());
}

async function lockLeft({ auth }: PortalServices): Promise<void> {
  await lockLeftSessions(auth);
}

/** Whoever changed an owner does this; a process that died on the way left the rest to us. */
async function bringRowsHome({ db }: PortalServices): Promise<void> {
  await settleOwners(db);
}

async function sendWaitingLetters(services: PortalServices): Promise<void> {
  await sendDueLetters(services);
}

async function remindHolders({ auth }: PortalServices): Promise<void> {
  await remindUnusedKeys(auth);
}

async function sendRequests({ outlets }: PortalServices): Promise<void> {
  await deliverRequests(outlets);
}

async function sendClaims({ outlets }: PortalServices): Promise<void> {
  await deliverClaims(outlets);
}

async function confirmTaken(services: PortalServices): Promise<void> {
  await confirmHanded(services);
  await confirmHandedClaims(services);
}

async function askSources({ asking, log }: PortalServices): Promise<void> {
  await askDueSources(asking, log);
}

async function askCarriersOfAll({ asking, company, log }: PortalServices): Promise<void> {
  const timeZone = async () => (await company.find()).timeZone;
  await askCarriers({ ...asking, timeZone }, log);
}

async function takeInFileDrops(services: PortalServices): Promise<void> {
  await takeInWatched(services);
}

async function eraseOldDrops(services: PortalServices): Promise<void> {
  await emptyWatched(services);
}

async function tellOfWaiting(services: PortalServices): Promise<void> {
  await tellOfLateRequests(services);
}

/** A page that notes a wish wakes it, too; this is for what is tried again, and for what a dead process left. */
async function fetchDocuments({ copies }: PortalServices): Promise<void> {
  await copies.run();
}

async function eraseCopies(services: PortalServices): Promise<void> {
  await sweepCopies(services);
}

/** Every change hands them over itself; this mends what a crash or a full disk has left behind. */
async function handDiscountsOver({ db, env }: PortalServices): Promise<void> {
  await writeKeyDiscounts(db, env.dataDir);
}

/** Orders that 1C has sent and, as older versions do, never asked to be taken in; runs that are over. */
async function tidyExchange(services: PortalServices): Promise<void> {
  const { db, env, now } = services;
  await takeInForgotten(takeInDeps(services));
  await tidyExchangeSessions(db, { dataDir: env.dataDir, at: now() });
}

/** What a lone administrator asked for a day ago (ADM-02). */
async function carryOutWhatIsDue({ auth, env, log }: PortalServices): Promise<void> {
  const done = await carryOutDue(auth, { mode: env.mode });
  if (done > 0) log.info({ done }, 'changes that waited a day are in force');
}

/** The rest of a long list: the first hundred end with the confirmation itself (ADM-02). */
async function revokeConfirmed({ auth, log }: PortalServices): Promise<void> {
  const revoked = await continueMassRevokes(auth);
  if (revoked > 0) log.info({ revoked }, 'keys of a confirmed list revoked');
}

/** Every week, since a warning may name a day to come; an import does the same at once (REG-11). */
async function holdAgainstMetadata({ auth, env, log }: PortalServices): Promise<void> {
  const { suspended } = await judgeIssuedKeys(auth);
  if (suspended > 0) log.warn({ suspended }, 'keys suspended: the metadata warns of their models');
  await watchMetadata(auth, metadataFolderOf(env.dataDir));
}

/** A log that is no longer what was anchored is a matter for a person, and nothing is signed until they have looked. */
async function anchorAuditLog(services: PortalServices): Promise<void> {
  const { db, env, secrets, now, log } = services;
  const place = { folder: join(env.dataDir, 'audit-checkpoints'), privateKey: secrets.checkpointKey };
  try {
    const outcome = await writeCheckpoint(db, { ...place, at: now() });
    if (outcome.ok || outcome.reason === 'nothing_new') return;
    tellOfFault(log, outcome.reason);
  } finally {
    await alarmUnlessAnchored(services, { ...place, at: now() });
  }
}

function tellOfFault(log: Logger, reason: string): void {
  log.error({ reason }, 'the audit log is not what was anchored; run: npm run brelok -- audit verify');
}
