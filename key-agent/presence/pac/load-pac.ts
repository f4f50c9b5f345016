import { readFile } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

/** Gives the text of the PAC file, fetched anew when the last one is old; null while there is none. */
export type LoadPac = (signal: AbortSignal) => Promise<string | null>;

const FRESH_MS = 10 * 60_000;
/** After a failure nobody asks again at each heartbeat. */
const RETRY_MS = 60_000;
const LIMIT_BYTES = 1_024 * 1_024;
const OK = 200;

/**
 * Reads a PAC file from an http or https address, or from a path. One that can't be read leaves the last one in force. Who
 * changes a file on its way over http chooses the proxy, which learns where the messages go, and nothing of what they say.
 */
export function createLoadPac(place: string, now: () => number = () => performance.now()): LoadPac {
  let last: string | null = null;
  let dueAt = -Infinity;
  return async (signal) => {
    if (now() < dueAt) return last;
    try {
      last = await read(place, signal);
      dueAt = now() + FRESH_MS;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      dueAt = now() + RETRY_MS;
    }
    return last;
  };
}

function read(place: string, signal: AbortSignal): Promise<string> {
  if (!URL.canParse(place) || !/^https?:/.test(place)) return readFile(place, 'utf8');
  return fetchText(new URL(place), signal);
}

function fetchText(url: URL, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const request = get(url, { signal, agent: false }, (response) => {
      if (response.statusCode !== OK)
        request.destroy(new Error(`the PAC file is answered with ${response.statusCode}`));
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > LIMIT_BYTES) request.destroy(new Error('the PAC file is too long'));
      });
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
}
