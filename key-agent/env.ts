import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';

/** The agent's settings, checked once at the start. */
export type AgentEnv = {
  /** `demo` also takes portals at http://localhost. */
  mode: 'demo' | 'production';
  /** The only ports it may listen on, in the order in which they are tried. */
  ports: readonly number[];
  stateDir: string;
  /** Portals whose pages may ask, beside those that were allowed by command. */
  portals: readonly string[];
  /** The program that opens a page, in place of the system's own. */
  browser: string | undefined;
  /** The way to portals: a PAC file (address or path) decides before a proxy. */
  proxy: { url: string | undefined; except: readonly string[]; pac: string | undefined };
  isQuiet: boolean;
};

export type AgentEnvOutcome = { ok: true; env: AgentEnv } | { ok: false; faults: string[] };

const PORT_LIST = AGENT_PORTS.join(', ');

const RawEnv = z.object({
  KEY_AGENT_MODE: z.enum(['demo', 'production'], 'is demo or production').default('production'),
  KEY_AGENT_PORT: z.coerce
    .number(`is one of ${PORT_LIST}`)
    .refine((port) => AGENT_PORTS.some((known) => known === port), `is one of ${PORT_LIST}`)
    .optional(),
  KEY_AGENT_STATE_DIR: z.string().refine(isAbsolute, 'is a path from the root').optional(),
  KEY_AGENT_PORTALS: z.string().default(''),
  KEY_AGENT_BROWSER: z.string().refine(isAbsolute, 'is the path of a program, from the root').optional(),
  KEY_AGENT_LOG: z.enum(['info', 'warn'], 'is info or warn').default('info'),
  XDG_STATE_HOME: z.string().refine(isAbsolute, 'is a path from the root').optional(),
  LOCALAPPDATA: z.string().optional(),
  HTTPS_PROXY: z.string().refine(isHttpUrl, 'is the http address of a proxy').optional(),
  NO_PROXY: z.string().default(''),
  KEY_AGENT_PAC: z
    .string()
    .refine(isPacPlace, 'is the address of a PAC file, or its path from the root')
    .optional(),
});

/** Reads the settings. Proxy variables are known in small letters too, as other programs have them. */
export function readAgentEnv(variables: NodeJS.ProcessEnv): AgentEnvOutcome {
  const given = {
    ...variables,
    HTTPS_PROXY: variables['HTTPS_PROXY'] || variables['https_proxy'],
    NO_PROXY: variables['NO_PROXY'] || variables['no_proxy'],
  };
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== '' && value !== undefined),
  );
  const raw = RawEnv.safeParse(known);
  if (!raw.success)
    return {
      ok: false,
      faults: raw.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    };
  const env = toEnv(raw.data);
  const strangers = env.portals.filter((portal) => !isPortalOrigin(portal, env.mode));
  if (strangers.length === 0) return { ok: true, env };
  return { ok: false, faults: strangers.map((portal) => `KEY_AGENT_PORTALS: ${originAdvice(portal)}`) };
}

const HOST_NAME = /^[a-z0-9.-]+$/;

/** Exactly as browsers write it; https, or in the demo a localhost address. */
export function isPortalOrigin(text: string, mode: AgentEnv['mode']): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  if (origin !== text || !HOST_NAME.test(hostname)) return false;
  return protocol === 'https:' || (mode === 'demo' && protocol === 'http:' && hostname === 'localhost');
}

/** What to write instead, for a terminal. */
export function originAdvice(text: string): string {
  return `"${text}" is no portal address; it is like https://portal.example, without anything behind`;
}

function toEnv(raw: z.infer<typeof RawEnv>): AgentEnv {
  return {
    mode: raw.KEY_AGENT_MODE,
    ports: raw.KEY_AGENT_PORT === undefined ? AGENT_PORTS : [raw.KEY_AGENT_PORT],
    stateDir: raw.KEY_AGENT_STATE_DIR ?? join(stateHome(raw), 'brelok-key-agent'),
    portals: listOf(raw.KEY_AGENT_PORTALS),
    browser: raw.KEY_AGENT_BROWSER,
    proxy: { url: raw.HTTPS_PROXY, except: listOf(raw.NO_PROXY), pac: raw.KEY_AGENT_PAC },
    isQuiet: raw.KEY_AGENT_LOG === 'warn',
  };
}

function stateHome(raw: z.infer<typeof RawEnv>): string {
  if (process.platform === 'win32') return raw.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  return raw.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isPacPlace(text: string): boolean {
  return isAbsolute(text) || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'http:';
}
