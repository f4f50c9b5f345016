/** What an administrator says of how orders are written into an ERP. */
import { z } from 'zod';
import { isServiceAddress } from '../connection/source-config.ts';
import { parseOrderMapping } from './order-mapping.ts';
import type { OrderMapping } from './order-mapping.ts';
import { findOrderPreset, ORDER_PRESET_NAMES } from './order-presets.ts';

const OutletConfig = z
  .strictObject({
    address: z
      .string()
      .max(2_000)
      .refine(isServiceAddress, 'is the address of the service, such as https://erp.example/base/odata/'),
    preset: z.string().optional(),
    mapping: z.unknown().optional(),
    settings: z
      .record(z.string(), z.string().regex(/^[\w.-]{1,60}$/, 'is letters, digits, point and hyphen'))
      .default({}),
  })
  .refine((config) => (config.preset === undefined) !== (config.mapping === undefined), {
    path: ['preset'],
    error: 'either a preset or a mapping is needed',
  });

export type OutletConfig = {
  address: URL;
  mapping: OrderMapping;
  settings: Readonly<Record<string, string>>;
};

export type OutletFault = { path: string; message: string };
export type OutletConfigOutcome = { ok: true; config: OutletConfig } | { ok: false; faults: OutletFault[] };

/** @returns every fault with the path of what is wrong and what to do */
export function parseOutletConfig(value: unknown): OutletConfigOutcome {
  const parsed = OutletConfig.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return { ok: false, faults };
  }
  const { address, preset, mapping: own, settings } = parsed.data;
  const found = preset === undefined ? own : findOrderPreset(preset);
  if (found === null) {
    const message = `there is no preset ${preset}; there are ${ORDER_PRESET_NAMES.join(', ')}`;
    return { ok: false, faults: [{ path: 'preset', message }] };
  }
  const outcome = parseOrderMapping(found);
  if (!outcome.ok) {
    const faults = outcome.faults.map((fault) => ({ ...fault, path: `mapping.${fault.path}` }));
    return { ok: false, faults };
  }
  const missing = outcome.mapping.settings.find((name) => !Object.hasOwn(settings, name));
  if (missing !== undefined)
    return { ok: false, faults: [{ path: `settings.${missing}`, message: 'the mapping needs it' }] };
  return { ok: true, config: { address: new URL(address), mapping: outcome.mapping, settings } };
}
