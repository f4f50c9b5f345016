import { parseSerial } from '#auth/keys/stock-line.ts';

export const MANY_KEYS_FIELDS = ['by', 'batch', 'model', 'serials'] as const;
export type ManyKeysTexts = Record<(typeof MANY_KEYS_FIELDS)[number], string>;

export type ParsedManyKeys =
  | {
      ok: true;
      many:
        | { by: 'batch'; value: string }
        | { by: 'model'; value: string }
        | { by: 'serials'; serials: readonly string[] };
    }
  | { ok: false; badSerials: string[] };

/** @returns which keys are meant, or the lines that are no serial numbers; no lines where nothing was chosen */
export function parseManyKeys({ by, batch, model, serials }: ManyKeysTexts): ParsedManyKeys {
  if (by === 'batch' && batch !== '') return { ok: true, many: { by, value: batch } };
  if (by === 'model' && model !== '') return { ok: true, many: { by, value: model } };
  if (by !== 'serials') return { ok: false, badSerials: [] };
  const lines = serials.split(/[\r\n]+/).flatMap((line) => line.trim() || []);
  const badSerials = lines.filter((line) => parseSerial(line) === null);
  const parsed = [...new Set(lines.flatMap((line) => parseSerial(line) ?? []))];
  return badSerials.length > 0 || parsed.length === 0
    ? { ok: false, badSerials }
    : { ok: true, many: { by, serials: parsed } };
}
