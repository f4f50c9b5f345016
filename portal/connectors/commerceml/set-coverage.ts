import type { EntityKind } from '../port.ts';
import type { Extent, SetSurvey } from './survey-set.ts';

const COVERS_ALL: { readonly [Kind in EntityKind]?: (survey: SetSurvey) => boolean } = {
  product: (survey) => isFull(survey.catalogues) && isFull(survey.packages) && survey.hasDescribedOffers,
  'price-list': (survey) => isFull(survey.packages) && survey.hasPriceTypes,
  'price-entry': (survey) => isFull(survey.packages) && survey.hasPrices,
  stock: (survey) => isFull(survey.packages) && survey.hasStock,
};

/**
 * Whether a set holds all rows of a kind, so that any other row of it is gone. A full catalogue alone is not enough:
 * variants come with the offers. Documents and customers are never all there is: 1C sends those that changed.
 */
export function coversWholeKind(kind: EntityKind, survey: SetSurvey): boolean {
  return COVERS_ALL[kind]?.(survey) ?? false;
}

/** Goods and prices, as against customers and documents: exported apart from them, at another time. */
export function isGoodsKind(kind: EntityKind): boolean {
  return kind in COVERS_ALL;
}

function isFull({ lists, fullLists }: Extent): boolean {
  return lists > 0 && lists === fullLists;
}
