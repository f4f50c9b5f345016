/**
 * How a page speaks to the key-agent of its own computer: plain HTTP on 127.0.0.1, to one of three ports, with signed messages
 * of the portal. Whether the browser lets it, it asks first, so that the page can explain what the browser will ask.
 */
import { AGENT_HEADER, AGENT_PORTS } from '#auth/wire/protocol.ts';

export type AgentReply = { ok: true; message: string } | { ok: false; code: string };
export type FoundAgent = { ok: true; port: number } | { ok: false; code: 'no_agent' | 'browser_refused' };

type Question = {
  port: number;
  purpose: 'enrol' | 'compare' | 'prove' | 'register' | 'watch';
  message: string;
  txn: string;
  /** Told while the agent is at work: what its user has to do now. */
  onStage: (stage: string) => void;
};

/** The permission's name now, and before Chromium 145. Browsers without either ask nobody. */
const PERMISSIONS = ['loopback-network', 'local-network-access'];
const LOOK_MS = 500;
/** A port that nobody listens on answers at once; one that something else keeps open must not hold the page up. */
const PATIENCE_MS = 4_000;
const QUICKEST_PERSON_MS = 1_000;

/** `unknown` where the browser has no such permission. */
export async function askPermissionState(): Promise<PermissionState | 'unknown'> {
  for (const name of PERMISSIONS) {
    try {
      const { state } = await navigator.permissions.query({ name: name as PermissionName }); // newer than the type
      return state;
    } catch {
      continue; // this browser does not know the name
    }
  }
  return 'unknown';
}

/** Looks for the agent. While the browser asks its user, this waits as long as they do. */
export async function findAgent(): Promise<FoundAgent> {
  const before = await askPermissionState();
  const askedAt = performance.now();
  if (before === 'denied') return { ok: false, code: 'browser_refused' };
  const patience = before === 'prompt' ? undefined : PATIENCE_MS;
  for (const port of AGENT_PORTS) {
    const reply = await post(port, 'hello', {}, patience);
    if (reply !== null && 'protocol' in reply.body) return { ok: true, port };
  }
  const after = await askPermissionState();
  // A browser asks its user only when somebody listens there; to be dismissed takes a person's time.
  const wasDismissed = after === 'prompt' && performance.now() - askedAt > QUICKEST_PERSON_MS;
  return { ok: false, code: after === 'denied' || wasDismissed ? 'browser_refused' : 'no_agent' };
}

/** Hands a request to the agent and waits for its answer, which may take as long as its user takes. */
export async function askAgent({ port, purpose, message, txn, onStage }: Question): Promise<AgentReply> {
  const looking = window.setInterval(() => void tellStage(port, txn, onStage), LOOK_MS);
  try {
    const reply = await post(port, purpose, { message });
    if (reply === null) return { ok: false, code: 'no_agent' };
    const { message: answer, error } = reply.body;
    if (reply.status === 200 && typeof answer === 'string') return { ok: true, message: answer };
    return { ok: false, code: typeof error === 'string' ? error : 'other' };
  } finally {
    window.clearInterval(looking);
  }
}

async function tellStage(port: number, txn: string, onStage: (stage: string) => void): Promise<void> {
  const reply = await post(port, 'progress', { txn }, PATIENCE_MS);
  const stage = reply?.body['stage'];
  if (typeof stage === 'string') onStage(stage);
}

type Reply = { status: number; body: Record<string, unknown> };

/** Null where nobody answers, or where the browser does not let the page ask: it tells no more than that. */
async function post(port: number, path: string, body: unknown, patienceMs?: number): Promise<Reply | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/${path}`, {
      method: 'POST',
      mode: 'cors',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', [AGENT_HEADER]: '1' },
      body: JSON.stringify(body),
      ...(patienceMs !== undefined && { signal: AbortSignal.timeout(patienceMs) }),
    });
    const parsed: unknown = await response.json();
    const isRecord = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isRecord ? { status: response.status, body: { ...parsed } } : null;
  } catch {
    return null;
  }
}
