import { describe, expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import { findPriceList, readPriceList } from '#portal/prices/find-price-list.server.ts';
import { findGoodsGroups } from '#portal/prices/find-products.server.ts';
import { NO_PRICE_FILTER } from '#portal/prices/price-filter.ts';
import type { PriceFilter } from '#portal/prices/price-filter.ts';
import type { PriceRow } from '#portal/prices/price-row.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import {
  aCarriedDiscount,
  aContractList,
  aPricedProduct,
  aSourceDiscount,
  aStoredList,
  anotherKey,
  storedPrices,
} from '#test/support/price-rows.ts';
import { TODAY_ON, aProduct, aStock, aTrader } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

type Reader = Trader & { keyId?: string; classes?: DataClass[] };

function questionOf(
  { accountId, keyId = 'no key', classes = [...DATA_CLASSES] }: Reader,
  filter: Partial<PriceFilter>,
) {
  return { actor: { accountId, keyId, classes }, filter: { ...NO_PRICE_FILTER, ...filter }, on: TODAY_ON };
}

/** Every row, page by page, as somebody who goes on to the end sees them. */
async function rowsFor(db: Db, reader: Reader, filter: Partial<PriceFilter> = {}): Promise<PriceRow[]> {
  const rows: PriceRow[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof findPriceList>> = await findPriceList(db, {
      ...questionOf(reader, filter),
      after,
    });
    rows.push(...page.rows);
    after = page.nextCursor;
  } while (after !== null);
  return rows;
}

/** `list / own` of the only article. */
async function pricesFor(db: Db, reader: Reader): Promise<string> {
  const [row] = await rowsFor(db, reader);
  return `${row?.listPrices[0]?.amount ?? '-'} / ${row?.ownPrices?.[0]?.amount ?? '-'}`;
}

describe('whose lists make a price', () => {
  test('the one open to everybody, and the one that the customer’s counterparty names', async ({ db }) => {
    const trader = await aTrader(db);
    await aPricedProduct(db, trader, { list: '100', own: '88' });
    expect(await pricesFor(db, trader)).toBe('100 / 88');
  });

  test('never another customer’s contract', async ({ db }) => {
    const mine = await aTrader(db);
    const theirs = await aTrader(db);
    const { id: productId } = await aPricedProduct(db, mine, { list: '100' });
    const priceListId = await aContractList(db, theirs);
    await storedPrices(db, { priceListId, productId, sourceId: mine.sourceId }, { 0: '60' });
    expect(await pricesFor(db, mine)).toBe('100 / 100');
    expect(await pricesFor(db, theirs)).toBe('100 / 60');
  });

  test('a contract or price type that nobody was given is nobody’s', async ({ db }) => {
    const trader = await aTrader(db);
    const { id: productId } = await aPricedProduct(db, trader, {});
    for (const kind of ['contract', 'type']) {
      const priceListId = await aStoredList(db, { sourceId: trader.sourceId, kind });
      await storedPrices(db, { priceListId, productId, sourceId: trader.sourceId }, { 0: '60' });
    }
    expect(await pricesFor(db, trader)).toBe('- / -');
  });

  test('a price type that an administrator opened for the account, and only for that one', async ({ db }) => {
    const [mine, theirs] = [await aTrader(db), await aTrader(db)];
    const { id: productId } = await aPricedProduct(db, mine, { list: '100' });
    const priceListId = await aStoredList(db, { sourceId: mine.sourceId, kind: 'type' });
    await storedPrices(db, { priceListId, productId, sourceId: mine.sourceId }, { 0: '70' });
    const { accountId } = mine;
    await db.priceListAssignment.create({ data: { accountId, priceListId, assignedAt: new Date() } });
    expect(await pricesFor(db, mine)).toBe('100 / 70');
    expect(await pricesFor(db, theirs)).toBe('100 / 100');
  });

  test.for([
    ['waits in quarantine', { quarantinedAt: new Date() }],
    ['is gone at its source', { deletedAt: new Date() }],
    ['moved to another account', { accountId: null }],
  ] as const)('not that of a counterparty that %s', async ([, change], { db }) => {
    const trader = await aTrader(db);
    await aPricedProduct(db, trader, { list: '100', own: '88' });
    await db.counterparty.updateMany({ where: { accountId: trader.accountId }, data: change });
    expect(await pricesFor(db, trader)).toBe('100 / 100');
  });

  test('not a list, nor a price, that is gone at its source', async ({ db }) => {
    const trader = await aTrader(db);
    await aPricedProduct(db, trader, { list: '100', own: '88' });
    await db.priceEntry.updateMany({ where: { price: '100' }, data: { deletedAt: new Date() } });
    expect(await pricesFor(db, trader)).toBe('- / 88');
    await db.priceList.updateMany({ where: { kind: 'contract' }, data: { deletedAt: new Date() } });
    expect(await pricesFor(db, trader)).toBe('- / -');
  });
});

describe('which discounts make a price', () => {
  async function aReader(db: Db): Promise<Reader & { keyId: string }> {
    const trader = await aTrader(db);
    await aPricedProduct(db, trader, { list: '100' });
    const holder = await aHolder(db);
    const key = await aKey(db, { holderId: holder.id, accountId: trader.accountId });
    return { ...trader, keyId: key.id };
  }

  const carrierOf = ({ accountId, keyId }: { accountId: string; keyId: string }) => ({ accountId, keyId });

  test('those that the key in hand carries; the price is then expected', async ({ db }) => {
    const reader = await aReader(db);
    await aCarriedDiscount(db, carrierOf(reader));
    const [row] = await rowsFor(db, reader);
    expect(row?.ownPrices?.[0]).toMatchObject({ amount: '95', isExpected: true });
    expect(row?.listPrices[0]).toMatchObject({ amount: '100', isExpected: false });
  });

  test('not those of another key of the same company', async ({ db }) => {
    const reader = await aReader(db);
    await aCarriedDiscount(db, { ...carrierOf(reader), keyId: await anotherKey(db, reader.accountId) });
    expect(await pricesFor(db, reader)).toBe('100 / 100');
  });

  test.for(['draft', 'ended'])('not one that is %s', async (status, { db }) => {
    const reader = await aReader(db);
    await aCarriedDiscount(db, { ...carrierOf(reader), status });
    expect(await pricesFor(db, reader)).toBe('100 / 100');
  });

  test('not one that was taken off the key', async ({ db }) => {
    const reader = await aReader(db);
    await aCarriedDiscount(db, carrierOf(reader));
    await db.keyDiscount.updateMany({ data: { untiedAt: new Date() } });
    expect(await pricesFor(db, reader)).toBe('100 / 100');
  });

  test('not one that the key carries for another account', async ({ db }) => {
    const reader = await aReader(db);
    const other = await aTrader(db);
    await aCarriedDiscount(db, { ...carrierOf(reader), accountId: other.accountId });
    expect(await pricesFor(db, reader)).toBe('100 / 100');
  });

  test('those that the source grants this account, not another’s, not one in quarantine', async ({ db }) => {
    const reader = await aReader(db);
    await aSourceDiscount(db, reader, { basisPoints: 300 });
    await aSourceDiscount(db, await aTrader(db), { basisPoints: 5_000 });
    await aSourceDiscount(db, reader, { basisPoints: 6_000, quarantinedAt: new Date() });
    await aSourceDiscount(db, reader, { basisPoints: 7_000, deletedAt: new Date() });
    expect(await pricesFor(db, reader)).toBe('100 / 97');
  });
});

test('without the class of own prices there are list prices and nothing else', async ({ db }) => {
  const trader = await aTrader(db);
  await aPricedProduct(db, trader, { list: '100', own: '88' });
  await aSourceDiscount(db, trader);
  const rows = await rowsFor(db, { ...trader, classes: ['status', 'goods', 'list-price'] });
  expect(rows[0]).toMatchObject({ listPrices: [{ amount: '100' }], ownPrices: null });
});

describe('the pages of a price list', () => {
  test('neither skip nor repeat an article, by number and then by name of row', async ({ db }) => {
    const trader = await aTrader(db);
    for (let index = 0; index < 105; index += 1) {
      await aProduct(db, { sourceId: trader.sourceId, sku: index < 60 ? 'SAME' : `SKU-${index}` });
    }
    const ids = (await rowsFor(db, trader)).map(({ product }) => product.id);
    expect(new Set(ids).size).toBe(105);
    const exported: string[] = [];
    for await (const batch of readPriceList(db, { ...questionOf(trader, {}), size: 10 })) {
      expect(batch.length).toBeLessThanOrEqual(10);
      exported.push(...batch.map(({ product }) => product.id));
    }
    expect(exported).toEqual(ids);
  });

  test('are found by parts of number and name, and narrowed to a group', async ({ db }) => {
    const trader = await aTrader(db);
    await aProduct(db, {
      sourceId: trader.sourceId,
      sku: '6204-2RS',
      name: 'Demo bearing',
      groupName: 'Bearings',
    });
    await aProduct(db, {
      sourceId: trader.sourceId,
      sku: '6205-2RS',
      name: 'Demo bearing',
      groupName: 'Bearings',
    });
    await aProduct(db, { sourceId: trader.sourceId, sku: 'SEAL-20', name: 'Demo seal', groupName: 'Seals' });
    const skus = async (filter: Partial<PriceFilter>) =>
      (await rowsFor(db, trader, filter)).map(({ product }) => product.sku);
    expect(await skus({ query: '204' })).toEqual(['6204-2RS']);
    expect(await skus({ query: 'BEARING 2rs' })).toEqual(['6204-2RS', '6205-2RS']);
    expect(await skus({ query: '%' })).toHaveLength(3);
    expect(await skus({ goodsGroup: 'Seals' })).toEqual(['SEAL-20']);
    expect(await skus({ goodsGroup: 'Seals', query: 'bearing' })).toEqual([]);
  });

  test('leave out what is gone at its source, from the groups too', async ({ db }) => {
    const trader = await aTrader(db);
    await aProduct(db, { sourceId: trader.sourceId, groupName: 'Bearings' });
    await aProduct(db, { sourceId: trader.sourceId, groupName: 'Seals', deletedAt: new Date() });
    await aProduct(db, { sourceId: trader.sourceId, groupName: null });
    expect(await rowsFor(db, trader)).toHaveLength(2);
    expect(await findGoodsGroups(db)).toEqual(['Bearings']);
  });

  test('tell what is free in all warehouses together, and nothing where the source says nothing', async ({
    db,
  }) => {
    const trader = await aTrader(db);
    const { id: productId } = await aProduct(db, { sourceId: trader.sourceId, sku: 'A' });
    await aProduct(db, { sourceId: trader.sourceId, sku: 'B' });
    await aStock(db, { sourceId: trader.sourceId, productId, quantity: '2.5', expectedOn: '2026-12-24' });
    await aStock(db, {
      sourceId: trader.sourceId,
      productId,
      warehouse: 'Other',
      quantity: '0.5',
      expectedOn: '2026-12-20',
    });
    await aStock(db, {
      sourceId: trader.sourceId,
      productId,
      warehouse: 'Gone',
      quantity: '100',
      deletedAt: new Date(),
    });
    const rows = await rowsFor(db, trader);
    expect(rows.map(({ stock }) => stock)).toEqual([{ quantity: '3', expectedOn: '2026-12-20' }, null]);
  });

  test('name what replaces a discontinued article', async ({ db }) => {
    const trader = await aTrader(db);
    const { id: productId } = await aProduct(db, {
      sourceId: trader.sourceId,
      sku: 'OLD',
      status: 'discontinued',
    });
    const { id: replacementProductId } = await aProduct(db, { sourceId: trader.sourceId, sku: 'NEW' });
    const row = {
      id: 'r',
      sourceId: trader.sourceId,
      externalId: 'r',
      syncedAt: new Date(),
      rowHash: 'test',
    };
    await db.replacement.create({ data: { ...row, productId, replacementProductId } });
    const rows = await rowsFor(db, trader);
    expect(rows.find(({ product }) => product.sku === 'OLD')?.product).toMatchObject({
      isDiscontinued: true,
      replacement: { sku: 'NEW' },
    });
  });
});
