import type { Locale } from './locale.ts';

/**
 * The shape that the Russian dictionary must have, taken from the English one: the same keys, texts
 * where there are texts, functions of the same arguments where something is filled in.
 */
export type SameWords<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : Words[Key] extends string
      ? string
      : SameWords<Words[Key]>;
};

/** Both languages of one area, e.g. `{ en: ordersEn, ru: ordersRu }`. */
export type Dictionary<Words> = { readonly en: Words; readonly ru: SameWords<Words> };

const rulesEn = new Intl.PluralRules('en');
const rulesRu = new Intl.PluralRules('ru');

/** `pluralEn(2, 'order', 'orders')` is `orders`. */
export function pluralEn(count: number, one: string, other: string): string {
  return rulesEn.select(count) === 'one' ? one : other;
}

/** `pluralRu(2, 'заказ', 'заказа', 'заказов')` is `заказа`; a fraction takes the second form. */
export function pluralRu(count: number, one: string, few: string, many: string): string {
  const form = rulesRu.select(count);
  if (form === 'one') return one;
  return form === 'many' ? many : few;
}

/** The words of one area in one language. */
export function wordsIn<Words>(dictionary: Dictionary<Words>, locale: Locale): SameWords<Words> {
  return dictionary[locale] as SameWords<Words>; // English words have their own shape by definition
}
