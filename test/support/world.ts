/** The same trade in every emulated source: customers, goods, orders with two lines each. */
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';
import type { EmulatedSource } from './emulated-source.ts';

export type World<Source extends EmulatedSource = EmulatedSource> = {
  emulator: Source;
  mapping: unknown;
  /** Where it is not a user and a password. */
  credentials?: SourceCredentials;
  /** A line that is taken out is told with its order; otherwise it is found by comparing names. */
  tellsDroppedLines: boolean;
  orderId: (number: number) => string;
  addOrder: (number: number) => void;
  changeOrder: (number: number, gross: string) => void;
  /** Takes the second line out. */
  dropLine: (number: number) => void;
  /** As a person deletes it; the source then says so or not. */
  deleteOrder: (number: number) => void;
  /** Every trace of it is gone, and the source says nothing. */
  eraseOrder: (number: number) => void;
  /** What the source itself would show of its orders. */
  orders: () => { externalId: string; number: string; gross: string; lines: number }[];
  hideOrders: (isHidden: boolean) => void;
  /** The source has no invoices at all, or none for this user. */
  unpublishInvoices: () => void;
  /** Part of every question for orders, and of one for their second page. */
  orderSet: string;
  secondPage: string;
  /** What the source calls the number of an order. */
  numberField: string;
};

export const ORDERS = 60;
export const CUSTOMERS = 3;

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
