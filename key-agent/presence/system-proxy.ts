/**
 * The way to the internet that this user's system is set to, for an agent without a setting of its own: on Windows what stands
 * under "Proxy" in its settings (this user's registry), on Linux what a GNOME desktop keeps. Both are asked by their own
 * tools, `reg` and `gsettings`; where there is none, nothing is set. Read only: nothing here changes a setting.
 *
 * A proxy that is found by asking the network (WPAD) is not looked for, nor the one of Windows services (WinHTTP): the agent
 * is no service. macOS is not asked.
 */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { AgentEnv } from '../env.ts';

export type ProxySettings = AgentEnv['proxy'];

/** Runs a program of the system. @returns what it wrote; null where it is not there or fails */
export type RunTool = (command: string, args: readonly string[]) => Promise<string | null>;

const NOTHING: ProxySettings = { url: undefined, except: [], pac: undefined };
const INTERNET_SETTINGS = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const GNOME_PROXY = 'org.gnome.system.proxy';
const TOOL_LIMIT_MS = 2_000;
const FRESH_MS = 60_000;

/** Asks the system, at most once a minute: a laptop is set otherwise at home. */
export function createSystemProxy(
  run: RunTool = runTool,
  { platform, now }: { platform: NodeJS.Platform; now: () => number } = {
    platform: process.platform,
    now: () => performance.now(),
  },
): () => Promise<ProxySettings> {
  let [last, dueAt] = [NOTHING, -Infinity];
  return async () => {
    if (now() < dueAt) return last;
    dueAt = now() + FRESH_MS;
    last = await ask(platform, run);
    return last;
  };
}

async function ask(platform: NodeJS.Platform, run: RunTool): Promise<ProxySettings> {
  if (platform === 'win32') return readRegistry((await run('reg.exe', ['query', INTERNET_SETTINGS])) ?? '');
  if (platform === 'linux')
    return readGnome((await run('gsettings', ['list-recursively', GNOME_PROXY])) ?? '');
  return NOTHING;
}

/**
 * Reads what `reg query` writes of the Internet Settings.
 * @see https://learn.microsoft.com/troubleshoot/windows-client/networking/configure-client-proxy-server-settings-by-registry-file
 */
export function readRegistry(text: string): ProxySettings {
  const values = new Map(
    [...text.matchAll(/^\s+(\w+)\s+REG_\w+\s+(.*?)\s*$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const isOn = Number(values.get('ProxyEnable') ?? 0) === 1;
  const pac = httpUrl(values.get('AutoConfigURL'));
  const url = isOn ? httpUrl(httpsProxyOf(values.get('ProxyServer') ?? '')) : undefined;
  return { url, except: isOn ? listOf(values.get('ProxyOverride') ?? '', ';') : [], pac };
}

/** One for all, `proxy:3128`, or one for each protocol, `http=a:80;https=b:443`. */
function httpsProxyOf(server: string): string | undefined {
  if (!server.includes('=')) return server;
  const ways = server.split(';').map((way) => way.trim());
  return ways.find((way) => way.startsWith('https='))?.slice('https='.length);
}

/** Reads what `gsettings list-recursively` writes: lines of schema, key and a value in GVariant's text form. */
export function readGnome(text: string): ProxySettings {
  const values = new Map<string, string>(
    [...text.matchAll(/^org\.gnome\.system\.proxy(\S*) (\S+) (.*)$/gm)].map(
      ([, schema = '', key = '', value = '']) => [`${schema} ${key}`, value] as const,
    ),
  );
  const textOf = (name: string) => /^'(.*)'$/.exec(values.get(name) ?? '')?.[1] ?? '';
  switch (textOf(' mode')) {
    case 'auto':
      return { ...NOTHING, pac: httpUrl(textOf(' autoconfig-url')) };
    case 'manual': {
      const [host, port] = [textOf('.https host'), Number(values.get('.https port') ?? 0)];
      const except = [...(values.get(' ignore-hosts') ?? '').matchAll(/'([^']*)'/g)].map(
        ([, name = '']) => name,
      );
      return { ...NOTHING, url: host === '' ? undefined : httpUrl(`${host}:${port}`), except };
    }
    default:
      return NOTHING;
  }
}

/** Undefined for what is no http address: it is then as if nothing were set. */
function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const url = /^\w+:\/\//.test(text) ? text : `http://${text}`;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

function listOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

async function runTool(command: string, args: readonly string[]): Promise<string | null> {
  try {
    // Windows looks for a program in the folder where it is started first; this one is the agent's own.
    const options = { timeout: TOOL_LIMIT_MS, windowsHide: true, cwd: dirname(process.execPath) };
    return (await promisify(execFile)(command, [...args], options)).stdout;
  } catch (error) {
    if (error instanceof Error) return null; // not this desktop, or not there at all
    throw error;
  }
}
