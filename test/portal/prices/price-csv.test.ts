import { describe, expect, test } from 'vitest';
import { priceCsvHead, priceCsvLines } from '#portal/prices/price-csv.ts';
import type { PriceRow, ShownPrice } from '#portal/prices/price-row.ts';

function aPrice(differences: Partial<ShownPrice> = {}): ShownPrice {
  return {
    basis: { currency: 'RUB', isTaxIncluded: false, unit: 'pcs' },
    amount: '88.5',
    listAmount: '100',
    fromQuantity: '0',
    isExpected: false,
    ...differences,
  };
}

function aRow(differences: Partial<PriceRow> = {}, product: Partial<PriceRow['product']> = {}): PriceRow {
  return {
    product: {
      id: '1',
      sku: '6204-2RS',
      name: 'Demo bearing',
      unit: 'pcs',
      goodsGroup: 'Bearings',
      isDiscontinued: false,
      packQuantity: null,
      replacement: null,
      ...product,
    },
    listPrices: [aPrice({ amount: '100' })],
    ownPrices: [aPrice(), aPrice({ fromQuantity: '10', amount: '80', isExpected: true })],
    stock: { quantity: '12.5', expectedOn: null },
    ...differences,
  };
}

const own = { locale: 'en', hasOwnPrices: true } as const;

describe('the price list as a file', () => {
  test('has a line for each quantity at which the price changes', () => {
    expect(priceCsvLines(aRow(), own)).toBe(
      '6204-2RS,Demo bearing,Bearings,pcs,0,100,88.5,,RUB,without VAT,12.5,active,\r\n' +
        '6204-2RS,Demo bearing,Bearings,pcs,10,100,80,yes,RUB,without VAT,12.5,active,\r\n',
    );
  });

  test('has no column of own prices for whom they are not open', () => {
    const list = { locale: 'en', hasOwnPrices: false } as const;
    expect(priceCsvHead(list)).not.toContain('Your price');
    const [line = ''] = priceCsvLines(aRow({ ownPrices: null }), list).split('\r\n');
    expect(line.split(',')).toHaveLength(priceCsvHead(list).split(',').length);
  });

  test('is written as a Russian spreadsheet reads it', () => {
    const russian = { locale: 'ru', hasOwnPrices: true } as const;
    expect(priceCsvHead(russian)).toMatch(/^\uFEFFАртикул;Название;/);
    expect(priceCsvLines(aRow(), russian)).toContain(';88,5;');
  });

  test('keeps an article without a price, with nothing where the price would be', () => {
    const line = priceCsvLines(
      aRow({ ownPrices: [], listPrices: [], stock: null }, { isDiscontinued: true }),
      own,
    );
    expect(line).toBe('6204-2RS,Demo bearing,Bearings,pcs,,,,,,,,discontinued,\r\n');
  });

  test('holds no text that a spreadsheet would run', () => {
    const line = priceCsvLines(aRow({}, { sku: '=1+1', name: '@SUM(A1)', goodsGroup: '+cmd|x' }), own);
    expect(line).toMatch(/^'=1\+1,'@SUM\(A1\),'\+cmd\|x,/);
  });
});
