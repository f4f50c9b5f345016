import { daysBetween } from '../lib/dates.ts';
import type { Money } from '../lib/money.ts';

export const INVOICE_STATUSES = ['open', 'partly_paid', 'paid', 'cancelled'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** Money is still owed on these. */
export const UNPAID_STATUSES = ['open', 'partly_paid'] as const satisfies readonly InvoiceStatus[];

/** A demand for payment and how it stands. Class `money`. */
export type Invoice = {
  id: string;
  number: string;
  orderId: string | null;
  issuedOn: string;
  dueOn: string | null;
  status: InvoiceStatus;
  total: Money;
  /** What is left to pay, where the source says it. */
  residual: Money | null;
};

export function toInvoiceStatus(text: string): InvoiceStatus {
  return INVOICE_STATUSES.find((status) => status === text) ?? 'open';
}

/** Days by which an unpaid invoice is over its day of payment; 0 when it is not, or has none. */
export function daysOverdue({ status, dueOn }: Pick<Invoice, 'status' | 'dueOn'>, todayOn: string): number {
  if (dueOn === null || !UNPAID_STATUSES.some((unpaid) => unpaid === status)) return 0;
  return Math.max(0, daysBetween(dueOn, todayOn));
}
