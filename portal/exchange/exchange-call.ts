/**
 * What 1C asks for at the exchange address, read strictly (erp: the CommerceML exchange protocol). 1C is always the
 * client: it signs in, sends files in parts, asks for each to be taken in, and fetches orders.
 */

/** Where 1C sends to. Listed by name in the route-table test: no framework route stands for it. */
export const EXCHANGE_PATH = '/exchange/1c';

/** Bytes of one part. A little under a mebibyte, which is what a web server in front usually lets through. */
export const PART_BYTES = 1_000_000;

export type ExchangeKind = 'catalog' | 'sale';

export type ExchangeCall =
  | { mode: 'checkauth'; kind: ExchangeKind }
  | { mode: 'init'; kind: ExchangeKind; version: string | null }
  | { mode: 'file' | 'import'; kind: ExchangeKind; file: ExchangeFileName }
  | { mode: 'query' | 'success' | 'complete' | 'deactivate'; kind: ExchangeKind };

/** A picture is received and thrown away: refusing it would stop the whole exchange. */
export type ExchangeFileName = { name: string; is: 'xml' | 'archive' | 'picture' };

export type ExchangeCallReading =
  { ok: true; call: ExchangeCall } | { ok: false; fault: 'kind' | 'mode' | 'file_name' };

const KINDS: readonly ExchangeKind[] = ['catalog', 'sale'];
const PLAIN_NAME = /^[A-Za-z0-9_][\w.-]{0,119}$/;
const PICTURE = /^import_files(\/[\w-][\w.-]{0,119}){1,3}$/;
const VERSION = /^\d\.\d{1,2}$/;

/** Reads the query of a request. A word given twice is not understood. */
export function readExchangeCall(query: Readonly<Record<string, unknown>>): ExchangeCallReading {
  const kind = KINDS.find((known) => known === query['type']);
  if (kind === undefined) return { ok: false, fault: 'kind' };
  const { mode, version } = query;
  switch (mode) {
    case 'checkauth':
      return { ok: true, call: { mode, kind } };
    case 'init': {
      const asked = typeof version === 'string' && VERSION.test(version) ? version : null;
      return { ok: true, call: { mode, kind, version: asked } };
    }
    case 'file':
    case 'import': {
      const file = readFileName(query['filename']);
      return file === null ? { ok: false, fault: 'file_name' } : { ok: true, call: { mode, kind, file } };
    }
    case 'query':
    case 'success':
    case 'complete':
    case 'deactivate':
      return { ok: true, call: { mode, kind } };
    default:
      return { ok: false, fault: 'mode' };
  }
}

/** A plain name with an ending that we take, or a picture of the catalogue. Null for any other path. */
export function readFileName(name: unknown): ExchangeFileName | null {
  if (typeof name !== 'string') return null;
  if (PICTURE.test(name) && !name.includes('..')) return { name, is: 'picture' };
  if (!PLAIN_NAME.test(name)) return null;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'xml') return { name, is: 'xml' };
  return ending === 'zip' ? { name, is: 'archive' } : null;
}

/** Name and password of HTTP Basic (RFC 7617). Null when the header is none. */
export function readBasic(header: string | undefined): { login: string; password: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]{4,400})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? null : { login: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** The name under which 1C is told its session's token. No browser ever gets it as a cookie. */
export const EXCHANGE_COOKIE = 'brelok-exchange';

/** The token that 1C sends back as a cookie. Null when there is none, or several. */
export function readExchangeToken(header: string | undefined): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${EXCHANGE_COOKIE}=`))
    .map((pair) => pair.slice(EXCHANGE_COOKIE.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}
