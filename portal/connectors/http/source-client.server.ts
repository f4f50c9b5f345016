/**
 * The one way out to a source (WEB-11). Goal: questions go to the origins of the source's configuration and nowhere
 * else; credentials go only where they belong and into no error; a fault that may pass is tried again a few times,
 * with pauses nobody can foresee, and any other fault ends the matter.
 */
import http from 'node:http';
import https from 'node:https';
import { createAuthorization } from './authorization.server.ts';
import type { Authorization, Send } from './authorization.server.ts';
import type { Breaker } from './breaker.ts';
import { secretsOf } from './credentials.ts';
import type { SourceCredentials } from './credentials.ts';
import { exchange, EXCHANGE_LIMITS } from './exchange.server.ts';
import type { Answer, ExchangeLimits, Question } from './exchange.server.ts';
import { resolveAllowed } from './outgoing-address.server.ts';
import type { AddressRules, Resolve } from './outgoing-address.server.ts';
import { faultOfStatus } from './status-fault.ts';
import { repeatable, SourceFault } from './source-fault.ts';

export interface SourceClient {
  /** @throws SourceFault for every answer but a good one; `detail` never holds what the source must not tell */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer>;
  /** The same for a question that stands in a body of JSON. It must only read: it may be sent several times. */
  post(url: URL, headers: Readonly<Record<string, string>>, body: unknown): Promise<Answer>;
  /**
   * Sends what changes something at the source: once, and never again by itself, since what was not answered may have
   * arrived all the same. Only a token that the source no longer takes is renewed, before anything was done.
   * @throws SourceFault for every answer but a good one
   */
  write(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
  /** What may be repeated of a text that the source sent. */
  repeatable(text: string): string;
  /** Questions sent so far, repeated ones included. */
  requestCount(): number;
  close(): void;
}

export type SourceClientOptions = {
  /** Only its origin counts. */
  address: URL;
  credentials: SourceCredentials;
  /** Where a protocol has a log-in of its own. */
  authorizationOf?: (deps: { send: Send; now: () => Date }) => Authorization;
  /** What a protocol answers with a bad status without a fault, such as that there is no such thing. */
  isAnswer?: (answer: Answer) => boolean;
  rules: AddressRules;
  breaker: Breaker;
  now: () => Date;
  limits?: Partial<ExchangeLimits>;
  /** How often a question may be put; a queue that tries again by itself wants one. */
  attempts?: number;
  resolve?: Resolve;
  /** From 0 to 1, for the pauses. */
  random?: () => number;
  sleep?: (ms: number) => Promise<void>;
};

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A source that asks for more is left alone until the next time. */
const LONGEST_WAIT_MS = 60_000;
const CONNECTIONS = 4;

export function createSourceClient(options: SourceClientOptions): SourceClient {
  const agents = {
    http: new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS }),
    https: new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS }),
  };
  const limits = { ...EXCHANGE_LIMITS, ...options.limits };
  const origins = originsOf(options);
  let requests = 0;

  const send = async (question: Question): Promise<Answer> => {
    if (!origins.has(question.url.origin)) {
      throw new SourceFault('address_refused', `${question.url.origin} is not an address of this source`);
    }
    const address = await resolveAllowed(question.url, options.rules, options.resolve);
    requests += 1;
    return exchange(question, { address, agents, limits });
  };
  const { address, credentials, now, authorizationOf } = options;
  const authorization =
    authorizationOf?.({ send, now }) ?? createAuthorization(credentials, { send, now, address });
  const repeat = (text: string): string =>
    repeatable(text, [...secretsOf(credentials), ...authorization.secrets()]);

  const sendSigned = async (question: Question): Promise<Answer> => {
    const isOwn = question.url.origin === address.origin;
    return send(isOwn ? await authorization.sign(question) : question);
  };
  const askOnce = async (question: Question): Promise<Answer> => {
    const first = await sendSigned(question);
    const answer = first.status === 401 && authorization.renew() ? await sendSigned(question) : first;
    const fault = faultOfStatus(answer, { repeat, now: now() });
    if (fault !== null && options.isAnswer?.(answer) !== true) throw fault;
    return answer;
  };
  const unlessRefused = stopAtRefusal();
  const ask = (question: Question): Promise<Answer> =>
    unlessRefused(() => retry(() => options.breaker.run(() => askOnce(question)), options));

  return {
    get: (url, headers) => ask({ url, method: 'GET', headers, body: null }),
    post: (url, headers, body) => {
      const typed = { ...headers, 'content-type': 'application/json; charset=utf-8' };
      return ask({ url, method: 'POST', headers: typed, body: JSON.stringify(body) });
    },
    write: (url, body, headers) => {
      const question: Question = { url, method: 'POST', headers, body };
      return unlessRefused(() => options.breaker.run(() => askOnce(question)));
    },
    repeatable: repeat,
    requestCount: () => requests,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Once a source has refused the credentials it is not asked again: each try could bring its account nearer to a lock. */
function stopAtRefusal(): (work: () => Promise<Answer>) => Promise<Answer> {
  let refused: SourceFault | null = null;
  return async (work) => {
    if (refused !== null) throw refused;
    try {
      return await work();
    } catch (error) {
      if (error instanceof SourceFault && error.code === 'credentials') refused = error;
      throw error;
    }
  };
}

/** The source's own, and where its tokens come from. */
function originsOf({ address, credentials }: SourceClientOptions): ReadonlySet<string> {
  const tokens = credentials.kind === 'client-credentials' ? [new URL(credentials.tokenUrl).origin] : [];
  return new Set([address.origin, ...tokens]);
}

/** Full jitter: a pause of any length up to a bound that doubles, so that many clients don't come back together. */
async function retry<Result>(
  attempt: () => Promise<Result>,
  {
    random = Math.random,
    sleep = wait,
    attempts: most = ATTEMPTS,
  }: Pick<SourceClientOptions, 'random' | 'sleep' | 'attempts'>,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SourceFault) || !error.isPassing || attempts >= most) throw error;
      if ((error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw error;
      const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
      await sleep(Math.max(error.retryAfterMs ?? 0, random() * bound));
    }
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
