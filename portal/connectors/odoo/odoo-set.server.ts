/**
 * A model of Odoo as a set of records. Walks go by id: Odoo stores times with microseconds and tells them in seconds, so
 * that no time can be relied on to say what comes next (17 repeats rows, 19 leaves rows out).
 */
import { SourceFault } from '../http/source-fault.ts';
import { firstName, isRecord, textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { ID, idsOf, missingModel, toId, walkById } from '../records/by-id.ts';
import type { Ask, Condition, RecordSet } from '../records/record-set.ts';
import { plainRecord } from './odoo-record.ts';
import type { OdooTypes } from './odoo-record.ts';
import { rowsIn } from './odoo-rpc.server.ts';
import type { CallOdoo } from './odoo-rpc.server.ts';

export type OdooSetPlan = {
  model: string;
  /** What the mapping reads of a record. */
  fields: readonly string[];
  pageSize: number;
  context: Readonly<Record<string, unknown>>;
};

/** An atom of a domain. */
type Term = [field: string, operator: string, value: unknown];

export function createOdooSet(call: CallOdoo, { model, fields, pageSize, context }: OdooSetPlan): RecordSet {
  let described: Promise<OdooTypes> | null = null;
  const types = (): Promise<OdooTypes> => {
    described ??= describeModel(call, { model, context }).then((found) => found ?? missingModel(model));
    return described;
  };
  const read = async (
    domain: readonly Term[],
    {
      select = null,
      order = 'id asc',
      limit,
    }: { select?: Ask['select'] | undefined; order?: string; limit: number },
  ): Promise<SourceRecord[]> => {
    const known = await types();
    const wanted = [ID, ...(select ?? fields)].map((path) => firstName(path) ?? path);
    const asked = [...new Set(wanted)].filter((name) => known.has(name));
    const rows = rowsIn(await call(model, 'search_read', { domain, fields: asked, order, limit, context }));
    return rows.map((row) => plainRecord(row, known));
  };
  const domainOf = async (where: readonly Condition[] = []): Promise<Term[]> => {
    const known = await types();
    return where.map((condition) => termOf(condition, { model, types: known }));
  };
  return {
    walksByTime: false,
    walk: async function* ({ where, select, isCounted = false }) {
      const domain = await domainOf(where);
      const total = isCounted ? Number(await call(model, 'search_count', { domain, context })) : null;
      yield* walkById({ model, total }, (after) =>
        read([...domain, [ID, '>', after]], { select, limit: pageSize }),
      );
    },
    newest: async (field, where) => {
      const order = `${field} desc, id desc`;
      const [newest] = await read(await domainOf(where), { select: [field], order, limit: 1 });
      return newest ?? null;
    },
    some: async (count, where) => read(await domainOf(where), { limit: count }),
    read: async function* (keys, select) {
      for (const ids of idsOf(keys)) yield await read([[ID, 'in', ids]], { select, limit: ids.length });
    },
  };
}

/** @returns null where there is no such model, or none for this user */
export async function describeModel(
  call: CallOdoo,
  { model, context }: Pick<OdooSetPlan, 'model' | 'context'>,
): Promise<OdooTypes | null> {
  try {
    const answer = await call(model, 'fields_get', { attributes: ['type'], context });
    const fields = isRecord(answer) ? Object.entries(answer) : [];
    if (fields.length === 0) throw new SourceFault('not_understood', `${model}: its fields are not told`);
    return new Map(
      fields.map(([name, field]) => [name, isRecord(field) ? (textAt(field, 'type') ?? '') : '']),
    );
  } catch (error) {
    // Over /jsonrpc an unknown model is an error of the user, over JSON-2 it is not found.
    const isUnknown =
      error instanceof SourceFault && (error.code === 'not_found' || error.code === 'refused');
    if (isUnknown) return null;
    throw error;
  }
}

function termOf(condition: Condition, { model, types }: { model: string; types: OdooTypes }): Term {
  const field = firstName(condition.field) ?? condition.field;
  const type = types.get(field);
  if (type === undefined)
    throw new SourceFault('refused', `${model} has no field ${field}, which is compared`);
  switch (condition.is) {
    case 'since':
      return [field, '>=', timeText(condition.ms)];
    case 'empty':
      return [field, '=', false];
    case 'filled':
      return [field, '!=', false];
    case 'one-of':
      return [field, 'in', condition.values.map((value) => typed(type, value))];
  }
}

function typed(type: string, value: string): unknown {
  if (type === 'boolean') return value === 'true';
  return type === 'integer' || type === 'many2one' ? toId(value) : value;
}

/** Odoo's own form, in UTC. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}
