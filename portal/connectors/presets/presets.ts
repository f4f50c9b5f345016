/** Mappings for systems as they are delivered. An administrator takes one as it is, or a copy to change. */
import { BITRIX24 } from './bitrix24.ts';
import { BUSINESS_CENTRAL } from './business-central.ts';
import { DOLIBARR } from './dolibarr.ts';
import { ERPNEXT } from './erpnext.ts';
import { INFOR_LN } from './infor-ln.ts';
import { ODOO } from './odoo.ts';
import { ONE_C_BP30 } from './one-c-bp30.ts';
import { ONE_C_UNF } from './one-c-unf.ts';
import { ONE_C_UT11 } from './one-c-ut11.ts';
import { TRYTON } from './tryton.ts';

const PRESETS: Readonly<Record<string, unknown>> = {
  '1c-ut11': ONE_C_UT11,
  '1c-unf': ONE_C_UNF,
  '1c-bp30': ONE_C_BP30,
  'business-central': BUSINESS_CENTRAL,
  'infor-ln': INFOR_LN,
  odoo: ODOO,
  tryton: TRYTON,
  bitrix24: BITRIX24,
  dolibarr: DOLIBARR,
  erpnext: ERPNEXT,
};

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** @returns a mapping still to be parsed, or null */
export function findPreset(name: string): unknown {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name] : null;
}
