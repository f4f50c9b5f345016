import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimalFromInteger,
  negateDecimal,
  plainDecimal,
} from '#portal/lib/decimal.ts';
import { multiplyToMinor } from '#portal/lib/money.ts';
import type { DiscountRule } from '#portal/discounts/discount.ts';
import { priceFor } from '#portal/prices/price-for.ts';
import type { Price, PriceQuestion } from '#portal/prices/price-for.ts';
import type { PriceEntry, PriceList } from '#portal/prices/price-list.ts';
import {
  aContract,
  aDiscountRule,
  aListOf,
  aPriceQuestion,
  entriesOf,
} from '#test/support/price-builders.ts';

const DAYS = ['2026-01-01', '2026-12-12', '2026-12-31', '2027-06-30'] as const;
const day = fc.constantFrom(null, ...DAYS);
const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10_000_000n }), fc.constantFrom(0, 2, 4))
  .map(([digits, scale]) => decimalFromInteger(digits, scale));
const quantity = fc
  .integer({ min: 1, max: 100_000 })
  .map((milli) => plainDecimal(decimalFromInteger(BigInt(milli), 3)));
const threshold = fc.constantFrom('0', '1', '5', '10.5', '50');
const currency = fc.constantFrom('RUB', 'EUR');

const priceList: fc.Arbitrary<PriceList> = fc
  .record({
    id: fc.uuid(),
    standing: fc.constantFrom('open', 'assigned', 'contract'),
    currency,
    isTaxIncluded: fc.boolean(),
    validToOn: day,
  })
  .map((differences) => aListOf(differences));

const rule: fc.Arbitrary<DiscountRule> = fc
  .record({
    id: fc.uuid(),
    origin: fc.constantFrom('source', 'key'),
    effect: fc.oneof(
      fc.record({ kind: fc.constant('percent'), basisPoints: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ kind: fc.constant('fixed-price'), price: amount }),
    ),
    currency: fc.option(currency),
    goodsGroup: fc.constantFrom(null, 'Bearings', 'Seals'),
    sku: fc.constantFrom(null, '6204-2RS', '6205'),
    validToOn: day,
    leftMinor: fc.option(fc.bigInt({ min: 0n, max: 1_000_000n })),
  })
  .map((differences) => aDiscountRule(differences));

const question: fc.Arbitrary<PriceQuestion> = fc
  .uniqueArray(priceList, { minLength: 1, maxLength: 4, selector: ({ id }) => id })
  .chain((lists) =>
    fc.record({
      lists: fc.constant(lists),
      entries: fc.array(entryOf(lists), { minLength: 1, maxLength: 10 }),
      discounts: fc.uniqueArray(rule, { maxLength: 5, selector: ({ id }) => id }),
      quantity,
    }),
  )
  .map((differences) => aPriceQuestion(differences));

function entryOf(lists: readonly PriceList[]): fc.Arbitrary<PriceEntry> {
  return fc.record({
    id: fc.uuid(),
    priceListId: fc.constantFrom(...lists.map(({ id }) => id)),
    minQuantity: threshold,
    price: amount,
    unit: fc.constantFrom(null, 'pcs', 'box'),
    validFromOn: day,
    validToOn: day,
  });
}

function pricedOrNull(asked: PriceQuestion): Price | null {
  const answer = priceFor(asked);
  return answer.ok ? answer.price : null;
}

test('a price is never negative', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const price = pricedOrNull(asked);
      expect(price === null || compareDecimals(price.final, '0') >= 0).toBe(true);
    }),
  );
});

test('the steps add up to the price, to the last digit', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const price = pricedOrNull(asked);
      if (price === null) return;
      expect(price.steps.map(({ amount: step }) => step).reduce(addDecimals, '0')).toBe(price.final);
    }),
  );
});

test('no discount ever raises a price', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const before = pricedOrNull({ ...asked, discounts: [] });
      const after = pricedOrNull(asked);
      expect(before === null).toBe(after === null);
      if (before === null || after === null) return;
      expect(compareDecimals(after.final, before.final)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a price comes from one currency alone', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const price = pricedOrNull(asked);
      if (price === null) return;
      const currencies = price.steps.map((step) => ('list' in step ? step.list : step.discount).currency);
      expect(new Set(currencies.filter((one) => one !== null))).toEqual(new Set([price.basis.currency]));
    }),
  );
});

test('the order of rows never decides', () => {
  const shuffled = question.chain((asked) =>
    fc.record({
      asked: fc.constant(asked),
      lists: fc.shuffledSubarray([...asked.lists], { minLength: asked.lists.length }),
      entries: fc.shuffledSubarray([...asked.entries], { minLength: asked.entries.length }),
      discounts: fc.shuffledSubarray([...asked.discounts], { minLength: asked.discounts.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ asked, ...rows }) => {
      expect(priceFor({ ...asked, ...rows })).toEqual(priceFor(asked));
    }),
  );
});

test('more is never dearer per unit, in a list where it is not, whatever the discounts without a limit', () => {
  const contract = aContract();
  const falling = fc
    .uniqueArray(amount, { minLength: 3, maxLength: 3, selector: plainDecimal })
    .map((prices) => prices.toSorted(compareDecimals).toReversed())
    .map(([first = '3', second = '2', third = '1']) =>
      entriesOf(contract, { 0: first, 5: second, 50: third }),
    );
  const endless = fc.array(
    rule.map((one) => ({ ...one, leftMinor: null })),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(falling, endless, fc.tuple(quantity, quantity), (entries, discounts, quantities) => {
      const [fewer = '1', more = '1'] = quantities.toSorted(compareDecimals);
      const asked = aPriceQuestion({ lists: [contract], entries, discounts });
      const few = pricedOrNull({ ...asked, quantity: fewer });
      const many = pricedOrNull({ ...asked, quantity: more });
      if (few === null || many === null) return;
      expect(compareDecimals(many.final, few.final)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a discount of a key gives no more than what is left of its limit', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const step = pricedOrNull(asked)?.steps.find(({ kind }) => kind === 'key-discount');
      if (step?.kind !== 'key-discount' || step.discount.leftMinor === null) return;
      const given = multiplyToMinor(negateDecimal(step.amount), asked.quantity, 'RUB');
      expect(given).toBeLessThanOrEqual(step.discount.leftMinor);
    }),
  );
});
