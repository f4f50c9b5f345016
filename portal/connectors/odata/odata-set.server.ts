/** An OData entity set as a set of records: conditions become literals of the version that the service speaks. */
import { SourceFault } from '../http/source-fault.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { firstName, textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { chunksOf } from '../records/record-set.ts';
import type { Ask, Condition, RecordSet } from '../records/record-set.ts';
import { literalOf, momentText } from './dialect.ts';
import type { FieldModel, ServiceModel } from './metadata.ts';
import { ASK_ALL, isOneOf } from './question.ts';
import type { AskedSet, Question } from './question.ts';
import type { ODataService } from './service.server.ts';
import { walk } from './walk.server.ts';

export type ODataSetPlan = {
  service?: string | undefined;
  set: string;
  key: readonly string[];
  types?: Readonly<Record<string, string>> | undefined;
  expand: readonly string[];
  /** The fields that questions compare, whose types must so be known. */
  compared: readonly string[];
};

/** Keys in one question: an address of more than 2,000 characters is refused by many web servers. */
const KEYS_ASKED = 20;
/** A field of which nobody says what it is. */
const UNKNOWN_TYPE = 'Edm.String';

export function createODataSet(service: ODataService, mapping: Mapping, plan: ODataSetPlan): RecordSet {
  const { version } = service;
  let opened: Promise<AskedSet> | null = null;
  const open = (): Promise<AskedSet> => {
    opened ??= openSet(service, mapping, plan);
    return opened;
  };
  const filterOf = async (where: readonly Condition[]): Promise<string[]> => {
    const asked = await open();
    return where.map((condition) => written(condition, { version, asked }));
  };
  const question = async ({
    where = [],
    byTime,
    select,
    isCounted = false,
  }: Partial<Ask>): Promise<Question> => {
    const selected = select ?? null;
    return {
      ...ASK_ALL,
      filter: await filterOf(where),
      orderBy: [...(byTime ? [byTime] : []), ...plan.key],
      select: selected === null ? [] : namesOf([...plan.key, ...selected]),
      expand: selected === null ? plan.expand : [],
      isCounted,
    };
  };
  return {
    walksByTime: true,
    walk: async function* (ask) {
      const set = await open();
      yield* walk(service, {
        set,
        question: await question(ask),
        key: plan.key,
        paging: pagingOf(mapping),
        version,
      });
    },
    newest: async (field, where) => {
      const orderBy = [`${field} desc`, ...plan.key];
      const { rows } = await service.ask(await open(), { ...(await question({ where })), orderBy, top: 1 });
      return rows[0] ?? null;
    },
    some: async (count, where) =>
      (await service.ask(await open(), { ...(await question({ where })), top: count })).rows,
    read: async function* (keys, select) {
      const asked = await open();
      for (const chunk of chunksOf(keys, KEYS_ASKED)) {
        const filter = [anyOf(chunk.map((record) => isRow(plan.key, record, { version, asked })))];
        yield (await service.ask(asked, { ...(await question({ select })), filter })).rows;
      }
    },
  };
}

function pagingOf({ paging }: Mapping): 'next-link' | 'skip' | 'keyset' {
  if (paging.by === 'next-link' || paging.by === 'skip') return paging.by;
  return 'keyset';
}

type Writing = { version: 'v2' | 'v3' | 'v4'; asked: AskedSet };

function written(condition: Condition, { version, asked }: Writing): string {
  const { field } = condition;
  switch (condition.is) {
    case 'since':
      return `${field} ge ${literalOf(version, asked.typeOf(field), momentText(condition.ms))}`;
    case 'empty':
      return `${field} eq null`;
    case 'filled':
      return `${field} ne null`;
    case 'one-of':
      return isOneOf(version, asked, { field, values: condition.values });
  }
}

function isRow(key: readonly string[], record: SourceRecord, { version, asked }: Writing): string {
  const terms = key.map(
    (field) => `${field} eq ${literalOf(version, asked.typeOf(field), textAt(record, field) ?? '')}`,
  );
  return terms.length === 1 ? terms.join('') : `(${terms.join(' and ')})`;
}

function anyOf(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join('') : `(${terms.join(' or ')})`;
}

function namesOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => firstName(path) ?? path))];
}

/**
 * A set with the types of those of its fields that questions name. The service is asked to describe itself only when
 * the mapping leaves one of them open: 1C's description of itself has tens of megabytes.
 */
async function openSet(
  service: ODataService,
  mapping: Pick<Mapping, 'types'>,
  plan: ODataSetPlan,
): Promise<AskedSet> {
  const said: Readonly<Record<string, string>> = { ...mapping.types, ...plan.types };
  const isOpen = plan.compared.some((field) => !Object.hasOwn(said, field));
  const fields = isOpen ? fieldsIn(await service.model(plan.service ?? null), plan.set) : null;
  if (isOpen && fields === null) {
    throw new SourceFault('not_found', `the source does not publish ${plan.set}`);
  }
  return {
    service: plan.service ?? null,
    set: plan.set,
    typeOf: (field) => said[field] ?? fields?.get(field)?.type ?? UNKNOWN_TYPE,
  };
}

/** The fields of a set, or null where the service has no such set. A function such as `SliceLast()` has its set's. */
export function fieldsIn(model: ServiceModel, set: string): ReadonlyMap<string, FieldModel> | null {
  const [name = ''] = set.split('/');
  const type = model.sets.get(name);
  return type === undefined ? null : (model.types.get(type) ?? new Map());
}
