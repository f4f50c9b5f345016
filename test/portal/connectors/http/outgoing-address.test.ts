import { describe, expect, test } from 'vitest';
import { resolveAllowed, whyRefused } from '#portal/connectors/http/outgoing-address.server.ts';

const PRODUCTION = { isDemo: false };
const DEMO = { isDemo: true };

describe('WEB-11 nobody is sent', () => {
  test.each([
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    '100.100.100.200',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'not an address',
  ])('to %s, not even in the demo', (address) => {
    expect(whyRefused(address, 'https:', DEMO)).not.toBeNull();
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'])(
    'to the portal’s own machine (%s) in production',
    (address) => {
      expect(whyRefused(address, 'https:', PRODUCTION)).toContain('own machine');
      if (!address.startsWith('64:')) expect(whyRefused(address, 'https:', DEMO)).toBeNull();
    },
  );

  test('to another machine by the demo, which takes no real data', () => {
    expect(whyRefused('192.168.4.20', 'https:', DEMO)).toContain('demo');
    expect(whyRefused('93.184.216.34', 'https:', DEMO)).toContain('demo');
  });

  test('with a password over plain http outside the own network', () => {
    expect(whyRefused('93.184.216.34', 'http:', PRODUCTION)).toContain('https');
    expect(whyRefused('93.184.216.34', 'https:', PRODUCTION)).toBeNull();
    expect(whyRefused('192.168.4.20', 'http:', PRODUCTION)).toBeNull();
    expect(whyRefused('fd12:3456::20', 'http:', PRODUCTION)).toBeNull();
  });
});

test('WEB-11 a name is refused when any of its addresses is out of bounds', async () => {
  const resolve = () =>
    Promise.resolve([
      { address: '10.0.0.5', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ]);

  const resolved = resolveAllowed(new URL('https://erp.example/'), PRODUCTION, resolve);

  await expect(resolved).rejects.toMatchObject({ code: 'address_refused' });
});

test('WEB-11 an address in place of a name is judged as well, in whatever way it is written', async () => {
  for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '2852039166', '0xa9fea9fe']) {
    const resolved = resolveAllowed(new URL(`https://${host}/`), DEMO);
    await expect(resolved).rejects.toMatchObject({ code: 'address_refused' });
  }
});

test('a name without an address is a fault that may pass', async () => {
  const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));

  const resolved = resolveAllowed(new URL('https://erp.example/'), PRODUCTION, resolve);

  await expect(resolved).rejects.toMatchObject({ code: 'unreachable', isPassing: true });
});
