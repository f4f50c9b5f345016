import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export type Mode = 'demo' | 'production';

/** The settings of the portal and of its command line, checked once at the start. */
export type Env = {
  mode: Mode;
  host: string;
  port: number;
  /** Scheme, host and port under which browsers reach the portal. Keys are bound to its host. */
  origin: string;
  rpId: string;
  dataDir: string;
  databaseUrl: string;
  policyFile: string | undefined;
  timeZone: string;
  /** How many proxies in front of the portal may name the client's address. */
  trustedProxies: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  secrets: Partial<Record<SecretName, string>>;
};

export const SECRET_NAMES = ['PEPPER', 'COOKIE_KEYS', 'ENVELOPE_KEY', 'AUDIT_KEY', 'CHECKPOINT_KEY'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export type EnvOutcome = { ok: true; env: Env } | { ok: false; faults: string[] };

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost']);

const RawEnv = z.object({
  BRELOK_MODE: z.enum(['demo', 'production']).default('demo'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  RP_ID: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:\/\/)/, 'begins with file: or postgresql://')
    .optional(),
  POLICY_FILE: z.string().min(1).optional(),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'is no IANA time zone, such as Europe/Moscow')
    .default('Europe/Moscow'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  PEPPER: z.string().optional(),
  COOKIE_KEYS: z.string().optional(),
  ENVELOPE_KEY: z.string().optional(),
  AUDIT_KEY: z.string().optional(),
  CHECKPOINT_KEY: z.string().optional(),
});

/**
 * Reads the settings from the environment.
 * @returns every fault at once, each naming its variable and what to do; values of secrets are never repeated.
 */
export function readEnv(variables: NodeJS.ProcessEnv): EnvOutcome {
  const parsed = RawEnv.safeParse(dropEmpty(variables));
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    };
  }
  const raw = parsed.data;
  const mode = raw.BRELOK_MODE;
  const origin = raw.ORIGIN === undefined ? `http://localhost:${raw.PORT}` : new URL(raw.ORIGIN).origin;
  const dataDir = resolve(raw.DATA_DIR);
  const env: Env = {
    mode,
    host: raw.HOST,
    port: raw.PORT,
    origin,
    rpId: raw.RP_ID ?? new URL(origin).hostname,
    dataDir,
    databaseUrl: raw.DATABASE_URL ?? `file:${join(dataDir, 'brelok.db')}`,
    policyFile: raw.POLICY_FILE,
    timeZone: raw.TIME_ZONE,
    trustedProxies: raw.TRUSTED_PROXIES,
    logLevel: raw.LOG_LEVEL,
    secrets: Object.fromEntries(
      SECRET_NAMES.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])),
    ),
  };
  const faults = [...faultsOfOrigin(env), ...(mode === 'demo' ? faultsOfDemo(env) : faultsOfProduction(env))];
  return faults.length === 0 ? { ok: true, env } : { ok: false, faults };
}

/** The start-up check of AUT-06: a key is bound to the relying party id, which must cover the origin. */
function faultsOfOrigin({ origin, rpId }: Env): string[] {
  const { hostname } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    return [`ORIGIN: ${origin} names an address; keys can only be bound to a host name`];
  }
  if (hostname === rpId || hostname.endsWith(`.${rpId}`)) return [];
  return [`RP_ID: ${rpId} must be the host of ORIGIN (${hostname}) or a parent domain of it`];
}

function faultsOfDemo({ host }: Env): string[] {
  if (LOOPBACK_HOSTS.has(host)) return [];
  return [
    `HOST: the demo answers on this machine only (127.0.0.1), not on ${host}; set BRELOK_MODE=production to serve others`,
  ];
}

function faultsOfProduction({ origin, secrets }: Env): string[] {
  const faults = SECRET_NAMES.filter((name) => secrets[name] === undefined).map(
    (name) => `${name}: missing; \`npm run brelok -- secrets generate\` prints a fresh set`,
  );
  if (!origin.startsWith('https://')) faults.push(`ORIGIN: production needs an https address, not ${origin}`);
  return faults;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function dropEmpty(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}
