import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, parseAddress, parseNetwork } from '#auth/networks/network.ts';

const within = (address: string, cidr: string): boolean | null => {
  const [parsed, network] = [parseAddress(address), parseNetwork(cidr)];
  return parsed === null || network === null ? null : isWithin(parsed, network);
};

test('an address belongs to its network by value, however it is written', () => {
  expect(within('192.0.2.77', '192.0.2.0/24')).toBe(true);
  expect(within('192.0.3.77', '192.0.2.0/24')).toBe(false);
  expect(within('::ffff:192.0.2.77', '192.0.2.64/26')).toBe(true);
  expect(within('::ffff:c000:24d', '192.0.2.77')).toBe(true);
  expect(within('2001:DB8:0:1::5', '2001:db8:0:1::/64')).toBe(true);
  expect(within('2001:db8:0:2::5', '2001:db8:0:1::/64')).toBe(false);
  expect(within('fe80::1%eth0', 'fe80::/10')).toBe(true);
  expect(within('203.0.113.9', '0.0.0.0/0')).toBe(true);
});

test('an address of one family is in no network of the other', () => {
  expect(within('::1', '0.0.0.0/0')).toBe(false);
  expect(within('127.0.0.1', '::/0')).toBe(false);
});

test('what is no network, or names an address inside one, is refused', () => {
  for (const text of [
    '',
    'office',
    '192.0.2.7/24',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/024',
    '1.2.3/8',
  ])
    expect(parseNetwork(text)).toBeNull();
  for (const text of ['2001:db8::1/32', '::/129', '192.0.2.0/24/8', '192.0.2.0/', ':::/8'])
    expect(parseNetwork(text)).toBeNull();
});

test('what is an address and what is none is judged as Node judges it', () => {
  const odd = [
    '::',
    '1::',
    '::1:2',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8::',
    ':::',
    '1::2::3',
  ];
  const more = [
    '::ffff:1.2.3.4',
    '1.2.3.4::',
    '::1.2.3',
    '1:2:3:4:5:6:1.2.3.4',
    '01.2.3.4',
    '1.2.3.256',
    'g::',
    ':1',
  ];
  for (const text of [...odd, ...more])
    expect([text, parseAddress(text) !== null]).toEqual([text, isIP(text) !== 0]);
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
      if (!text.includes('%')) expect(parseAddress(text) !== null).toBe(isIP(text) !== 0);
    }),
  );
});
