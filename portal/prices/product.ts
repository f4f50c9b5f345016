/** An article of the catalogue, as pages with prices show it. It is nobody's in particular. */
export type Product = {
  id: string;
  sku: string;
  name: string;
  unit: string;
  goodsGroup: string | null;
  isDiscontinued: boolean;
  /** Smallest quantity sold; orders are multiples of it. */
  packQuantity: string | null;
  /** What to order instead. */
  replacement: { id: string; sku: string; name: string } | null;
};

/** What is free to be ordered, all warehouses together, and when more is expected. */
export type StockLevel = { quantity: string; expectedOn: string | null };
