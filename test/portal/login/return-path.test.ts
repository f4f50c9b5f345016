import { expect, test } from 'vitest';
import { parseOwnPath, parseReturnPath } from '#portal/login/return-path.ts';

test.each([
  'https://other.example/',
  '//other.example',
  '/\\other.example',
  '/x/..//other.example/phish',
  '/.//other.example',
  '/%2e//other.example',
  '/sign-in/..//other.example',
  'orders',
  ' /orders',
  '',
  `/${'x'.repeat(500)}`,
])('the address %j leads to nobody else’s site', (path) => {
  expect(parseReturnPath(path)).toBeNull();
  expect(parseOwnPath(path)).toBeNull();
});

test('a page of the portal is returned to with what was asked for', () => {
  expect(parseReturnPath('/orders?status=open&q=%D0%97%D0%9A#lines')).toBe(
    '/orders?status=open&q=%D0%97%D0%9A',
  );
  expect(parseReturnPath('/orders/../prices')).toBe('/prices');
});

test('nobody is returned to a sign-in, a sign-out or a lock', () => {
  for (const path of [
    '/sign-in',
    '/sign-in?reason=ended',
    '/sign-out',
    '/lock',
    '/locked',
    '/enrol/key',
    '/live',
  ]) {
    expect(parseReturnPath(path)).toBeNull();
  }
  expect(parseReturnPath('/sign-input')).toBe('/sign-input');
  expect(parseOwnPath('/enrol/key')).toBe('/enrol/key');
});
