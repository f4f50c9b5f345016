import type { Db } from '#prisma/client.ts';
import { multiplyToMinor, sumMoney } from '../lib/money.ts';
import { findEntries } from '../prices/find-entries.server.ts';
import { findPriceRules } from '../prices/find-price-rules.server.ts';
import type { PriceReader } from '../prices/find-price-rules.server.ts';
import { findProductsById } from '../prices/find-products.server.ts';
import { priceFor } from '../prices/price-for.ts';
import type { Price, PriceRules } from '../prices/price-for.ts';
import type { PriceEntry } from '../prices/price-list.ts';
import type { Product } from '../prices/product.ts';
import type { RequestLine, RequestTotal } from './order-request.ts';

export type QuotedRequest = { lines: RequestLine[]; total: RequestTotal | null };

type QuoteQuestion = {
  actor: PriceReader;
  lines: readonly { id: string; productId: string; quantity: string }[];
  on: string;
};

/**
 * What a list of goods costs this customer with this key today. The first line with a price says in which currency, and
 * whether with tax; a line that has none like it is without a price, since unlike amounts can't be added.
 */
export async function quoteRequest(db: Db, { actor, lines, on }: QuoteQuestion): Promise<QuotedRequest> {
  const productIds = lines.map(({ productId }) => productId);
  const rules = await findPriceRules(db, { actor });
  const [products, entries] = await Promise.all([
    findProductsById(db, { productIds }),
    findEntries(db, { listIds: rules.lists.map(({ id }) => id), productIds }),
  ]);
  const known = new Map(products.map((product) => [product.id, product]));
  const priced = lines.map((line) => {
    const product = known.get(line.productId) ?? null;
    const ask = { rules, entries: entries.get(line.productId) ?? [], on };
    return { line, product, price: product === null ? null : priceOf(product, line.quantity, ask) };
  });
  const basis = priced.find(({ price }) => price !== null)?.price?.basis ?? null;
  const shown = priced.map(({ line, product, price }) => {
    const isLike =
      price !== null &&
      price.basis.currency === basis?.currency &&
      price.basis.isTaxIncluded === basis.isTaxIncluded;
    return toLine(line, product, isLike ? price : null);
  });
  if (basis === null) return { lines: shown, total: null };
  const { currency, isTaxIncluded } = basis;
  const amounts = shown.flatMap(({ netMinor }) =>
    netMinor === null ? [] : [{ amountMinor: netMinor, currency }],
  );
  const unpriced = shown.length - amounts.length;
  return { lines: shown, total: { total: sumMoney(amounts, currency), isTaxIncluded, unpriced } };
}

type Ask = { rules: PriceRules; entries: readonly PriceEntry[]; on: string };

/** A price for another unit than the one that is counted in is none. */
function priceOf(product: Product, quantity: string, { rules, entries, on }: Ask): Price | null {
  const answer = priceFor({ ...rules, product, entries, quantity, on });
  return answer.ok && answer.price.basis.unit === product.unit ? answer.price : null;
}

function toLine(
  { id, productId, quantity }: { id: string; productId: string; quantity: string },
  product: Product | null,
  price: Price | null,
): RequestLine {
  return {
    id,
    productId,
    sku: product?.sku ?? '',
    name: product?.name ?? '',
    unit: product?.unit ?? '',
    quantity,
    unitPrice: price?.final ?? null,
    netMinor: price === null ? null : multiplyToMinor(price.final, quantity, price.basis.currency),
    isExpected: price?.isExpected ?? false,
    problem: problemOf(product),
    replacement: product?.replacement ?? null,
  };
}

function problemOf(product: Product | null): RequestLine['problem'] {
  if (product === null) return 'gone';
  return product.isDiscontinued ? 'discontinued' : null;
}
