/**
 * Which requests are heard at all. Pure; everything that isn't allowed here is refused without a body and without a CORS
 * header, so that a page of another origin can't even tell whether an agent is there.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { AGENT_HEADER } from '#auth/wire/protocol.ts';

export type Heard = { method: string; url: string; headers: IncomingHttpHeaders; hostHeaders: number };

export type Judgement =
  | { act: 'refuse'; status: 403 | 404 | 415 | 421 }
  /** The browser asks whether a page may ask. */
  | { act: 'preflight'; origin: string }
  | { act: 'message'; path: string; origin: string }
  /** The agent's own window, opened by the agent itself. */
  | { act: 'show_window'; pathToken: string }
  | { act: 'answer_window' };

type Known = { host: string; isAllowedOrigin: (origin: string) => boolean };

const API = '/v1/';
const WINDOW = '/window';
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const PATH_TOKEN = /^\/window\/([A-Za-z0-9_-]{43})$/;
/** A page that the agent opened was asked for by nobody; its form was sent by itself. */
const OWN_SITES: readonly unknown[] = ['none', 'same-origin'];

/** @see auth-requirements AGT-02 (Host), AGT-03 (Origin), AGT-04 (method, type, header) */
export function judgeRequest(heard: Heard, known: Known): Judgement {
  // A name that was made to point at 127.0.0.1 arrives under that name (DNS rebinding).
  if (heard.hostHeaders !== 1 || heard.headers.host !== known.host) return refuse(421);
  if (heard.url.startsWith(API)) return judgeMessage(heard, known);
  if (heard.url.startsWith(WINDOW)) return judgeWindow(heard, known);
  return refuse(404);
}

function judgeMessage({ method, url, headers }: Heard, { isAllowedOrigin }: Known): Judgement {
  if (method !== 'POST' && method !== 'OPTIONS') return refuse(404);
  const { origin } = headers;
  if (origin === undefined || !isAllowedOrigin(origin)) return refuse(403);
  if (method === 'OPTIONS') {
    return headers['access-control-request-method'] === 'POST' ? { act: 'preflight', origin } : refuse(403);
  }
  if (headers['content-type'] !== JSON_TYPE) return refuse(415);
  if (headers[AGENT_HEADER] !== '1') return refuse(403);
  return { act: 'message', path: url.slice(API.length), origin };
}

function judgeWindow({ method, url, headers }: Heard, { host }: Known): Judgement {
  const site = headers['sec-fetch-site'];
  if (!OWN_SITES.includes(site)) return refuse(404);
  if (method === 'GET') {
    const pathToken = PATH_TOKEN.exec(url)?.[1];
    const isFrame = headers['sec-fetch-dest'] !== 'document';
    return pathToken === undefined || isFrame ? refuse(404) : { act: 'show_window', pathToken };
  }
  const isOwnForm = headers.origin === `http://${host}` && site === 'same-origin';
  if (method !== 'POST' || url !== WINDOW || !isOwnForm) return refuse(404);
  return headers['content-type'] === FORM_TYPE ? { act: 'answer_window' } : refuse(415);
}

function refuse(status: 403 | 404 | 415 | 421): Judgement {
  return { act: 'refuse', status };
}
