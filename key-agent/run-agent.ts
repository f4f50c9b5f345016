import type { Agent } from './ceremonies/agent.ts';
import { createCarryOut } from './ceremonies/carry-out.ts';
import { createPendingEnrolments } from './ceremonies/pending-enrolments.ts';
import { createProgress } from './ceremonies/progress.ts';
import { createSeenRequests } from './ceremonies/seen-requests.ts';
import type { Clock } from './clock.ts';
import { createDongles } from './hid/dongles.ts';
import type { HidTransport } from './hid/transport.ts';
import type { IsOwnUser } from './http/peer-user.ts';
import { startServer } from './http/server.ts';
import type { Log } from './log.ts';
import type { PortalStore } from './portals/portal-store.ts';
import type { PostHeartbeat } from './presence/post-heartbeat.ts';
import { createPresence } from './presence/presence.ts';
import { createWindows } from './windows/windows.ts';

export type AgentParts = {
  ports: readonly number[];
  transport: HidTransport;
  clock: Clock;
  store: PortalStore;
  post: PostHeartbeat;
  openPage: (url: string) => Promise<void>;
  isOwnUser: IsOwnUser | null;
  log: Log;
  /** How long the holder may take in the agent's window. */
  patienceMs?: number;
};

export type RunningAgent = {
  port: number;
  /** Cancels what is under way, tells portals nothing more, gives the port back. */
  stop: () => Promise<void>;
};

/**
 * Puts the agent together and lets it listen.
 * @returns null when another program has every port that it may use
 */
export async function runAgent(parts: AgentParts): Promise<RunningAgent | null> {
  const { clock, log, isOwnUser } = parts;
  const ending = new AbortController();
  const dongles = createDongles(parts);
  const presence = createPresence({ dongles, clock, post: parts.post, log });
  const server = await startServer(parts.ports, (port) => {
    const openPage = (path: string) => parts.openPage(`http://127.0.0.1:${port}${path}`);
    const { patienceMs } = parts;
    const agent: Agent = {
      clock,
      dongles,
      store: parts.store,
      windows: createWindows({ openPage, ...(patienceMs !== undefined && { patienceMs }) }),
      presence,
      progress: createProgress(),
      seen: createSeenRequests(),
      pending: createPendingEnrolments(),
      isPeerChecked: isOwnUser !== null,
      log,
    };
    return { agent, carryOut: createCarryOut(agent), isOwnUser, signal: ending.signal };
  });
  if (server === null) return null;
  return {
    port: server.port,
    stop: async () => {
      ending.abort();
      await Promise.all([presence.stop(), server.close()]);
    },
  };
}
