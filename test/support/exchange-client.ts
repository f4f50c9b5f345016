/**
 * An emulator of 1C's exchange with a site, written from the protocol's public descriptions: it signs in, asks how to
 * send, sends each file in parts and asks for it to be taken in until the answer is no longer "progress". It is not 1C.
 */
import { request as httpRequest } from 'node:http';

export type Reply = { status: number; lines: string[]; text: string };

type Ask = {
  query: Record<string, string>;
  method?: string;
  body?: Uint8Array;
  headers?: Record<string, string>;
  /** Ends the connection after so many bytes of the body. */
  breakAfter?: number;
};

/** One request to the exchange address. A connection that was broken on purpose gives status 0. */
export function askExchange(
  origin: string,
  { query, method = 'GET', body, headers = {}, breakAfter }: Ask,
): Promise<Reply> {
  const url = new URL(`/exchange/1c?${new URLSearchParams(query)}`, origin);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(body.byteLength) };
    const sent = httpRequest(url, { method, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, lines: text.trimEnd().split('\n'), text });
      });
    });
    sent.on('error', (error) =>
      breakAfter === undefined ? reject(error) : resolve({ status: 0, lines: [], text: '' }),
    );
    if (breakAfter === undefined || body === undefined) return void sent.end(body);
    sent.write(body.subarray(0, breakAfter), () => sent.destroy());
  });
}

export type Access = { login: string; password: string };

export function basic({ login, password }: Access): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` };
}

export type ExchangeRun = {
  ask: (query: Record<string, string>, rest?: Omit<Ask, 'query'>) => Promise<Reply>;
  /** Sends a file in parts of the size that the site asked for, or of `partBytes`. @returns the last answer */
  send: (name: string, bytes: Uint8Array, partBytes?: number) => Promise<Reply>;
  /** Asks for the file until the answer is no longer "progress". */
  takeIn: (name: string) => Promise<Reply>;
};

/** Signs in and asks how to send. @throws Error when the site refuses */
export async function beginExchange(
  origin: string,
  access: Access,
  type: 'catalog' | 'sale' = 'catalog',
): Promise<ExchangeRun> {
  const { lines } = await askExchange(origin, { query: { type, mode: 'checkauth' }, headers: basic(access) });
  const [word, name = '', value = ''] = lines;
  if (word !== 'success') throw new Error(`checkauth: ${lines.join(' ')}`);
  const ask: ExchangeRun['ask'] = (query, { headers = {}, ...rest } = {}) =>
    askExchange(origin, {
      query: { type, ...query },
      headers: { cookie: `${name}=${value}`, ...headers },
      ...rest,
    });
  const settings = await ask({ mode: 'init' });
  const limit = Number(
    settings.lines.find((line) => line.startsWith('file_limit='))?.slice('file_limit='.length),
  );
  return { ask, send: sender(ask, limit), takeIn: asker(ask) };
}

function sender(ask: ExchangeRun['ask'], limit: number): ExchangeRun['send'] {
  return async (filename, bytes, partBytes = limit) => {
    let reply: Reply = { status: 0, lines: [], text: '' };
    for (let start = 0; start < bytes.byteLength; start += partBytes) {
      const body = bytes.subarray(start, start + partBytes);
      reply = await ask({ mode: 'file', filename }, { method: 'POST', body });
      if (reply.lines[0] !== 'success') return reply;
    }
    return reply;
  };
}

const MOST_QUESTIONS = 50;

function asker(ask: ExchangeRun['ask']): ExchangeRun['takeIn'] {
  return async (filename) => {
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const reply = await ask({ mode: 'import', filename });
      if (reply.lines[0] !== 'progress') return reply;
    }
    throw new Error(`${filename} was still not taken in after ${MOST_QUESTIONS} questions`);
  };
}
