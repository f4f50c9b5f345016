/** A model of Tryton as a set of records. Walks go by id, which no change moves. */
import { SourceFault } from '../http/source-fault.ts';
import { firstName, isList, isRecord, textAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';
import { ID, idsOf, missingModel, toId, walkById } from '../records/by-id.ts';
import type { Ask, Condition, RecordSet } from '../records/record-set.ts';
import { plainRecord, typedMoment } from './tryton-record.ts';
import type { TrytonTypes } from './tryton-record.ts';
import type { CallTryton } from './tryton-rpc.server.ts';

export type TrytonSetPlan = {
  model: string;
  /** What the mapping reads of a record, as paths. */
  paths: readonly string[];
  pageSize: number;
  context: () => Promise<Readonly<Record<string, unknown>>>;
};

type Clause = [field: string, operator: string, value: unknown];

const BY_ID = [[ID, 'ASC']];

export function createTrytonSet(call: CallTryton, plan: TrytonSetPlan): RecordSet {
  const { model, paths, pageSize, context } = plan;
  let described: Promise<TrytonTypes> | null = null;
  const types = (): Promise<TrytonTypes> => {
    described ??= describeModel(call, plan).then((found) => found ?? missingModel(model));
    return described;
  };
  const read = async (
    domain: readonly Clause[],
    {
      select = null,
      order = BY_ID,
      limit,
    }: { select?: Ask['select'] | undefined; order?: string[][]; limit: number },
  ): Promise<SourceRecord[]> => {
    const known = await types();
    const wanted = (select ?? paths).filter((path) => known.has(firstName(path) ?? ''));
    const names = [...new Set([ID, ...wanted.map(fieldName)])];
    const params = [domain, 0, limit, order, names, await context()];
    return rowsIn(await call(`model.${model}.search_read`, params)).map((row) => plainRecord(row, known));
  };
  const domainOf = async (where: readonly Condition[] = []): Promise<Clause[]> => {
    const known = await types();
    return where.map((condition) => clauseOf(condition, { model, types: known }));
  };
  return {
    walksByTime: false,
    walk: async function* ({ where, select, isCounted = false }) {
      const domain = await domainOf(where);
      const total = isCounted ? await countOf(call, plan, domain) : null;
      yield* walkById({ model, total }, (after) =>
        read([...domain, [ID, '>', after]], { select, limit: pageSize }),
      );
    },
    newest: async (field, where) => {
      const order = [
        [field, 'DESC'],
        [ID, 'DESC'],
      ];
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
  call: CallTryton,
  { model, context }: Pick<TrytonSetPlan, 'model' | 'context'>,
): Promise<TrytonTypes | null> {
  const asked = await context();
  try {
    const answer = await call(`model.${model}.fields_get`, [[], asked]);
    const fields = isRecord(answer) ? Object.entries(answer) : [];
    if (fields.length === 0) throw new SourceFault('not_understood', `${model}: its fields are not told`);
    return new Map(fields.map(([name, field]) => [name, typeIn(field)]));
  } catch (error) {
    // An unknown model is an error of the program there, one that is not for this user an error of the business.
    const isUnknown = error instanceof SourceFault && ['failed', 'refused', 'not_found'].includes(error.code);
    if (isUnknown) return null;
    throw error;
  }
}

function typeIn(field: SourceValue): string {
  return isRecord(field) ? (textAt(field, 'type') ?? '') : '';
}

async function countOf(
  call: CallTryton,
  { model, context }: TrytonSetPlan,
  domain: Clause[],
): Promise<number | null> {
  const count = Number(await call(`model.${model}.search_count`, [domain, await context()]));
  return Number.isSafeInteger(count) ? count : null;
}

function rowsIn(answer: SourceValue): SourceRecord[] {
  if (!isList(answer)) throw new SourceFault('not_understood', 'the answer has no rows in it');
  return answer.filter(isRecord);
}

/** `identifiers/0/code` is asked for as `identifiers.code`, and comes as a list. */
function fieldName(path: string): string {
  return path
    .split('/')
    .filter((name) => !/^\d+$/.test(name))
    .join('.');
}

function clauseOf(condition: Condition, { model, types }: { model: string; types: TrytonTypes }): Clause {
  const { field } = condition;
  const type = types.get(firstName(field) ?? field);
  if (type === undefined)
    throw new SourceFault('refused', `${model} has no field ${field}, which is compared`);
  switch (condition.is) {
    case 'since':
      return [field, '>=', typedMoment(condition.ms)];
    case 'empty':
      return [field, '=', null];
    case 'filled':
      return [field, '!=', null];
    case 'one-of':
      return [fieldName(field), 'in', condition.values.map((value) => typed(type, value))];
  }
}

function typed(type: string, value: string): unknown {
  if (type === 'boolean') return value === 'true';
  return type === 'integer' || type === 'many2one' ? toId(value) : value;
}
