/** What an administrator says of a source that we ask, as a form or as a file. */
import { z } from 'zod';
import { parseMapping } from '../mapping/check-mapping.ts';
import type { MappingFault } from '../mapping/check-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { findPreset, PRESET_NAMES } from '../presets/presets.ts';

const EVERY_MINUTES = 15;

const SourceConfig = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, 'is a name of up to 60 letters and digits'),
    address: z
      .string()
      .max(2_000)
      .refine(isServiceAddress, 'is the address of the service, such as https://erp.example/base/odata/'),
    preset: z.string().optional(),
    mapping: z.unknown().optional(),
    settings: z
      .record(z.string(), z.string().regex(/^[\w.-]{1,60}$/, 'is letters, digits, point and hyphen'))
      .default({}),
    /** Of times that the source tells without a zone. */
    timeZone: z.string().refine(isTimeZone, 'is an IANA time zone, such as Europe/Moscow'),
    everyMinutes: z.int().min(1).max(1_440).default(EVERY_MINUTES),
  })
  .refine((config) => (config.preset === undefined) !== (config.mapping === undefined), {
    path: ['preset'],
    error: 'either a preset or a mapping is needed',
  });

export type SourceConfig = {
  name: string;
  address: URL;
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
  everyMinutes: number;
};

export type ConfigOutcome = { ok: true; config: SourceConfig } | { ok: false; faults: MappingFault[] };

/** @returns every fault with the path of what is wrong and what to do */
export function parseSourceConfig(value: unknown): ConfigOutcome {
  const parsed = SourceConfig.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return { ok: false, faults };
  }
  const { preset, mapping: own, address, ...config } = parsed.data;
  const found = preset === undefined ? own : findPreset(preset);
  if (found === null) {
    return refuse({
      path: 'preset',
      message: `there is no preset ${preset}; there are ${PRESET_NAMES.join(', ')}`,
    });
  }
  const outcome = parseMapping(found);
  if (!outcome.ok) {
    return {
      ok: false,
      faults: outcome.faults.map((fault) => ({ ...fault, path: `mapping.${fault.path}` })),
    };
  }
  const { mapping } = outcome;
  const missing = mapping.settings.find((name) => !Object.hasOwn(config.settings, name));
  if (missing !== undefined) return refuse({ path: `settings.${missing}`, message: 'the mapping needs it' });
  return { ok: true, config: { ...config, address: new URL(address), mapping } };
}

function refuse(fault: MappingFault): ConfigOutcome {
  return { ok: false, faults: [fault] };
}

/** No user in it, since addresses are shown and logged; no query, which would be lost. */
export function isServiceAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
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
