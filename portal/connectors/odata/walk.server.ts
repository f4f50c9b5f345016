/**
 * Walks through all rows that answer a question, page by page. Goal: no row is passed over because the source cut a
 * page short, moved rows while we read, or knows no pages at all; and no walk is endless.
 */
import { SourceFault } from '../http/source-fault.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { literalOf } from './dialect.ts';
import type { ODataVersion } from './dialect.ts';
import type { AskedSet, Question } from './question.ts';
import type { ODataService } from './service.server.ts';

export type WalkedPage = { rows: SourceRecord[]; total: number | null };

export type Walk = {
  set: AskedSet;
  question: Question;
  /** What tells rows apart; the question is ordered by it at the end. */
  key: readonly string[];
  paging: 'next-link' | 'skip' | 'keyset';
  version: ODataVersion;
};

/** Rows that move while a set is read by number make us begin again, so many times. */
const RESTARTS = 3;

/** @throws SourceFault */
export function walk(service: ODataService, plan: Walk): AsyncGenerator<WalkedPage> {
  switch (plan.paging) {
    case 'next-link':
      return walkLinks(service, plan);
    case 'skip':
      return walkByNumber(service, plan);
    case 'keyset':
      return walkByKey(service, plan);
  }
}

/** Pages are as long as the source likes; the end is where there is no link. */
async function* walkLinks(service: ODataService, { set, question }: Walk): AsyncGenerator<WalkedPage> {
  const seen = new Set<string>();
  let page = await service.ask(set, question);
  const total = page.count;
  for (;;) {
    yield { rows: page.rows, total };
    if (page.next === null) return;
    if (seen.has(page.next)) throw new SourceFault('ignored', `${set.set}: the links between pages go round`);
    seen.add(page.next);
    page = await service.follow(page.next, page.url);
  }
}

/**
 * By `$skip`. Each page begins with the last row of the one before: if it is not there, rows have moved and some may
 * have been passed over, so the walk begins again. A short page is not the end; one without a new row is.
 */
async function* walkByNumber(service: ODataService, plan: Walk): AsyncGenerator<WalkedPage> {
  for (let restarts = 0; ; restarts += 1) {
    const hasEnded = yield* walkOnceByNumber(service, plan);
    if (hasEnded) return;
    if (restarts === RESTARTS) {
      throw new SourceFault(
        'ignored',
        `${plan.set.set}: rows keep moving between pages, or $skip is ignored`,
      );
    }
  }
}

async function* walkOnceByNumber(
  service: ODataService,
  { set, question, key }: Walk,
): AsyncGenerator<WalkedPage, boolean> {
  let read = 0;
  let lastName: string | null = null;
  let total: number | null = null;
  for (;;) {
    const overlap: number = lastName === null ? 0 : 1;
    const top = service.pageSize + overlap;
    const page = await service.ask(set, {
      ...question,
      top,
      skip: read - overlap,
      isCounted: question.isCounted && read === 0,
    });
    total ??= page.count;
    const [first] = page.rows;
    if (overlap === 1 && (first === undefined || nameOf(key, first) !== lastName)) return false;
    const rows = page.rows.slice(overlap);
    const last = rows.at(-1);
    if (last === undefined) return true;
    yield { rows, total };
    read += rows.length;
    lastName = nameOf(key, last);
  }
}

/** By "what comes behind the last row": rows that come and go in front of it change nothing. */
async function* walkByKey(service: ODataService, plan: Walk): AsyncGenerator<WalkedPage> {
  const { set, question, key } = plan;
  let behind: string[] = [];
  let lastName: string | null = null;
  let total: number | null = null;
  for (;;) {
    const filter = [...question.filter, ...behind];
    const page = await service.ask(set, {
      ...question,
      filter,
      top: service.pageSize,
      isCounted: question.isCounted && lastName === null,
    });
    total ??= page.count;
    const last = page.rows.at(-1);
    if (last === undefined) return;
    const name = nameOf(key, last);
    if (name === lastName)
      throw new SourceFault('ignored', `${set.set}: the source gives the same page again`);
    yield { rows: page.rows, total };
    lastName = name;
    behind = [isBehind(plan, last)];
  }
}

/** `(a gt A or (a eq A and b gt B))` for the fields that the question is ordered by. */
function isBehind({ set, question, version }: Walk, last: SourceRecord): string {
  const fields = question.orderBy;
  const literal = (field: string): string =>
    literalOf(version, set.typeOf(field), textAt(last, field) ?? missing(set.set, field));
  const terms = fields.map((field, index) => {
    const equal = fields.slice(0, index).map((before) => `${before} eq ${literal(before)}`);
    return [...equal, `${field} gt ${literal(field)}`].join(' and ');
  });
  return `(${terms.map((term) => `(${term})`).join(' or ')})`;
}

function missing(set: string, field: string): never {
  throw new SourceFault('not_understood', `${set}: a row has no ${field}, by which it is ordered`);
}

function nameOf(key: readonly string[], record: SourceRecord): string {
  return JSON.stringify(key.map((path) => textAt(record, path)));
}
