/** Mappings for systems as they are delivered. An administrator takes one as it is, or a copy to change. */
import { BUSINESS_CENTRAL } from './business-central.ts';
import { INFOR_LN } from './infor-ln.ts';
import { ONE_C_BP30 } from './one-c-bp30.ts';
import { ONE_C_UNF } from './one-c-unf.ts';
import { ONE_C_UT11 } from './one-c-ut11.ts';

const PRESETS: Readonly<Record<string, unknown>> = {
  '1c-ut11': ONE_C_UT11,
  '1c-unf': ONE_C_UNF,
  '1c-bp30': ONE_C_BP30,
  'business-central': BUSINESS_CENTRAL,
  'infor-ln': INFOR_LN,
};

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** @returns a mapping still to be parsed, or null */
export function findPreset(name: string): unknown {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name] : null;
}
