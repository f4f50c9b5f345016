import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AgentEnv } from '../env.ts';

const OK = 200;
const DEFAULT_PROXY_PORT = 80;
const DEFAULT_TLS_PORT = 443;

/** Whether an address is never asked for through a proxy: plain http is this machine's own and never leaves it. */
export function isDirect(
  { protocol, hostname }: URL,
  { except }: Pick<AgentEnv['proxy'], 'except'>,
): boolean {
  return protocol !== 'https:' || except.some((name) => isWithin(hostname, name));
}

/** The proxy that the settings name for an address, or null for the direct way. */
export function proxyFor(
  target: URL,
  { url, except }: Pick<AgentEnv['proxy'], 'url' | 'except'>,
): URL | null {
  return url === undefined || isDirect(target, { except }) ? null : new URL(url);
}

/**
 * A connection through a proxy to an https address. What runs through it is encrypted for the portal; the proxy learns
 * only where it goes.
 * @throws Error when the proxy refuses
 * @see RFC 9110 section 9.3.6 (CONNECT)
 */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Duplex> {
  const place = `${target.hostname}:${target.port || DEFAULT_TLS_PORT}`;
  return new Promise((resolve, reject) => {
    const asking = request({
      host: proxy.hostname,
      port: Number(proxy.port) || DEFAULT_PROXY_PORT,
      method: 'CONNECT',
      path: place,
      headers: { host: place, ...authorization(proxy) },
      agent: false,
      signal,
    });
    asking.once('error', reject);
    asking.once('connect', (response, socket) => {
      if (response.statusCode === OK) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answers ${response.statusCode}`));
    });
    asking.end();
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/**
 * `example.com` and `.example.com` both name a host and everything below it, `*` everything. As Windows and GNOME write them,
 * a star also stands for any part (`*.example.com`, `10.*`), and `<local>` for names without a dot.
 */
function isWithin(hostname: string, name: string): boolean {
  if (name === '<local>') return !hostname.includes('.');
  if (name.includes('*')) return matchesStars(hostname, name.toLowerCase());
  const bare = name.replace(/^\./, '').toLowerCase();
  return hostname === bare || hostname.endsWith(`.${bare}`);
}

function matchesStars(hostname: string, pattern: string): boolean {
  const literals = pattern.split('*').map((part) => part.replaceAll(/[^a-z0-9-]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`).test(hostname);
}
