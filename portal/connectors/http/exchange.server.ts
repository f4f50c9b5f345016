/**
 * One question to a source and its answer. Goal: whatever the other side does, this ends within a set time, holds a set
 * number of bytes, and has talked to the address that was judged and to no other. Redirects are not followed; proxies
 * named in the environment are not used (node:http knows none).
 */
import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf } from './outgoing-address.server.ts';
import { SourceFault } from './source-fault.ts';

export type ExchangeLimits = {
  connectMs: number;
  /** From the question to the first byte of the answer. 1C has been seen to think for minutes. */
  headersMs: number;
  /** The whole answer; a source that sends a byte a second does not hold us longer. */
  bodyMs: number;
  bodyBytes: number;
};

export const EXCHANGE_LIMITS: ExchangeLimits = {
  connectMs: 10_000,
  headersMs: 120_000,
  bodyMs: 300_000,
  bodyBytes: 64 * 1024 * 1024,
};

export type Question = {
  url: URL;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body: string | null;
};

export type Answer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** As it came, unpacked. */
  bytes: Uint8Array;
  /** The same, read as UTF-8. */
  readonly text: string;
};

export type Agents = { http: http.Agent; https: https.Agent };

const HEADER_BYTES = 32 * 1024;

/** @throws SourceFault `unreachable`, `timed_out`, `cut_short`, `too_large`, `redirected` */
export async function exchange(
  question: Question,
  { address, agents, limits }: { address: LookupAddress; agents: Agents; limits: ExchangeLimits },
): Promise<Answer> {
  const deadline = new Deadline();
  try {
    const response = await ask(question, { address, agents, limits, deadline });
    deadline.set(limits.bodyMs, 'the answer took too long to arrive');
    if (isRedirect(response)) {
      response.destroy();
      throw new SourceFault('redirected', `the source sends us elsewhere (status ${statusOf(response)})`);
    }
    const bytes = await readBytes(response, limits.bodyBytes);
    return {
      status: statusOf(response),
      headers: headersOf(response),
      bytes,
      get text() {
        return new TextDecoder('utf-8').decode(bytes);
      },
    };
  } catch (error) {
    throw deadline.fault ?? toFault(error);
  } finally {
    deadline.clear();
  }
}

function ask(
  { url, method, headers, body }: Question,
  {
    address,
    agents,
    limits,
    deadline,
  }: { address: LookupAddress; agents: Agents; limits: ExchangeLimits; deadline: Deadline },
): Promise<IncomingMessage> {
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { 'accept-encoding': 'gzip', ...headers, ...lengthOf(body) },
      agent: isTls ? agents.https : agents.http,
      lookup: onlyTo(address),
      maxHeaderSize: HEADER_BYTES,
    };
    const request = isTls ? https.request(url, options) : http.request(url, options);
    deadline.guard(request);
    deadline.set(limits.connectMs, 'no connection in time');
    request.once('socket', (socket) =>
      whenConnected(socket, isTls, () => deadline.set(limits.headersMs, 'no answer in time')),
    );
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body ?? undefined);
  });
}

/** Ends the exchange when its time is over, and remembers that this was the reason. */
class Deadline {
  fault: SourceFault | null = null;
  #request: ClientRequest | null = null;
  #timer: NodeJS.Timeout | null = null;

  guard(request: ClientRequest): void {
    this.#request = request;
  }

  set(ms: number, reason: string): void {
    this.clear();
    this.#timer = setTimeout(() => {
      this.fault = new SourceFault('timed_out', `${reason} (${Math.round(ms / 100) / 10} s)`);
      this.#request?.destroy(this.fault);
    }, ms);
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** A kept connection is connected already. */
function whenConnected(socket: Socket, isTls: boolean, then: () => void): void {
  if (!socket.connecting) then();
  else socket.once(isTls ? 'secureConnect' : 'connect', then);
}

/** Answers every question for an address with the one that was judged. */
function onlyTo({ address, family }: LookupAddress): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function lengthOf(body: string | null): Record<string, string> {
  return body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** Counts what comes out of the unpacking, so that a small answer can't become a large one. */
async function readBytes(response: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unpacked(response)) {
    const piece: Buffer = Buffer.from(chunk);
    bytes += piece.byteLength;
    if (bytes > bytesMax) {
      response.destroy();
      throw new SourceFault('too_large', `the answer is larger than ${bytesMax} bytes`);
    }
    chunks.push(piece);
  }
  if (!response.complete) throw new SourceFault('cut_short', 'the connection ended within the answer');
  return Buffer.concat(chunks);
}

function unpacked(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip') throw new SourceFault('not_understood', 'the answer is packed in an unknown way');
  const gunzip = createGunzip();
  response.once('error', (error) => gunzip.destroy(error));
  response.once('aborted', () => gunzip.destroy(new SourceFault('cut_short', 'the answer was cut short')));
  gunzip.once('close', () => response.destroy());
  return response.pipe(gunzip);
}

function isRedirect(response: IncomingMessage): boolean {
  const status = statusOf(response);
  return status >= 300 && status < 400 && status !== 304;
}

function statusOf(response: IncomingMessage): number {
  return response.statusCode ?? 0;
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? '' : (value ?? ''),
    ]),
  );
}

function toFault(error: unknown): unknown {
  if (error instanceof SourceFault) return error;
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code.startsWith('HPE_')) {
    return new SourceFault('cut_short', `the connection broke (${code})`);
  }
  if (code.startsWith('Z_')) return new SourceFault('cut_short', 'the packed answer is damaged');
  if (code === 'unknown') return error;
  return new SourceFault('unreachable', `no connection (${code})`);
}
