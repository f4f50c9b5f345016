import { describe, expect, test } from 'vitest';
import { priceFor } from '#portal/prices/price-for.ts';
import type { Price, PriceQuestion } from '#portal/prices/price-for.ts';
import { tieredPricesOn } from '#portal/prices/price-list.ts';
import { tierTable } from '#portal/prices/tier-table.ts';
import type { TierRow } from '#portal/prices/tier-table.ts';
import {
  aContract,
  aDiscountRule,
  aListOf,
  aPriceQuestion,
  entriesOf,
  percentOff,
} from '#test/support/price-builders.ts';

const open = aListOf();
const contract = aContract();

function priced(differences: Partial<PriceQuestion>): Price {
  const answer = priceFor(aPriceQuestion(differences));
  if (!answer.ok) throw new Error(answer.reason);
  return answer.price;
}

/** `list 100, contract -12, …`, as the page shows it. */
function sumOf({ steps, final }: Price): string {
  return [...steps.map(({ kind, amount }) => `${kind} ${amount}`), `final ${final}`].join(', ');
}

describe('why a price', () => {
  test('list, contract, tier, discount of the ERP, discount of the key, final', () => {
    const price = priced({
      lists: [open, contract],
      entries: [...entriesOf(open, { 0: '100', 10: '97' }), ...entriesOf(contract, { 0: '88', 10: '85.50' })],
      discounts: [
        aDiscountRule({ id: 'erp', origin: 'source', effect: percentOff(200) }),
        aDiscountRule({ id: 'key', effect: percentOff(500) }),
      ],
      quantity: '10',
    });
    expect(sumOf(price)).toBe(
      'list 100, contract -12, tier -2.5, source-discount -1.71, key-discount -4.19, final 79.6',
    );
    expect(price.listPrice).toBe('97');
  });

  test('without rules of one’s own it is the list', () => {
    expect(sumOf(priced({}))).toBe('list 100, final 100');
  });

  test('a contract goes before the list even when it is dearer: it is what was agreed', () => {
    const entries = [...entriesOf(open, { 0: '100' }), ...entriesOf(contract, { 0: '104' })];
    expect(sumOf(priced({ lists: [open, contract], entries }))).toBe('list 100, contract 4, final 104');
  });

  test('a contract goes before a price type opened by an administrator, and that before the list', () => {
    const assigned = aListOf({ id: 'wholesale', standing: 'assigned' });
    const entries = [
      ...entriesOf(open, { 0: '100' }),
      ...entriesOf(assigned, { 0: '70' }),
      ...entriesOf(contract, { 0: '90' }),
    ];
    expect(priced({ lists: [open, assigned, contract], entries }).final).toBe('90');
    expect(priced({ lists: [open, assigned], entries }).final).toBe('70');
  });

  test('of two contracts the lower price at this quantity counts', () => {
    const other = aContract({ id: 'contract-2' });
    const entries = [
      ...entriesOf(contract, { 0: '90', 10: '80' }),
      ...entriesOf(other, { 0: '88', 10: '85' }),
    ];
    const lists = [contract, other];
    expect(priced({ lists, entries, quantity: '1' }).final).toBe('88');
    expect(priced({ lists, entries, quantity: '10' }).final).toBe('80');
  });

  test('a contract that does not hold today, or not for this product, is passed over', () => {
    const over = aContract({ validToOn: '2026-12-11' });
    const entries = [...entriesOf(open, { 0: '100' }), ...entriesOf(over, { 0: '80' })];
    expect(priced({ lists: [open, over], entries }).final).toBe('100');
    expect(priced({ lists: [open, contract] }).final).toBe('100');
  });

  test('a contract from ten on leaves the list to nine', () => {
    const entries = [...entriesOf(open, { 0: '100' }), ...entriesOf(contract, { 10: '80' })];
    expect(priced({ lists: [open, contract], entries, quantity: '9' }).final).toBe('100');
    expect(priced({ lists: [open, contract], entries, quantity: '10' }).final).toBe('80');
  });

  test('a list without the product, and a quantity below the first tier, are told apart', () => {
    expect(priceFor(aPriceQuestion({ entries: [] }))).toEqual({ ok: false, reason: 'no_price' });
    expect(priceFor(aPriceQuestion({ entries: entriesOf(open, { 10: '90' }) }))).toEqual({
      ok: false,
      reason: 'below_first_tier',
      fromQuantity: '10',
      unit: 'pcs',
    });
  });

  test('holds as long as all of its rules do', () => {
    const ending = aContract({ validFromOn: '2026-01-01', validToOn: '2026-12-31' });
    const price = priced({
      lists: [open, ending],
      entries: [...entriesOf(open, { 0: '100' }), ...entriesOf(ending, { 0: '90' })],
      discounts: [aDiscountRule({ validFromOn: '2026-12-01', validToOn: '2027-03-01' })],
    });
    expect(price.period).toEqual({ validFromOn: '2026-12-01', validToOn: '2026-12-31' });
  });
});

describe('discounts on a price', () => {
  test('one of the ERP and one of the key are taken off one after the other', () => {
    const discounts = [
      aDiscountRule({ id: 'erp-1', origin: 'source', effect: percentOff(1_000) }),
      aDiscountRule({ id: 'erp-2', origin: 'source', effect: percentOff(400) }),
      aDiscountRule({ id: 'key-1', effect: percentOff(1_000) }),
      aDiscountRule({ id: 'key-2', effect: percentOff(600) }),
    ];
    const price = priced({ discounts });
    expect(sumOf(price)).toBe('list 100, source-discount -10, key-discount -9, final 81');
    expect(price.notCounted.map(({ rule, because }) => [rule.id, because])).toEqual([
      ['erp-2', 'another-gives-more'],
      ['key-2', 'another-gives-more'],
    ]);
  });

  test('a key’s discount makes a price expected, one of the ERP does not', () => {
    expect(priced({ discounts: [aDiscountRule({ origin: 'source' })] }).isExpected).toBe(false);
    expect(priced({ discounts: [aDiscountRule({ origin: 'key' })] }).isExpected).toBe(true);
  });

  test('are rounded half up to the digits of the list, and never to fewer', () => {
    expect(priced({ entries: entriesOf(open, { 0: '0.30' }), discounts: [aDiscountRule()] }).final).toBe(
      '0.29',
    );
    const fine = entriesOf(open, { 0: '0.0834', 1000: '0.08' });
    expect(priced({ entries: fine, discounts: [aDiscountRule()] }).final).toBe('0.0792');
    const yen = aListOf({ currency: 'JPY' });
    expect(
      priced({ lists: [yen], entries: entriesOf(yen, { 0: '101' }), discounts: [aDiscountRule()] }).final,
    ).toBe('96');
  });
});

describe('currencies, taxes and units are never mixed', () => {
  const euro = aContract({ id: 'euro', currency: 'EUR' });

  test('a contract in another currency stands on its own, without the list as its first step', () => {
    const entries = [...entriesOf(open, { 0: '100' }), ...entriesOf(euro, { 0: '1.10' })];
    const price = priced({ lists: [open, euro], entries });
    expect(sumOf(price)).toBe('contract 1.1, final 1.1');
    expect(price.listPrice).toBeNull();
  });

  test('a price can be asked for in one of the product’s currencies', () => {
    const question = aPriceQuestion({
      lists: [open, euro],
      entries: [...entriesOf(open, { 0: '100' }), ...entriesOf(euro, { 0: '1.10' })],
    });
    expect(priceFor(question)).toMatchObject({ currencies: ['EUR', 'RUB'], price: { final: '1.1' } });
    expect(priceFor({ ...question, currency: 'RUB' })).toMatchObject({ price: { final: '100' } });
    expect(priceFor({ ...question, currency: 'USD' })).toEqual({ ok: false, reason: 'no_price' });
  });

  test('a discount of another currency does not apply', () => {
    expect(priced({ discounts: [aDiscountRule({ currency: 'EUR' })] }).final).toBe('100');
  });

  test('of two contracts that can not be compared the one in the list’s currency counts', () => {
    const entries = [
      ...entriesOf(open, { 0: '100' }),
      ...entriesOf(euro, { 0: '1.10' }),
      ...entriesOf(contract, { 0: '95' }),
    ];
    expect(priced({ lists: [open, euro, contract], entries }).basis.currency).toBe('RUB');
  });

  test('a list with tax is not the first step of a contract without', () => {
    const withTax = aListOf({ isTaxIncluded: true });
    const entries = [...entriesOf(withTax, { 0: '120' }), ...entriesOf(contract, { 0: '90' })];
    const price = priced({ lists: [withTax, contract], entries });
    expect(sumOf(price)).toBe('contract 90, final 90');
    expect(price.listPrice).toBeNull();
  });

  test('a price per box is not held against one per piece', () => {
    const entries = [
      ...entriesOf(open, { 0: '100' }),
      ...entriesOf(contract, { 0: '4000' }, { unit: 'box' }),
    ];
    expect(sumOf(priced({ lists: [open, contract], entries }))).toBe('contract 4000, final 4000');
  });
});

function tableOf({ lists, entries, ...question }: PriceQuestion): TierRow[] {
  const { on, product } = question;
  return tierTable(tieredPricesOn(lists, entries, { on, productUnit: product.unit }), question);
}

describe('the table of tiers', () => {
  const question = aPriceQuestion({
    lists: [open, contract],
    entries: [...entriesOf(open, { 0: '100', 50: '92' }), ...entriesOf(contract, { 0: '88', 10: '85' })],
  });

  test('has a row for each quantity where the list or the contract changes', () => {
    const rows = tableOf(question).map(({ fromQuantity, price }) => [
      fromQuantity,
      price.listPrice,
      price.final,
    ]);
    expect(rows).toEqual([
      ['0', '100', '88'],
      ['10', '100', '85'],
      ['50', '92', '85'],
    ]);
  });

  test('leaves out the quantities that have no price yet', () => {
    const rows = tableOf({ ...question, entries: entriesOf(contract, { 10: '85' }) });
    expect(rows.map(({ fromQuantity }) => fromQuantity)).toEqual(['10']);
  });

  test('asks for less than one where tiers begin below one', () => {
    const rows = tableOf({ ...question, entries: entriesOf(contract, { 0: '85', '0.5': '80' }) });
    expect(rows.map(({ price }) => price.final)).toEqual(['85', '80']);
  });
});
