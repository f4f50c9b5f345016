/** The rows under one address of a service as a set of records, asked and paged as the mapping says. */
import { SourceFault } from '../http/source-fault.ts';
import type { Parameter } from '../mapping/rest.ts';
import { firstName, textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { chunksOf } from '../records/record-set.ts';
import type { Ask, Condition, RecordSet, WalkedPage } from '../records/record-set.ts';
import { timeTextOf } from './rest-question.ts';
import { sized } from './rest-plan.ts';
import type { RestSetPlan } from './rest-plan.ts';
import type { AskedParameter } from './rest-question.ts';
import type { RestPage, RestQuestion, RestService } from './rest-service.server.ts';
import { walkRest } from './walk-rest.server.ts';

/** As many as fit into one page of the least generous of them. */
const KEYS_ASKED = 50;

export function createRestSet(service: RestService, plan: RestSetPlan): RecordSet {
  const { rest, own, set, paging } = plan;
  const listed: Omit<RestQuestion, 'asked'> = {
    path: set,
    own: { ...rest.query, ...own?.query },
    rows: own?.rows ?? rest.rows ?? null,
  };
  const ask = (asked: readonly AskedParameter[]): Promise<RestPage> => service.ask({ ...listed, asked });
  const complete = (rows: SourceRecord[]): Promise<SourceRecord[]> =>
    own?.readsEach === true ? readEach(service, plan, rows) : Promise.resolve(rows);
  const hasAll = (where: readonly Condition[], row: SourceRecord): boolean =>
    where.every((condition) => fits(condition, row));
  return {
    // By key the pages stay where they are while rows change; by time only where nothing else can be asked for.
    walksByTime: false,
    walk: async function* ({ where = [], select = null }): AsyncGenerator<WalkedPage> {
      const asked = [...sinceTerms(where, plan), ...selected(select, plan)];
      const walked = walkRest(service, { listed, asked, plan });
      for await (const { rows, total } of walked) {
        // What a service can't filter is left out here; what it was asked to filter is checked by whoever asked.
        const wanted = rows.filter((row) => hasAll(where, row));
        const isNamesOnly = select !== null;
        yield { rows: isNamesOnly ? wanted : await complete(wanted), total };
      }
    },
    newest: async (field) => {
      const ordered = rest.newestFirst.map((parameter) => ({ parameter, said: { field } }));
      const { rows } = await ask([
        ...ordered,
        ...sized(1, plan),
        ...firstPage(plan),
        ...selected([field], plan),
      ]);
      return rows.find((row) => textAt(row, field) !== null) ?? null;
    },
    some: async (count, where) => {
      const { rows } = await ask([...sized(paging.size, plan), ...firstPage(plan), ...selected(null, plan)]);
      return complete(rows.filter((row) => hasAll(where, row)).slice(0, count));
    },
    read: async function* (keys) {
      yield await readEach(service, plan, keys);
    },
  };
}

/** A filter that the service can't be told is this program's own work; times are asked for. */
function fits(condition: Condition, row: SourceRecord): boolean {
  switch (condition.is) {
    case 'since':
      return true;
    case 'empty':
      return textAt(row, condition.field) === null;
    case 'filled':
      return textAt(row, condition.field) !== null;
    case 'one-of':
      return condition.values.includes(textAt(row, condition.field) ?? '');
  }
}

function sinceTerms(where: readonly Condition[], { rest, timeZone }: RestSetPlan): AskedParameter[] {
  return where.flatMap((condition) => {
    if (condition.is !== 'since') return [];
    const { since: parameter } = rest;
    if (parameter === undefined)
      throw new SourceFault('refused', 'the mapping does not say how to ask for changes');
    const time = timeTextOf(condition.ms, rest, timeZone);
    return [{ parameter, said: { field: condition.field, time }, isTerm: true }];
  });
}

function firstPage({ rest, paging }: RestSetPlan): AskedParameter[] {
  if (paging.by !== 'page' || rest.page === undefined) return [];
  return [{ parameter: rest.page, said: { page: String(paging.first) } }];
}

/** The fields that are wanted, as the service takes them: between commas, in quotes where a text is JSON. */
function selected(select: Ask['select'], { rest, fields, key, own }: RestSetPlan): AskedParameter[] {
  if (rest.select === undefined) return [];
  const isEach = own?.readsEach === true;
  const names = [...key, ...(select ?? (isEach ? [] : fields))].map((path) => firstName(path) ?? path);
  const between = rest.escape === 'json' ? '","' : ',';
  // The service's own quotes stand in the text of the parameter; names are of the mapping and hold none.
  const text = rest.select.text.replace('{fields}', () => [...new Set(names)].join(between));
  return [{ parameter: { name: rest.select.name, text }, said: {} }];
}

/** Rows by their keys: each by itself, or several at once. One that is not there any more is left out. */
async function readEach(
  service: RestService,
  plan: RestSetPlan,
  names: readonly SourceRecord[],
): Promise<SourceRecord[]> {
  const { set, key, rest, own } = plan;
  const one = own?.one ?? rest.one;
  if (one === undefined)
    throw new SourceFault('refused', `the mapping does not say how one row of ${set} is asked for`);
  const question = { path: set, own: { ...rest.query, ...own?.query }, rows: one.rows ?? null };
  const rows: SourceRecord[] = [];
  const atOnce = one.by === 'parameter' && one.parameter.name.includes('{index}') ? KEYS_ASKED : 1;
  for (const chunk of chunksOf(names, atOnce)) {
    const keys = chunk.map((name) => key.map((path) => textAt(name, path) ?? ''));
    const asked =
      one.by === 'path'
        ? { ...question, path: [set, ...keys.flat()].join('/'), asked: [] }
        : {
            ...question,
            asked: keys.map((parts, index) => keyTerm(one.parameter, { parts, field: key[0], index })),
          };
    rows.push(...(await found(service, asked)));
  }
  return rows;
}

function keyTerm(
  parameter: Parameter,
  { parts, field = '', index }: { parts: readonly string[]; field: string | undefined; index: number },
): AskedParameter {
  return { parameter, said: { field, key: parts[0] ?? '', index: String(index) }, isTerm: true };
}

async function found(service: RestService, question: RestQuestion): Promise<SourceRecord[]> {
  try {
    return (await service.ask(question)).rows;
  } catch (error) {
    if (error instanceof SourceFault && error.code === 'not_found') return [];
    throw error;
  }
}
