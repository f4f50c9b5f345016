import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isNotificationAddress } from '#auth/holders/notification-address.ts';
import { isMailUrl, toMailSettings } from './letters/mail-settings.ts';
import type { MailSettings } from './letters/mail-settings.ts';

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
  /** The folder with the key-agent's packages, in place of the one that `npm run build:agent` fills. */
  agentPackagesDir: string | undefined;
  timeZone: string;
  /** How many proxies in front of the portal may name the client's address. */
  trustedProxies: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  mail: MailSettings;
  secrets: Partial<Record<SecretName, string>>;
};

export const SECRET_NAMES = [
  'PEPPER',
  'COOKIE_KEYS',
  'ENVELOPE_KEY',
  'AUDIT_KEY',
  'CHECKPOINT_KEY',
  'AGENT_SIGNING_KEY',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** `env` of a refusal goes as far as the variables could be read: a default stands in for each one in `unread`. */
export type EnvOutcome =
  { ok: true; env: Env } | { ok: false; faults: string[]; env: Env; unread: ReadonlySet<string> };

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost']);
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const RawEnv = z.object({
  BRELOK_MODE: z.enum(['demo', 'production'], 'is demo or production').default('demo'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535).default(3000),
  ORIGIN: z
    .string()
    .refine(isOrigin, 'is scheme, host and port of the portal, such as https://portal.example')
    .optional(),
  RP_ID: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:\/\/)/, 'begins with file: or postgresql://')
    .optional(),
  POLICY_FILE: z.string().optional(),
  AGENT_PACKAGES_DIR: z.string().optional(),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'is an IANA time zone, such as Europe/Moscow')
    .default('Europe/Moscow'),
  TRUSTED_PROXIES: wholeNumber(0, 5).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is one of ${LOG_LEVELS.join(', ')}`).default('info'),
  MAIL_URL: z
    .string()
    .refine(isMailUrl, 'is smtp://user:password@host:587 or smtps://user:password@host:465, percent-encoded')
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(isNotificationAddress, 'is the address that letters come from, such as portal@company.example')
    .optional(),
  PEPPER: z.string().optional(),
  COOKIE_KEYS: z.string().optional(),
  ENVELOPE_KEY: z.string().optional(),
  AUDIT_KEY: z.string().optional(),
  CHECKPOINT_KEY: z.string().optional(),
  AGENT_SIGNING_KEY: z.string().optional(),
});

/** The variables that are read; `.env.example` explains them. */
export const VARIABLES: readonly string[] = Object.keys(RawEnv.shape);

/**
 * Reads the settings from the environment.
 * @returns every fault at once, each naming its variable and what to do; values of secrets are never repeated.
 */
export function readEnv(variables: NodeJS.ProcessEnv): EnvOutcome {
  const given = dropEmpty(variables);
  const issues = RawEnv.safeParse(given).error?.issues ?? [];
  const unread = new Set(issues.map(nameOf));
  // Defaults stand in for what can't be read, so that the other faults come to light in the same run.
  const readable = Object.fromEntries(Object.entries(given).filter(([name]) => !unread.has(name)));
  const env = toEnv(RawEnv.parse(readable));
  const faults = [
    ...issues.map((issue) => `${nameOf(issue)}: ${issue.message}`),
    ...faultsBetween(env, unread),
    ...faultsOfMail(given),
  ];
  if (faults.length === 0) return { ok: true, env };
  return { ok: false, faults, env, unread };
}

function nameOf({ path }: { path: PropertyKey[] }): string {
  return path.map(String).join('.');
}

function toEnv(raw: z.infer<typeof RawEnv>): Env {
  const origin = raw.ORIGIN === undefined ? `http://localhost:${raw.PORT}` : new URL(raw.ORIGIN).origin;
  const dataDir = resolve(raw.DATA_DIR);
  return {
    mode: raw.BRELOK_MODE,
    host: raw.HOST,
    port: raw.PORT,
    origin,
    rpId: raw.RP_ID ?? new URL(origin).hostname,
    dataDir,
    databaseUrl: raw.DATABASE_URL ?? `file:${escapePath(join(dataDir, 'brelok.db'))}`,
    policyFile: raw.POLICY_FILE,
    agentPackagesDir: raw.AGENT_PACKAGES_DIR === undefined ? undefined : resolve(raw.AGENT_PACKAGES_DIR),
    timeZone: raw.TIME_ZONE,
    trustedProxies: raw.TRUSTED_PROXIES,
    logLevel: raw.LOG_LEVEL,
    mail: toMailSettings(raw.MAIL_URL, raw.MAIL_FROM),
    secrets: Object.fromEntries(
      SECRET_NAMES.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])),
    ),
  };
}

/** What a URL would take for something else than a name in a path. */
function escapePath(path: string): string {
  return path.replaceAll(/[%?#]/g, encodeURIComponent);
}

/** What settings that are each well-formed mean together. Nothing is said about those that could not be read. */
function faultsBetween(env: Env, unread: ReadonlySet<string>): string[] {
  const ofOrigin = unread.has('ORIGIN') ? [] : faultsOfOrigin(env);
  if (unread.has('BRELOK_MODE') || env.mode === 'production') return ofOrigin;
  return [...ofOrigin, ...faultsOfDemo(env)];
}

/** One without the other would send nothing, without a word. */
function faultsOfMail({ MAIL_URL, MAIL_FROM }: NodeJS.ProcessEnv): string[] {
  if (MAIL_URL !== undefined && MAIL_FROM === undefined)
    return ['MAIL_FROM: is missing; a mail server wants to know the address that letters come from'];
  if (MAIL_URL === undefined && MAIL_FROM !== undefined)
    return ['MAIL_URL: is missing; MAIL_FROM alone sends no letters'];
  return [];
}

/** The start-up check of AUT-06: a key is bound to the relying party id, which must cover the origin. */
function faultsOfOrigin({ mode, origin, rpId }: Env): string[] {
  const faults: string[] = [];
  const { hostname } = new URL(origin);
  if (isAddress(hostname)) {
    faults.push(`ORIGIN: ${origin} names an address; keys can only be bound to a host name`);
  } else if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) {
    faults.push(`RP_ID: ${rpId} must be the host of ORIGIN (${hostname}) or a parent domain of it`);
  }
  if (mode === 'production' && !origin.startsWith('https://')) {
    faults.push(`ORIGIN: production needs an https address, not ${origin}`);
  }
  return faults;
}

/** The demo takes any key for full value, so nobody but this machine may reach it: not directly, not by a proxy. */
function faultsOfDemo({ host, origin }: Env): string[] {
  const { hostname } = new URL(origin);
  const toServeOthers = 'set BRELOK_MODE=production to serve others';
  const faults: string[] = [];
  if (!LOOPBACK_HOSTS.has(host)) {
    faults.push(`HOST: the demo answers on this machine only (127.0.0.1), not on ${host}; ${toServeOthers}`);
  }
  if (!isAddress(hostname) && !/^(.+\.)?localhost$/.test(hostname)) {
    faults.push(`ORIGIN: the demo is a localhost address, not ${origin}; ${toServeOthers}`);
  }
  return faults;
}

/** Of a URL, which writes an IPv6 address in brackets. */
function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

function wholeNumber(from: number, to: number) {
  const sentence = `is a whole number from ${from} to ${to}`;
  return z.coerce
    .number(sentence)
    .refine((value) => Number.isInteger(value) && value >= from && value <= to, sentence);
}

/** Nothing behind the port: a path would be dropped without a word, and a password belongs nowhere near here. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, href } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && href === `${origin}/`;
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
