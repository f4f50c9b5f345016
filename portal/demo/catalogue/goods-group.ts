import type { QualityCheck } from '../papers/certificate-paper.server.ts';
import type { Unit } from './unit.ts';

/** An article as a catalogue page describes it. Prices are today's, without VAT. */
export type Article = {
  /** What follows the group's code in the article number. */
  code: string;
  name: string;
  unit: Unit;
  roubles: number;
  gramsPerUnit: number;
  /** Smallest quantity sold, in units; one unless said. */
  pack?: number;
  /** Not kept in stock: made after the order, in stages. */
  isMadeToOrder?: boolean;
};

export type GoodsGroup = {
  code: string;
  name: string;
  articles: readonly Article[];
  /** What a quality certificate of this group reports. */
  checks: readonly QualityCheck[];
};

/** Every pair of two lists, the first changing slowest. */
export function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}
