/** What a set may be called: nothing that could leave the service's address, in any of the dialects. */
import type { Mapping } from './mapping.ts';

const ENTITY_SET = /^[\p{L}_][\p{L}\p{N}_]*(\/[\p{L}_][\p{L}\p{N}_]*(\(\))?)?$/u;
/** As programs name their models: `sale.order.line`. */
const MODEL = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/;
/** Names and words between slashes: `api/resource/Sales Order`. */
const RESOURCE = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*([ /][\p{L}\p{N}_][\p{L}\p{N}_.-]*)*$/u;

const PATTERNS: Readonly<Record<Mapping['dialect'], RegExp>> = {
  v2: ENTITY_SET,
  v3: ENTITY_SET,
  v4: ENTITY_SET,
  odoo: MODEL,
  tryton: MODEL,
  rest: RESOURCE,
};

export function isSetName(dialect: Mapping['dialect'], name: string): boolean {
  return PATTERNS[dialect].test(name);
}
