/** The real agent program beside the real portal, and what the portal's pages carry between the two. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { systemClock } from '#key-agent/clock.ts';
import { openPortalStore } from '#key-agent/portals/portal-store.ts';
import { createPostHeartbeat } from '#key-agent/presence/post-heartbeat.ts';
import { runAgent } from '#key-agent/run-agent.ts';
import { decideInWindow, sendRaw } from './agent-http.ts';
import { aSimulatedTransport } from './fobs/simulated-transport.ts';
import type { SimulatedTransport } from './fobs/simulated-transport.ts';
import { TRACE } from './auth.ts';
import type { Invited } from './auth.ts';
import type { TestPortal } from './portal.ts';
import { PIN } from './u2f.ts';

export type RunningComputer = {
  /** Of its agent. */
  port: number;
  transport: SimulatedTransport;
  /** What the agent's windows showed, and were allowed. */
  windows: string[];
  /** A request as the portal's page makes it. */
  ask: (purpose: string, body: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;
  stop: () => Promise<void>;
};

/** A customer's computer: the agent as it is shipped, with models of dongles in place of the USB bus. */
export async function aComputer(
  { origin }: Pick<TestPortal, 'origin'>,
  { ports = [0], openPage }: { ports?: readonly number[]; openPage?: (url: string) => Promise<void> } = {},
): Promise<RunningComputer> {
  const folder = await mkdtemp(join(tmpdir(), 'brelok-agent-'));
  const transport = aSimulatedTransport(systemClock);
  const windows: string[] = [];
  const running = await runAgent({
    ports,
    transport,
    clock: systemClock,
    store: await openPortalStore(folder, [origin]),
    post: createPostHeartbeat({ url: undefined, except: [], pac: undefined }),
    openPage:
      openPage ??
      (async (url) => {
        void decideInWindow(url).then(({ text }) => windows.push(text));
      }),
    isOwnUser: null,
    log: () => undefined,
  });
  if (running === null) throw new Error('no port is free');
  return {
    port: running.port,
    transport,
    windows,
    ask: async (purpose, body) => {
      const reply = await sendRaw(running.port, {
        method: 'POST',
        path: `/v1/${purpose}`,
        headers: { origin, 'content-type': 'application/json', 'x-key-agent': '1' },
        body: JSON.stringify(body),
      });
      return { status: reply.status, body: JSON.parse(reply.text) as Record<string, unknown> };
    },
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Json = Record<string, unknown>;
export type PortalReply = { status: number; body: Json; session: string | null };

/** A browser with its cookies, which does what the pages' scripts do. */
export function aBrowser(portal: TestPortal, computer: Pick<RunningComputer, 'ask'>) {
  const cookies: Record<string, string> = { '__Host-brelok-browser': mintToken() };
  const post = async (path: string, json: unknown): Promise<PortalReply> => {
    const response = await portal.request(path, { json, cookies });
    const session = response.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('__Host-brelok-session='))
      ?.split(';')[0]
      ?.split('=')[1];
    return { status: response.status, body: (await response.json()) as Json, session: session ?? null };
  };
  const carry = async (purpose: string, { status, body }: PortalReply): Promise<string> => {
    if (status !== 200) throw new Error(`the portal said ${status} ${JSON.stringify(body)}`);
    const reply = await computer.ask(purpose, { message: body['request'] });
    const { message } = reply.body;
    if (typeof message !== 'string') throw new Error(`the agent said ${JSON.stringify(reply.body)}`);
    return message;
  };
  return {
    cookies,
    post,
    carry,
    openLink: async ({ invitation }: Pick<Invited, 'invitation'>) => {
      const browserToken = cookies['__Host-brelok-browser'] ?? '';
      const opened = await openInvitation(portal.services.auth, {
        ...invitation,
        browserToken,
        trace: TRACE,
      });
      if (!opened.ok) throw new Error(opened.reason);
      cookies['__Host-brelok-ticket'] = opened.ticket;
    },
    enrolAgent: async () => {
      const begun = await post('/enrol/agent/begin', {});
      const message = await carry('enrol', begun);
      const compared = await post('/enrol/agent/compare', { state: begun.body['state'], message });
      const compare = await carry('compare', compared);
      const finished = await post('/enrol/agent/finish', { state: compared.body['state'], message: compare });
      return { digits: String(compared.body['code']), finished };
    },
    register: async (pin = PIN) => {
      const begun = await post('/enrol/dongle/begin', { pin });
      const message = await carry('register', begun);
      const tried = await post('/enrol/dongle/try', { state: begun.body['state'], message });
      if (tried.status !== 200) return tried;
      const proof = await carry('prove', tried);
      return post('/enrol/dongle/finish', { state: tried.body['state'], message: proof, pin });
    },
    /** What the page that leads on after a sign-in with a FIDO key does. */
    watchKey: async () => {
      const begun = await post('/my-key/watch/begin', {});
      const message = await carry('watch', begun);
      return post('/my-key/watch/finish', { state: begun.body['state'], message });
    },
    addComputer: async (name: string, pin = PIN) => {
      const begun = await post('/enrol/computer/begin', {});
      const message = await carry('prove', begun);
      return post('/enrol/computer/finish', { state: begun.body['state'], message, pin, name });
    },
    signIn: async (pin = PIN) => {
      const begun = await post('/sign-in/dongle/begin', {});
      const message = await carry('prove', begun);
      return post('/sign-in/dongle/finish', { state: begun.body['state'], message, pin });
    },
  };
}
