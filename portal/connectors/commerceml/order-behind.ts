import type { Dictionaries, DocumentTraits } from './dictionaries.ts';
import { documentKey } from './document-traits.ts';

/** What a document may be based on before it comes to the order. */
const BETWEEN = ['invoice', 'shipment'] as const;
/** A return is based on a shipment, that on an invoice, and that on an order; longer chains do not occur. */
const LONGEST_CHAIN = 4;

/** The order at the end of a chain of documents based on each other; null if the set and the read model know none. */
export function orderBehind(
  baseRef: string | null,
  { documents }: Dictionaries,
): { externalId: string; traits: DocumentTraits } | null {
  let externalId = baseRef;
  for (let step = 0; step < LONGEST_CHAIN && externalId !== null; step += 1) {
    const id: string = externalId;
    const traits = documents.get(documentKey('order', id));
    if (traits) return { externalId: id, traits };
    const between = BETWEEN.flatMap((operation) => documents.get(documentKey(operation, id)) ?? []);
    externalId = between[0]?.baseRef ?? null;
  }
  return null;
}
