import type { Db } from '#prisma/client.ts';
import { confirmationOf } from './discount-use.ts';
import type { Confirmation, OrderedLine } from './discount-use.ts';
import { findFirstDays } from './find-discount-uses.server.ts';
import { findEntries } from './find-entries.server.ts';
import { findOrderedLines } from './find-ordered-lines.server.ts';
import { findPriceRules } from './find-price-rules.server.ts';
import type { PriceReader } from './find-price-rules.server.ts';
import { findProduct } from './find-products.server.ts';
import { findStock } from './find-stock.server.ts';
import { priceFor } from './price-for.ts';
import type { PriceAnswer, PriceRules } from './price-for.ts';
import type { PriceEntry } from './price-list.ts';
import { toPriceRow } from './price-row.ts';
import type { PriceRow } from './price-row.ts';

/** Everything that the page of one product tells. */
export type ProductPrice = PriceRow & {
  /** The quantity that the answer is for. */
  quantity: string;
  answer: PriceAnswer;
  /** The newest orders of it; null without the class of own prices. */
  purchases: readonly OrderedLine[] | null;
  /** What the ERP has said to an expected price so far. */
  confirmation: Confirmation | null;
};

type ProductQuestion = {
  actor: PriceReader;
  productId: string;
  /** Null: the smallest quantity that has a price. */
  quantity: string | null;
  currency: string | undefined;
  on: string;
};

/** As many as are told of; the newest of them confirms a price. */
const PURCHASES_SHOWN = 5;
const ONE = '1';

/** @returns null when there is no such product */
export async function findProductPrice(db: Db, question: ProductQuestion): Promise<ProductPrice | null> {
  const { actor, productId, currency, on } = question;
  const product = await findProduct(db, { productId });
  if (product === null) return null;
  const hasOwnPrices = actor.classes.includes('own-price');
  const rules = await findPriceRules(db, { actor });
  const [found, stock, purchases] = await Promise.all([
    findEntries(db, { listIds: rules.lists.map(({ id }) => id), productIds: [productId] }),
    findStock(db, { productIds: [productId] }),
    hasOwnPrices ? findOrderedLines(db, { actor, productId, limit: PURCHASES_SHOWN }) : null,
  ]);
  const entries = found.get(productId) ?? [];
  const row = toPriceRow({ product, rules, entries, stock: stock.get(productId) ?? null, hasOwnPrices, on });
  const quantity = question.quantity ?? firstQuantity(row);
  const answer = priceFor({ ...rules, product, entries, quantity, on, currency });
  const confirmation = await findConfirmation(db, { actor, answer, purchases, rules, entries });
  return { ...row, quantity, answer, purchases, confirmation };
}

/** A pack where goods are sold by the pack, else the first quantity that has a price, else one. */
function firstQuantity({ product, ownPrices, listPrices }: PriceRow): string {
  const [first] = ownPrices ?? listPrices;
  const fromQuantity = first === undefined || first.fromQuantity === '0' ? ONE : first.fromQuantity;
  return product.packQuantity ?? fromQuantity;
}

type ExpectedPrice = {
  actor: PriceReader;
  answer: PriceAnswer;
  purchases: readonly OrderedLine[] | null;
  rules: PriceRules;
  entries: readonly PriceEntry[];
};

async function findConfirmation(db: Db, expected: ExpectedPrice): Promise<Confirmation | null> {
  const { actor, answer, purchases, rules, entries } = expected;
  if (!answer.ok || purchases === null || purchases.length === 0) return null;
  const step = answer.price.steps.find(({ kind }) => kind === 'key-discount');
  if (step?.kind !== 'key-discount') return null;
  const { discount } = step;
  const sinceOn = (await findFirstDays(db, { actor, discountIds: [discount.id] })).get(discount.id);
  return sinceOn === undefined ? null : confirmationOf(purchases, { discount, sinceOn, rules, entries });
}
