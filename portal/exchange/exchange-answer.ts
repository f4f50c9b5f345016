/** What 1C is answered: lines of plain text, of which the first says how it went. Whoever looks after 1C reads the rest. */
import { EXCHANGE_COOKIE, PART_BYTES } from './exchange-call.ts';

export type ExchangeAnswer = { status: number; type: 'text' | 'xml'; body: string };

/** The newest schema that the reader was tested on. */
const NEWEST_SCHEMA = '2.10';

export function success(...lines: readonly string[]): ExchangeAnswer {
  return text(['success', ...lines]);
}

/** Not finished: 1C asks again. */
export function progress(line: string): ExchangeAnswer {
  return text(['progress', line]);
}

/** @param status 200 for what 1C shall show its user; another where a program in between must understand it too */
export function failure(line: string, status = 200): ExchangeAnswer {
  return { ...text(['failure', line]), status };
}

/** Where 1C finds its session: it sends the token back as a cookie of this name. */
export function signedIn(token: string): ExchangeAnswer {
  return success(EXCHANGE_COOKIE, token);
}

/** How 1C is to send: zipped, in parts of so many bytes, and, where it asked, in which schema. */
export function settings(version: string | null): ExchangeAnswer {
  const lines = ['zip=yes', `file_limit=${PART_BYTES}`];
  if (version === null) return text(lines);
  const schema = numberOf(version) < numberOf(NEWEST_SCHEMA) ? version : NEWEST_SCHEMA;
  return text([...lines, `version=${schema}`]);
}

/** Orders for 1C to take over. */
export function orders(body: string): ExchangeAnswer {
  return { status: 200, type: 'xml', body };
}

function text(lines: readonly string[]): ExchangeAnswer {
  return { status: 200, type: 'text', body: `${lines.join('\n')}\n` };
}

/** `2.08` is before `2.10`. */
function numberOf(version: string): number {
  const [major = '0', minor = '0'] = version.split('.');
  return Number(major) * 100 + Number(minor);
}
