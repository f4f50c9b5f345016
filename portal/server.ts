/** The portal's process: settings, services, HTTP, and an orderly end. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import * as build from 'virtual:react-router/server-build';
import type { ServerBuild } from 'react-router';
import { keepLimits } from '#auth/limits/keep-limits.ts';
import type { KeptLimits } from '#auth/limits/keep-limits.ts';
import { createDb } from '#prisma/client.ts';
import { assembleServices } from './assemble-services.server.ts';
import { checkStart } from './check-start.server.ts';
import { mintDemoLinks } from './demo/demo-links.server.ts';
import { readEnv } from './env.server.ts';
import type { Env } from './env.server.ts';
import { createExpressApp } from './http/express-app.server.ts';
import { startJobs } from './jobs/start-jobs.server.ts';
import type { RunningJobs } from './jobs/start-jobs.server.ts';
import type { PortalServices } from './portal-services.server.ts';
import { hasAdministrator } from './setup/enrol-link.server.ts';

const BUILD_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Requests that run longer than this after the end was asked for are cut. */
const DRAIN_MS = 10_000;
/** While it drains, connections that have become idle are closed this often; browsers would hold them for seconds. */
const SWEEP_MS = 100;
/** A terminal's Ctrl-C comes twice, from itself and through start.mjs. One after this time is a person who insists. */
const INSISTED_AFTER_MS = 1_000;
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;

/** Tests put their own services together and run the same application on them. */
export { assembleServices };

/** The whole application on these services, ready to be listened to. */
export function createApp(services: PortalServices, isReady: () => Promise<boolean>): Express {
  return createExpressApp({
    services,
    build: build as unknown as ServerBuild, // the virtual module's type misses exactOptionalPropertyTypes
    clientFolder: join(BUILD_FOLDER, 'client'),
    isReady,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

async function main(): Promise<void> {
  const check = await checkStart(readEnv(process.env));
  if (!check.ok) return stopBeforeStart(check.faults);
  const { env, secrets } = check;
  const db = createDb(env.databaseUrl);
  await serve(assembleServices({ env, secrets, db, buildFolder: BUILD_FOLDER }));
}

async function serve(services: PortalServices): Promise<void> {
  const { env } = services;
  const state: ServerState = { drainingSince: null };
  const isReady = async () => state.drainingSince === null && (await answers(services));
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    createApp(services, isReady),
  );
  if (await services.audit.beginEpoch(services.db, services.now()))
    services.log.info('the audit log goes on under a new key');
  const limits = await keepLimits(services.db, services.auth.limits, (error) =>
    services.log.error({ error }, 'what is used up of the limits could not be written'),
  );
  await listen(server, env);
  endOnSignal({ services, server, jobs: startJobs(services), limits, state });
  say(`ready ${env.origin}`);
  for (const line of await firstSteps(services)) say(line);
}

/** `drainingSince` is by the monotonic clock, in milliseconds. */
type ServerState = { drainingSince: number | null };
type Running = {
  services: PortalServices;
  server: Server;
  jobs: RunningJobs;
  limits: KeptLimits;
  state: ServerState;
};

function endOnSignal({ services, server, jobs, limits, state }: Running): void {
  const { live, log } = services;
  const end = (cause: string): void => {
    if (state.drainingSince !== null) {
      if (performance.now() - state.drainingSince > INSISTED_AFTER_MS) process.exit(1);
      return;
    }
    state.drainingSince = performance.now();
    const drained = drain(server); // first: whoever reads the line below finds the port closed
    log.info({ cause }, 'draining');
    jobs.stop();
    live.close();
    void drained
      .then(() => writeWhatIsInMemory(services, limits))
      .then(() => services.db.$disconnect())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('disconnect', () => end('start.mjs is gone'));
}

/** A database that is gone by now must not keep the program from ending. */
async function writeWhatIsInMemory(
  { db, audit, now, log }: PortalServices,
  limits: KeptLimits,
): Promise<void> {
  await limits.stop();
  await audit.recordLeftOut(db, now()).catch((error: unknown) => {
    log.error({ error }, 'refusals that were counted could not be written');
  });
}

/** Who can sign in at all: the demo's links, or how production gets its first administrator. */
async function firstSteps(services: PortalServices): Promise<readonly string[]> {
  if (services.env.mode === 'demo') return mintDemoLinks(services);
  if (await hasAdministrator(services.db)) return [];
  return [
    'no administrator yet; on this machine, in a terminal: npm run brelok -- enrol-link --role administrator --name "NAME"',
  ];
}

async function listen(server: Server, { host, port }: Env): Promise<void> {
  server.listen({ host, port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    stopBeforeStart([
      error.code === 'EADDRINUSE'
        ? `PORT: ${port} is taken by another program; set PORT to a free one`
        : `HOST, PORT: this machine does not let us listen on ${host}, port ${port} (${String(error.code)})`,
    ]);
  }
}

/** Lets running requests finish; what has not by then is cut. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

async function answers({ db, log }: PortalServices): Promise<boolean> {
  try {
    await db.installation.findUnique({ where: { id: 1 }, select: { id: true } });
    return true;
  } catch (error) {
    log.error({ error }, 'the database does not answer');
    return false;
  }
}

function stopBeforeStart(faults: readonly string[]): never {
  process.stderr.write(
    `${['Brelok does not start:', ...faults.map((fault) => `  - ${fault}`)].join('\n')}\n`,
  );
  process.exit(1);
}

/** The lines that a person or a program waits for; everything else is the log's. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
