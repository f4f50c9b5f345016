import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { parseArticleList, parseQuantity } from './article-list.ts';
import { addGoods } from './draft-request.server.ts';
import { findArticles } from './find-articles.server.ts';
import { findOrderingSources } from './find-ordering-sources.server.ts';
import { MOST_LINES } from './order-request.ts';
import type { AskedLine } from './order-request.ts';

export type AddProblem = {
  reason:
    | 'empty_list'
    | 'unknown_articles'
    | 'wrong_quantity'
    | 'not_found'
    | 'takes_no_orders'
    | 'nothing_to_order'
    | 'too_many_lines';
  unknown: { line: number; text: string }[];
};

export type AddOutcome = { ok: true; requestId: string } | { ok: false; problem: AddProblem };

type Adding = {
  actor: CustomerActor;
  /** Null: the newest draft, or a new one. */
  requestId: string | null;
  texts: { list: string; productId: string; quantity: string };
};

/** Puts what a form names on a draft: one article, or a typed list. A list with a fault in it changes nothing. */
export async function addFromForm(
  { db, now }: Pick<PortalServices, 'db' | 'now'>,
  { actor, requestId, texts }: Adding,
): Promise<AddOutcome> {
  const places = await findOrderingSources(db, actor);
  if (places.length === 0) return failed('takes_no_orders');
  const read = await readLines({ db }, texts, [...new Set(places.map(({ sourceId }) => sourceId))]);
  if (!read.ok) return read;
  const outcome = await addGoods(db, { actor, requestId, lines: read.lines, at: now() });
  return outcome.ok ? { ok: true, requestId: outcome.requestId } : failed(outcome.reason);
}

async function readLines(
  { db }: Pick<PortalServices, 'db'>,
  { list, productId, quantity }: Adding['texts'],
  sourceIds: readonly string[],
): Promise<{ ok: true; lines: AskedLine[] } | { ok: false; problem: AddProblem }> {
  if (productId !== '') {
    const amount = parseQuantity(quantity);
    return amount === null
      ? failed('wrong_quantity')
      : { ok: true, lines: [{ productId, quantity: amount }] };
  }
  const typed = parseArticleList(list);
  if (typed.length === 0) return failed('empty_list');
  if (typed.length > MOST_LINES) return failed('too_many_lines');
  const { lines, unknown } = await findArticles(db, { list: typed, sourceIds });
  return unknown.length > 0 ? failed('unknown_articles', unknown) : { ok: true, lines };
}

function failed(
  reason: AddProblem['reason'],
  unknown: AddProblem['unknown'] = [],
): { ok: false; problem: AddProblem } {
  return { ok: false, problem: { reason, unknown } };
}
