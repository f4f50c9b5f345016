/** The program: reads its command and its settings, and runs until it is ended. The only file that ends the process. */
import { describeDevices, describeDriverFault } from './commands/check.ts';
import { endRunning, forgetRunning, noteRunning } from './commands/end.ts';
import { HELP, HOW_TO_REMOVE } from './commands/help.ts';
import { systemClock } from './clock.ts';
import { isPortalOrigin, originAdvice, readAgentEnv } from './env.ts';
import type { AgentEnv } from './env.ts';
import { DriverError } from './errors.ts';
import { createDongles } from './hid/dongles.ts';
import { createNodeHidTransport } from './hid/node-hid-transport.ts';
import { findPeerCheck } from './http/peer-user.ts';
import { createLog } from './log.ts';
import { openPortalStore, removeState, StateError } from './portals/portal-store.ts';
import { createPostHeartbeat } from './presence/post-heartbeat.ts';
import { runAgent } from './run-agent.ts';
import { AGENT_VERSION } from './version.ts';
import { openPage } from './windows/open-page.ts';

const OK = 0;
const FAILED = 1;
const USAGE = 2;

process.exitCode = await main(process.argv.slice(2), process.env);

async function main(words: string[], variables: NodeJS.ProcessEnv): Promise<number> {
  const settings = readAgentEnv(variables);
  if (!settings.ok) return complain(USAGE, ...settings.faults);
  try {
    return await carryOut(words, settings.env);
  } catch (error) {
    if (error instanceof StateError) return complain(FAILED, error.message);
    if (error instanceof DriverError) return complain(FAILED, ...describeDriverFault(error));
    throw error;
  }
}

async function carryOut([command, address, ...rest]: string[], env: AgentEnv): Promise<number> {
  if (rest.length > 0) return complain(USAGE, HELP);
  switch (command) {
    case undefined:
      return run(env);
    case '--help':
      return say(HELP);
    case '--version':
      return say(AGENT_VERSION);
    case '--check':
      return say(...(await check()));
    case '--end':
      return end(env);
    case '--uninstall':
      await removeState(env.stateDir);
      return say('All keys and portals of this user are removed.', HOW_TO_REMOVE);
    case 'allow':
      return address === undefined ? complain(USAGE, HELP) : allow(env, address);
    case 'forget':
      return address === undefined ? complain(USAGE, HELP) : forget(env, address);
    default:
      return complain(USAGE, `There is no command "${command}".`, '', HELP);
  }
}

async function run(env: AgentEnv): Promise<number> {
  const log = createLog({ isQuiet: env.isQuiet, write: (line) => void process.stderr.write(line) });
  const agent = await runAgent({
    ports: env.ports,
    transport: createNodeHidTransport(),
    clock: systemClock,
    store: await openPortalStore(env.stateDir, env.portals),
    post: createPostHeartbeat(env.proxy),
    openPage: (url) => openPage(url, env.browser),
    isOwnUser: findPeerCheck(),
    log,
  });
  if (agent === null) {
    return complain(
      FAILED,
      `Another program has port ${env.ports.join(', ')}; perhaps this one runs already.`,
    );
  }
  await noteRunning(env.stateDir, agent.port);
  log('info', 'listening', { port: agent.port });
  await askedToEnd();
  await agent.stop();
  await forgetRunning(env.stateDir);
  log('info', 'ended');
  return OK;
}

function askedToEnd(): Promise<unknown> {
  return Promise.race(
    ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => new Promise((resolve) => process.once(signal, resolve))),
  );
}

function check(): Promise<string[]> {
  return describeDevices(createDongles({ transport: createNodeHidTransport(), clock: systemClock }));
}

async function end({ stateDir }: AgentEnv): Promise<number> {
  switch (await endRunning(stateDir)) {
    case 'ended':
      return say('The agent of this user is ended.');
    case 'none':
      return say('No agent of this user runs.');
    case 'stays':
      return complain(FAILED, 'The agent of this user does not end.');
  }
}

async function allow({ stateDir, mode }: AgentEnv, address: string): Promise<number> {
  if (!isPortalOrigin(address, mode)) return complain(USAGE, originAdvice(address));
  const store = await openPortalStore(stateDir);
  await store.allow(address);
  return say(`Pages of ${address} may ask from the next start on. Enrol this PC there.`);
}

async function forget({ stateDir }: AgentEnv, address: string): Promise<number> {
  const store = await openPortalStore(stateDir);
  const isForgotten = await store.forget(address);
  return isForgotten ? say(`${address} is forgotten.`) : complain(FAILED, `${address} was not known.`);
}

function say(...lines: string[]): number {
  process.stdout.write(`${lines.join('\n')}\n`);
  return OK;
}

function complain(exitCode: number, ...lines: string[]): number {
  process.stderr.write(`${lines.join('\n')}\n`);
  return exitCode;
}
