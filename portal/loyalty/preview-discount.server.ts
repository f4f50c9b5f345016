import type { Db } from '#prisma/client.ts';
import type { DiscountTerms } from './discount-draft.ts';
import { findSampleOrders } from './find-sample-orders.server.ts';
import { findAccountKeys, findAccountsByText } from './find-ties.server.ts';
import type { FoundAccount } from './find-ties.server.ts';
import { sampleEffect } from './sample-effect.ts';
import type { OrderEffect } from './sample-effect.ts';

export type Preview =
  | { kind: 'no_account' }
  | { kind: 'choose'; accounts: FoundAccount[] }
  | { kind: 'orders'; account: FoundAccount; orders: OrderEffect[] };

/**
 * What a discount would have changed in a customer's latest orders. Nothing is written.
 * @param wanted the account's id, if one was chosen, else a text to find it by
 */
export async function previewDiscount(
  db: Db,
  { terms, wanted }: { terms: DiscountTerms; wanted: { accountId: string; text: string } },
): Promise<Preview> {
  const chosen = wanted.accountId === '' ? null : await findAccountKeys(db, wanted.accountId);
  const accounts = chosen === null ? await findAccountsByText(db, wanted.text) : [chosen];
  const [account, ...others] = accounts;
  if (account === undefined) return { kind: 'no_account' };
  if (others.length > 0) return { kind: 'choose', accounts };
  const orders = sampleEffect(terms, await findSampleOrders(db, account.id));
  return { kind: 'orders', account: { id: account.id, name: account.name, number: account.number }, orders };
}
