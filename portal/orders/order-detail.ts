import type { Money } from '../lib/money.ts';
import type { OrderLine } from './order-line.ts';
import type { ShownStatus } from './order.ts';

/** An order and its lines, as far as the session's classes open them. */
export type OrderDetail = {
  id: string;
  sourceId: string;
  number: string;
  customerReference: string | null;
  orderedOn: string;
  requestedOn: string | null;
  promisedOn: string | null;
  status: ShownStatus;
  /** The status in the source's own words. */
  sourceStatus: string | null;
  /** The stage of production, where the source has one. */
  stage: string | null;
  /** Of the prices; null where the session opens none. */
  currency: string | null;
  /** Null where the session does not open what was ordered. */
  goods: { deliveryAddress: string | null; lines: OrderLine[] } | null;
  /** Null where the session does not open the customer's own prices. */
  totals: { net: Money; tax: Money; gross: Money } | null;
};
