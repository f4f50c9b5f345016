import type { Money } from '../lib/money.ts';

/** What a line costs. Only for a session that opens the customer's own prices. */
export type LinePrice = {
  unitPrice: string | null;
  discountPercent: string | null;
  vatPercent: string | null;
  net: Money | null;
};

/** A line of an order as the source has it: goods, or a remark between them. Quantities and prices are decimals. */
export type OrderLine = {
  id: string;
  lineNo: number;
  kind: 'item' | 'note';
  sku: string | null;
  name: string;
  quantity: string;
  unit: string | null;
  /** What the source itself says has been shipped; null when it does not say. */
  shippedQuantity: string | null;
  promisedOn: string | null;
  stage: string | null;
  listPrice: string | null;
  price: LinePrice | null;
};
