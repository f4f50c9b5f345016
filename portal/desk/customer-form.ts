import { toOneLine } from '../lib/one-line.ts';

export const CUSTOMER_FIELDS = ['name', 'number'] as const;
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

/** What was typed. */
export type CustomerTexts = Record<CustomerField, string>;

/** A field in which something is wrong, or a number that another customer has. */
export type CustomerFault = CustomerField | 'number_taken';

export const CUSTOMER_LENGTH_MAX = { name: 200, number: 40 } as const;

/** @returns the customer, or the fields in which something is wrong */
export function parseCustomer(
  texts: CustomerTexts,
): { ok: true; customer: CustomerTexts } | { ok: false; faults: CustomerFault[] } {
  const customer = { name: toOneLine(texts.name), number: toOneLine(texts.number) };
  const faults = CUSTOMER_FIELDS.filter(
    (field) => customer[field] === '' || customer[field].length > CUSTOMER_LENGTH_MAX[field],
  );
  return faults.length === 0 ? { ok: true, customer } : { ok: false, faults };
}
