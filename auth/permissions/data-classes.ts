/**
 * What a fact is worth protecting as, from the least to the most. Every field, document kind, export, search hit
 * and total carries one of these; `can()` decides by it.
 */
export const DATA_CLASSES = ['status', 'goods', 'list-price', 'own-price', 'money'] as const;

export type DataClass = (typeof DATA_CLASSES)[number];
