/** What records of one place in the set need to know from another: filled while the files are read the first time. */

export type PriceType = {
  externalId: string;
  name: string;
  currency: string;
  isTaxIncluded: boolean;
};

/** What a variant (`Предложение` with a characteristic) takes over from its product. */
export type ProductTraits = { group: ProductGroup; vatCode: string | null };

/** By id while the files are read, because the group's name may come later; by name from the read model. */
export type ProductGroup = { id: string } | { name: string } | null;

/** How goods of a document are found again: line external id by product id; null if two lines have that product. */
export type LineByProduct = Map<string, string | null>;

export type DocumentTraits = {
  baseRef: string | null;
  lines: LineByProduct;
  /** When the newest file that has it was written, in the set or imported before; null if no file says. */
  newestAt: Date | null;
};

export type Dictionaries = {
  /** Path of a group's name from the top, by id. */
  groups: Map<string, string>;
  units: Map<string, string>;
  properties: Map<string, { name: string; values: Map<string, string> }>;
  priceTypes: Map<string, PriceType>;
  /** Filled while prices are mapped. */
  foreignPriceLists: Map<string, { type: PriceType; currency: string }>;
  warehouses: Map<string, string>;
  products: Map<string, ProductTraits>;
  /** By `documentKey`. */
  documents: Map<string, DocumentTraits>;
};

export function emptyDictionaries(): Dictionaries {
  return {
    groups: new Map(),
    units: new Map(),
    properties: new Map(),
    priceTypes: new Map(),
    foreignPriceLists: new Map(),
    warehouses: new Map(),
    products: new Map(),
    documents: new Map(),
  };
}
