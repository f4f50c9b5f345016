/**
 * The customer's computer of the browser story, where the kernel is: the agent, a fob in its USB port, and a hand that another
 * program leads by HTTP. In a guest the agent stays on 127.0.0.1, as everywhere: what comes from outside is passed on to it, and
 * the portal, which is outside, stands under its own name.
 *
 * Arguments: the portal's origin, the agent's port, where the hand listens (address:port), and in a guest its own address.
 */
import { createServer } from 'node:http';
import { connect, createServer as createRelay } from 'node:net';
import type { Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';
import { decideInWindow } from '#test/support/agent-http.ts';
import { startAgentProgram } from './agent-program.ts';
import { openFobBox } from './fob-box.ts';
import type { PluggedFob } from './fob-box.ts';
import { STORY_FOB } from './story-fob.ts';

const LOOPBACK = '127.0.0.1';
/** The host, as QEMU's own network shows it to a guest. */
const HOST = '10.0.2.2';

const [origin = '', agentPort = '', hand = '', guestAddress] = process.argv.slice(2);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const relays: Server[] = [];
if (guestAddress !== undefined) {
  const portalPort = Number(new URL(origin).port);
  relays.push(relay({ host: LOOPBACK, port: portalPort }, { host: HOST, port: portalPort }));
  relays.push(
    relay({ host: guestAddress, port: Number(agentPort) }, { host: LOOPBACK, port: Number(agentPort) }),
  );
  for (const taken of AGENT_PORTS.slice(
    0,
    AGENT_PORTS.findIndex((port) => port === Number(agentPort)),
  ))
    relays.push(relay({ host: LOOPBACK, port: taken }, { host: LOOPBACK, port: taken }));
}

const agent = await startAgentProgram(here('key-agent.mjs'), origin);
if (agent.port !== Number(agentPort)) throw new Error(`the agent listens on ${agent.port}`);
const box = openFobBox(here('fobs.mjs'));
let fob: PluggedFob | null = null;

const ACTIONS: Readonly<Record<string, () => Promise<string>>> = {
  '/plug': async () => {
    fob = await box.plug('yubikey', { secret: { hex: STORY_FOB.secret }, serial: STORY_FOB.serial });
    await fob.touch(); // whoever holds it touches it as soon as it blinks
    return '';
  },
  '/unplug': async () => {
    await fob?.unplug();
    return '';
  },
  '/allow': async () => (await decideInWindow(await agent.nextWindow())).text,
};

const [handAddress = LOOPBACK, handPort = '0'] = hand.split(':');
const server = createServer((request, response) => {
  if (request.url === '/end') return void response.end('', end);
  const act = ACTIONS[request.url ?? ''];
  if (act === undefined) return void response.writeHead(404).end();
  act().then(
    (text) => response.end(text),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(handPort), handAddress, () => process.stdout.write('### STORY READY\n'));

/** Passes connections on, byte for byte. */
function relay(from: { host: string; port: number }, to: { host: string; port: number }): Server {
  const listening = createRelay((incoming) => {
    const outgoing = connect(to);
    for (const socket of [incoming, outgoing]) socket.on('error', () => socket.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  listening.listen(from);
  return listening;
}

function end(): void {
  void (async () => {
    await agent.end();
    await box.close();
    for (const listening of [server, ...relays]) listening.close();
    server.closeAllConnections();
    process.stdout.write('### STORY OVER\n');
    process.exit(0); // connections that were passed on may still be open
  })();
}
