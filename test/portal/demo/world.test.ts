import { expect, test } from 'vitest';
import { GOODS_GROUPS, makeStock } from '#portal/demo/catalogue/make-catalogue.ts';
import { makeWorld } from '#portal/demo/world.ts';

const TODAY = '2026-11-22';

test('the catalogue has 500 articles in 12 groups, each under a number of its own', () => {
  const { products } = makeWorld({ today: TODAY });
  expect(products).toHaveLength(500);
  expect(new Set(products.map(({ sku }) => sku)).size).toBe(500);
  expect(new Set(products.map(({ group }) => group.name)).size).toBe(GOODS_GROUPS.length);
  expect(GOODS_GROUPS).toHaveLength(12);
});

test('whatever has gone out of sale is replaced by something that is on sale', () => {
  const { products } = makeWorld({ today: TODAY });
  const gone = products.filter(({ discontinuedOn }) => discontinuedOn !== null);
  const onSale = new Set(products.filter((product) => !gone.includes(product)).map(({ sku }) => sku));
  expect(gone.length).toBeGreaterThan(20);
  for (const { replacement, discontinuedOn } of gone) {
    expect(onSale).toContain(replacement?.sku);
    expect(discontinuedOn && discontinuedOn < TODAY).toBe(true);
  }
});

test('every price is above zero and every pack holds something', () => {
  for (const { priceMinor, packMilli, gramsPerUnit } of makeWorld({ today: TODAY }).products) {
    expect(priceMinor > 0n && packMilli > 0n && gramsPerUnit > 0n).toBe(true);
  }
});

test('stock is counted in whole packs; what has run out says when more is expected', () => {
  const world = makeWorld({ today: TODAY });
  const packs = new Map(world.products.map(({ sku, packMilli }) => [sku, packMilli]));
  const stock = makeStock(world.products, world);
  expect(stock.some(({ quantityMilli }) => quantityMilli === 0n)).toBe(true);
  for (const { sku, quantityMilli, expectedOn } of stock) {
    expect(quantityMilli % (packs.get(sku) ?? 1n)).toBe(0n);
    expect(expectedOn === null).toBe(quantityMilli > 0n);
  }
});

test('there are six accounts and one counterparty that nobody has tied yet', () => {
  const { customers } = makeWorld({ today: TODAY });
  expect(customers.filter(({ accountNumber }) => accountNumber !== null)).toHaveLength(6);
  expect(customers.filter(({ accountNumber }) => accountNumber === null)).toHaveLength(1);
  for (const { party } of customers) {
    expect(party.name).toContain('(демо)');
    expect(party.taxId).toMatch(/^0099/u);
  }
});

test('a larger demo has as many accounts as asked for, all with names and tax numbers of their own', () => {
  const { customers } = makeWorld({ today: TODAY, customers: 250 });
  const accounts = customers.filter(({ accountNumber }) => accountNumber !== null);
  expect(accounts).toHaveLength(250);
  expect(new Set(accounts.map(({ party }) => party.taxId)).size).toBe(250);
  expect(new Set(accounts.map(({ party }) => party.name)).size).toBe(250);
});
