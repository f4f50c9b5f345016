/** Walks through all rows under an address. No walk is endless, and a page that comes twice is found out. */
import { SourceFault } from '../http/source-fault.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { WalkedPage } from '../records/record-set.ts';
import type { AskedParameter } from './rest-question.ts';
import type { RestPage, RestQuestion, RestService } from './rest-service.server.ts';
import { sized } from './rest-plan.ts';
import type { RestSetPlan } from './rest-plan.ts';

type Walk = { listed: Omit<RestQuestion, 'asked'>; asked: readonly AskedParameter[]; plan: RestSetPlan };

/** @throws SourceFault */
export function walkRest(service: RestService, walk: Walk): AsyncGenerator<WalkedPage> {
  const { own, paging } = walk.plan;
  if (own?.isWhole === true) return walkOnce(service, walk);
  switch (paging.by) {
    case 'next-link':
      return walkLinks(service, walk);
    case 'skip':
    case 'page':
      return walkByNumber(service, walk);
    case 'keyset':
      return walkByKey(service, walk);
  }
}

/** A set that comes as a whole. */
async function* walkOnce(service: RestService, { listed, asked }: Walk): AsyncGenerator<WalkedPage> {
  const { rows, total } = await service.ask({ ...listed, asked });
  yield { rows, total };
}

/** Pages are as long as the source likes; the end is where nothing leads on. */
async function* walkLinks(service: RestService, { listed, asked, plan }: Walk): AsyncGenerator<WalkedPage> {
  const { rest, set, paging } = plan;
  const always = [...ordered(plan), ...sized(paging.size, plan), ...asked];
  const seen = new Set<string>();
  let page = await service.ask({ ...listed, asked: always });
  const { total } = page;
  for (;;) {
    yield { rows: page.rows, total };
    const { next } = page;
    if (next === null) return;
    if (seen.has(next)) throw new SourceFault('ignored', `${set}: the links between pages go round`);
    seen.add(next);
    page =
      rest.nextIn === undefined
        ? await service.follow(next, { ...listed, asked: [] })
        : await service.ask({
            ...listed,
            asked: [...always, { parameter: { name: rest.nextIn, text: '{key}' }, said: { key: next } }],
          });
  }
}

/**
 * By the number of the first row, or of the page. Rows that go away meanwhile move others over the edge of a page: the
 * comparison of names finds those. A short page is not the end; one without rows is.
 */
async function* walkByNumber(
  service: RestService,
  { listed, asked, plan }: Walk,
): AsyncGenerator<WalkedPage> {
  const { set, paging } = plan;
  const always = [...ordered(plan), ...sized(paging.size, plan), ...asked];
  let read = 0;
  let lastFirst: string | null = null;
  let total: number | null = null;
  for (let pages = 0; ; pages += 1) {
    const page: RestPage = await service.ask({
      ...listed,
      asked: [...always, ...numbered(plan, { read, pages })],
    });
    total ??= page.total;
    const [first] = page.rows;
    if (first === undefined) return;
    const name = nameOf(plan.key, first);
    if (name === lastFirst) throw new SourceFault('ignored', `${set}: the source gives the same page again`);
    lastFirst = name;
    yield { rows: page.rows, total };
    read += page.rows.length;
  }
}

function numbered(
  { rest, paging }: RestSetPlan,
  { read, pages }: { read: number; pages: number },
): AskedParameter[] {
  if (paging.by === 'page' && rest.page !== undefined) {
    return [{ parameter: rest.page, said: { page: String(paging.first + pages) } }];
  }
  return rest.offset === undefined ? [] : [{ parameter: rest.offset, said: { offset: String(read) } }];
}

/** By "what comes behind the last row": rows that come and go in front of it change nothing. */
async function* walkByKey(service: RestService, { listed, asked, plan }: Walk): AsyncGenerator<WalkedPage> {
  const { rest, key, set, paging } = plan;
  const always = [...ordered(plan), ...sized(paging.size, plan), ...asked];
  const [field = ''] = key;
  let behind: AskedParameter[] = [];
  let last: string | null = null;
  let total: number | null = null;
  for (;;) {
    const page: RestPage = await service.ask({ ...listed, asked: [...always, ...behind] });
    total ??= page.total;
    const reached: string | null = lastKey(page.rows, field);
    if (reached === null) return;
    if (reached === last) throw new SourceFault('ignored', `${set}: the source gives the same page again`);
    yield { rows: page.rows, total };
    last = reached;
    behind =
      rest.behind === undefined
        ? []
        : [{ parameter: rest.behind, said: { field, key: reached }, isTerm: true }];
  }
}

function lastKey(rows: readonly SourceRecord[], field: string): string | null {
  const row = rows.at(-1);
  return row === undefined ? null : textAt(row, field);
}

function ordered({ rest, key }: RestSetPlan): AskedParameter[] {
  return rest.byKey.map((parameter) => ({ parameter, said: { field: key[0] ?? '' } }));
}

function nameOf(key: readonly string[], record: SourceRecord): string {
  return JSON.stringify(key.map((path) => textAt(record, path)));
}
