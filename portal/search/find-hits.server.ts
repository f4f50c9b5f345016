import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { toSearchText } from '../lib/search-text.ts';
import { toSearchWords } from '../lib/search-words.ts';
import { findDocumentHits, findGoodsHits, findInvoiceHits } from './find-paper-hits.server.ts';
import { findOrderHits, findShipmentHits } from './find-order-hits.server.ts';
import { exactFirst } from './search-hit.ts';
import type { SearchHit } from './search-hit.ts';

export type HitReader = Pick<CustomerActor, 'accountId' | 'classes'>;

/** What is searched for: the words that must all be there, and the whole as it would stand in a number. */
export type HitQuestion = { actor: HitReader; words: readonly string[]; whole: string };

/**
 * Everything of a customer's that a search finds: orders by their and by the customer's number, shipments by their and by
 * the carrier's, invoices, documents, goods. Asks only where the session's classes may look, six statements at most.
 * @returns the exact hits first; empty for a query without words
 */
export async function findHits(
  db: Db,
  { actor, query }: { actor: HitReader; query: string },
): Promise<SearchHit[]> {
  const words = toSearchWords(query);
  if (words.length === 0) return [];
  const question = { actor, words, whole: toSearchText(query) };
  const found = await Promise.all([
    findOrderHits(db, question),
    findShipmentHits(db, question),
    findInvoiceHits(db, question),
    findDocumentHits(db, question),
    findGoodsHits(db, question),
  ]);
  return found
    .flatMap((hits) => exactFirst(hits))
    .filter(({ dataClass }) => actor.classes.includes(dataClass));
}
