import { expect, test } from 'vitest';
import { shortenAddress } from '#auth/sessions/shorten-address.ts';

test('SES-06 the list of sessions shows the network, never the machine', () => {
  expect(shortenAddress('192.0.2.77')).toBe('192.0.2.0/24');
  expect(shortenAddress('::ffff:192.0.2.77')).toBe('192.0.2.0/24');
  expect(shortenAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::/48');
  expect(shortenAddress('2001:db8::6')).toBe('2001:db8:0::/48');
  expect(shortenAddress('::1')).toBe('0:0:0::/48');
  expect(shortenAddress('fe80::1%eth0')).toBe('fe80:0:0::/48');
});

test('what is no address is shown as nothing', () => {
  for (const text of ['', 'localhost', '192.0.2', '<script>']) expect(shortenAddress(text)).toBe('');
});
