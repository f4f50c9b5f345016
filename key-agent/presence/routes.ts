import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { evaluatePac, PacError } from './pac/evaluate-pac.ts';
import type { Route } from './pac/evaluate-pac.ts';
import { createLoadPac } from './pac/load-pac.ts';
import { isDirect, proxyFor } from './proxy.ts';
import type { ProxySettings } from './system-proxy.ts';

/** The ways to an address, in the order in which they are to be tried. */
export type FindRoutes = (target: URL, signal: AbortSignal) => Promise<Route[]>;

const DIRECT: Route = { way: 'direct' };

/**
 * By the agent's own settings; where there are none, by those of the system, but for hosts that NO_PROXY names.
 * @param askSystem what this user's system is set to (system-proxy.ts)
 */
export function createFindRoutes(
  settings: ProxySettings,
  askSystem: () => Promise<ProxySettings>,
): FindRoutes {
  if (settings.pac !== undefined || settings.url !== undefined) return createFindBySettings(settings);
  const known = new Map<string, FindRoutes>();
  return async (target, signal) => {
    if (isDirect(target, settings)) return [DIRECT];
    const system = await askSystem();
    const name = JSON.stringify(system);
    const find = known.get(name) ?? createFindBySettings(system);
    known.set(name, find); // a PAC file is fetched anew when it is old, not at each heartbeat
    return find(target, signal);
  };
}

/**
 * A PAC file decides before a proxy, and what is excepted goes directly. A PAC file that can't be read or used is as if there
 * were none, as in browsers.
 */
function createFindBySettings(settings: ProxySettings): FindRoutes {
  const loadPac = settings.pac === undefined ? undefined : createLoadPac(settings.pac);
  const bySettings = (target: URL): Route[] => {
    const proxy = proxyFor(target, settings);
    return [proxy === null ? DIRECT : { way: 'proxy', proxy }];
  };
  return async (target, signal) => {
    if (loadPac === undefined || isDirect(target, settings)) return bySettings(target);
    const script = await loadPac(signal);
    if (script === null) return bySettings(target);
    try {
      const asked = { url: target, hostAddress: await addressOf(target.hostname), ownAddress: ownAddress() };
      return await evaluatePac(script, { ...asked, now: new Date() });
    } catch (error) {
      if (error instanceof PacError) return bySettings(target);
      throw error;
    }
  };
}

/** Asked for the portal's own name only, which a direct way would ask for as well. */
async function addressOf(host: string): Promise<string | null> {
  try {
    return (await lookup(host, 4)).address;
  } catch (error) {
    if (error instanceof Error) return null; // behind a proxy a PC often knows no names of the internet
    throw error;
  }
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
