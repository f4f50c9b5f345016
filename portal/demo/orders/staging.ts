import type { CustomerKind } from '../customers/customer-kind.ts';
import type { DemoWorld } from '../world.ts';
import type { Fate } from './order-progress.ts';

/** What is settled about an order beforehand; everything else is left to chance. */
export type Staging = {
  customer?: CustomerKind['code'] | 'branch';
  fate?: Fate;
  /** Its goods leave long after they were promised. */
  isLate?: boolean;
  /** Something of it comes back as soon as it is delivered. */
  isReturned?: boolean;
};

/** Chance alone could leave out, on some days, what the demo is there to show. Counted from the newest order. */
const STAGED: ReadonlyMap<number, Staging> = new Map<number, Staging>([
  [1, { fate: 'kept' }],
  [2, { customer: 'newcomer', fate: 'kept' }],
  [4, { fate: 'quoted' }],
  [6, { customer: 'factory', fate: 'draft' }],
  [9, { customer: 'branch', fate: 'kept' }],
  [11, { customer: 'farm', fate: 'kept', isLate: true }],
  [12, { customer: 'retailer', fate: 'kept', isReturned: true }],
  [13, { customer: 'newcomer', fate: 'kept' }],
  [14, { customer: 'builder', fate: 'kept', isReturned: true }],
  [15, { customer: 'factory', fate: 'kept', isLate: true }],
  [16, { customer: 'retailer', fate: 'kept', isReturned: true }],
  [17, { customer: 'builder', fate: 'kept', isLate: true }],
  [18, { customer: 'workshop', fate: 'kept', isReturned: true }],
  [20, { customer: 'branch', fate: 'kept' }],
  [21, { customer: 'retailer', fate: 'kept', isReturned: true }],
  [23, { customer: 'newcomer', fate: 'kept' }],
  [25, { customer: 'factory', fate: 'kept', isReturned: true }],
]);

/** In a handful of orders there is no room for a staged few. */
const STAGED_FROM_ORDERS = 100;

const BY_CHANCE: Staging = {};

export function stagingOf({ orderCount }: DemoWorld, index: number): Staging {
  return orderCount < STAGED_FROM_ORDERS ? BY_CHANCE : (STAGED.get(orderCount - index) ?? BY_CHANCE);
}
