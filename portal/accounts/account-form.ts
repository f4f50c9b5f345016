import { toOneLine } from '../lib/one-line.ts';

export const ACCOUNT_FIELDS = ['name', 'number'] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/** What was typed. */
export type AccountTexts = Record<AccountField, string>;

/** A field in which something is wrong, or a number that another customer has. */
export type AccountFault = AccountField | 'number_taken';

export const ACCOUNT_LENGTH_MAX = { name: 200, number: 40 } as const;

/** @returns the account's name and number, or the fields in which something is wrong */
export function parseAccount(
  texts: AccountTexts,
): { ok: true; account: AccountTexts } | { ok: false; faults: AccountFault[] } {
  const account = { name: toOneLine(texts.name), number: toOneLine(texts.number) };
  const faults = ACCOUNT_FIELDS.filter(
    (field) => account[field] === '' || account[field].length > ACCOUNT_LENGTH_MAX[field],
  );
  return faults.length === 0 ? { ok: true, account } : { ok: false, faults };
}
