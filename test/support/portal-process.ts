/** `npm start` as a process that a test reads, signals and sees end. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type PortalProcess = {
  port: number;
  origin: string;
  /** What it has printed on either output, line by line. */
  lines: readonly string[];
  /** The first line that holds the text, once it is there. Fails when the process ends without it. */
  line: (text: string) => Promise<string>;
  /** To the program that was started, as a supervisor does it. */
  signal: (name: NodeJS.Signals) => void;
  /** To all of its processes, as a terminal's Ctrl-C does it. */
  interrupt: () => void;
  /** Ends all of its processes at once, if any is left. */
  kill: () => Promise<void>;
  /** The exit code, once both outputs are closed. */
  ended: Promise<number | null>;
};

/** @param variables settings; everything else of this process's environment is left out but the way to programs */
export function spawnPortal(variables: Record<string, string>): PortalProcess {
  const child = spawn(process.execPath, ['portal/bin/start.mjs'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, which `interrupt` signals as a whole
  });
  const output = { text: '', hasEnded: false };
  const listeners = new Set<() => void>();
  const heard = (chunk: Buffer | null): void => {
    if (chunk === null) output.hasEnded = true;
    else output.text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    heard(null);
    return code ?? null;
  });
  const port = Number(variables['PORT']);
  return {
    port,
    origin: `http://localhost:${port}`,
    get lines() {
      return output.text.split('\n').slice(0, -1);
    },
    line(text) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = this.lines.find((line) => line.includes(text));
          if (found === undefined && !output.hasEnded) return;
          listeners.delete(look);
          if (found === undefined) reject(new Error(`it ended without saying "${text}":\n${output.text}`));
          else resolve(found);
        };
        listeners.add(look);
        look();
      });
    },
    signal: (name) => void child.kill(name),
    interrupt: () => signalGroup(child.pid, 'SIGINT'),
    kill: async () => {
      signalGroup(child.pid, 'SIGKILL');
      await ended;
    },
    ended,
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

/** Below the ports that systems hand out by themselves, so that it is still free a minute later. */
const FIRST_PORT = 15_000;
const LAST_PORT = 30_000;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (!(await isListening(port))) return port;
  }
}

export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // refused: nobody is there
  } finally {
    socket.destroy();
  }
}

export type Asked = { method?: string; headers?: Record<string, string>; body?: string };
export type Answered = { status: number; cookies: string[]; text: string };

/** One request by Node's own client: `fetch` would write headers of a browser by itself. */
export async function ask(
  { port }: PortalProcess,
  path: string,
  { method = 'GET', headers = {}, body = '' }: Asked = {},
): Promise<Answered> {
  const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false });
  outgoing.end(body);
  const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
  if (incoming === undefined) throw new Error('no response');
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
  return { status: incoming.statusCode ?? 0, cookies: incoming.headers['set-cookie'] ?? [], text };
}

export type RawConnection = {
  send: (text: string) => void;
  /** Waits until what came back holds the text. @returns all of it */
  received: (text: string) => Promise<string>;
};

/** A connection on which a request can be left unfinished. */
export async function openRawConnection(port: number): Promise<RawConnection> {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    send: (part) => void socket.write(part),
    received: async (wanted) => {
      while (!text.includes(wanted)) {
        if (socket.destroyed) throw new Error(`the connection ended after: ${text}`);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      return text;
    },
  };
}
