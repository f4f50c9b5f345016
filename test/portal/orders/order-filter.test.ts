import { expect, test } from 'vitest';
import { NO_FILTER, isFiltered, ordersHref, parseOrderFilter } from '#portal/orders/order-filter.ts';

const parse = (query: string) => parseOrderFilter(new URLSearchParams(query));

test('an address says what the list is narrowed to, and is made of the same again', () => {
  const filter = parse('q=6205+%26+co&status=open&from=2026-01-01&to=2026-02-28');
  expect(filter).toEqual({ query: '6205 & co', status: 'open', fromOn: '2026-01-01', toOn: '2026-02-28' });
  expect(parse(ordersHref(filter).split('?')[1] ?? '')).toEqual(filter);
  expect(ordersHref(filter, 'abc')).toContain('after=abc');
});

test('what is no value of ours is not set', () => {
  expect(parse('status=draft&from=2026-02-30&to=yesterday&q=++')).toEqual(NO_FILTER);
  expect(parse('status=quoted').status).toBeNull();
  expect(parse(`q=${'x'.repeat(500)}`).query).toHaveLength(100);
});

test('a list without filters has the plain address', () => {
  expect(ordersHref(NO_FILTER)).toBe('/orders');
  expect(isFiltered(NO_FILTER)).toBe(false);
  expect(isFiltered({ ...NO_FILTER, fromOn: '2026-01-01' })).toBe(true);
});
