/** The portal's process: settings, services, HTTP, and an orderly end. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import * as build from 'virtual:react-router/server-build';
import type { ServerBuild } from 'react-router';
import { createDb } from '#prisma/client.ts';
import { assembleServices } from './assemble-services.server.ts';
import { checkStart } from './check-start.server.ts';
import { mintDemoLinks } from './demo/demo-links.server.ts';
import { readEnv } from './env.server.ts';
import type { Env } from './env.server.ts';
import { createExpressApp } from './http/express-app.server.ts';
import { startJobs } from './jobs/start-jobs.server.ts';
import type { PortalServices } from './portal-services.server.ts';
import { hasAdministrator } from './setup/enrol-link.server.ts';

const BUILD_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Requests that run longer than this after the end was asked for are cut. */
const DRAIN_MS = 10_000;
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
  const { env, db, live, log } = services;
  const state = { isDraining: false };
  const app = createApp(services, async () => !state.isDraining && (await answers(services)));
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    app,
  );
  await listen(server, env);
  const jobs = startJobs(services);
  say(`ready ${env.origin}`);
  for (const line of await firstSteps(services)) say(line);

  const end = (signal: string): void => {
    if (state.isDraining) process.exit(1);
    state.isDraining = true;
    log.info({ signal }, 'draining');
    jobs.stop();
    live.close();
    void drain(server)
      .then(() => db.$disconnect())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
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
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    stopBeforeStart([`PORT: ${port} is taken by another program; set PORT to a free one`]);
  }
}

/** Lets running requests finish; what has not by then is cut. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
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
