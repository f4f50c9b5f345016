import { expect, test } from 'vitest';
import { evaluatePac, PacError, parseRoutes } from '#key-agent/presence/pac/evaluate-pac.ts';
import type { PacQuestion } from '#key-agent/presence/pac/evaluate-pac.ts';

const QUESTION: PacQuestion = {
  url: new URL('https://portal.example/agent/heartbeat'),
  hostAddress: '203.0.113.7',
  ownAddress: '192.168.10.5',
  now: new Date('2026-11-18T21:30:00Z'), // a Wednesday
};

/** Whether an expression is true inside a PAC file. */
async function holds(expression: string, unlike: Partial<PacQuestion> = {}): Promise<boolean> {
  const script = `function FindProxyForURL(url, host) { return (${expression}) ? 'DIRECT' : 'PROXY no:1'; }`;
  const [route] = await evaluatePac(script, { ...QUESTION, ...unlike });
  return route?.way === 'direct';
}

test('SES-07 a PAC file names the ways to a portal in their order; those that are not known are left out', async () => {
  const script = `function FindProxyForURL(url, host) {
    if (shExpMatch(host, '*.intern.example')) return 'DIRECT';
    return 'SOCKS5 s:1080; PROXY a.example:3128; HTTPS b.example:443; HTTP c.example:80; DIRECT';
  }`;
  const routes = await evaluatePac(script, QUESTION);
  expect(routes.map((route) => (route.way === 'direct' ? 'direct' : route.proxy.host))).toEqual([
    'a.example:3128',
    'c.example',
    'direct',
  ]);
  const inside = { ...QUESTION, url: new URL('https://portal.intern.example') };
  expect(await evaluatePac(script, inside)).toEqual([{ way: 'direct' }]);
});

test.for([
  [`url === 'https://portal.example/' && host === 'portal.example'`, true],
  [`isPlainHostName('portal')`, true],
  [`isPlainHostName(host)`, false],
  [`dnsDomainIs(host, '.example')`, true],
  [`localHostOrDomainIs('portal', 'portal.example')`, true],
  [`localHostOrDomainIs('www.example', 'portal.example')`, false],
  [`dnsDomainLevels(host) === 1`, true],
  [`isInNet(host, '203.0.113.0', '255.255.255.0')`, true],
  [`isInNet(host, '203.0.112.0', '255.255.255.0')`, false],
  [`isInNet(myIpAddress(), '192.168.0.0', '255.255.0.0')`, true],
  [`isInNet('255.1.2.3', '255.0.0.0', '255.0.0.0')`, true],
  [`shExpMatch(url, 'https://*.example/*')`, true],
  [`shExpMatch('portalxexample', 'portal.example')`, false],
  [`shExpMatch('a+b(c)', 'a+b(?)')`, true],
  [`weekdayRange('MON', 'FRI', 'GMT')`, true],
  [`weekdayRange('THU', 'TUE', 'GMT')`, false],
  [`weekdayRange('FRI', 'WED', 'GMT')`, true],
  [`timeRange(21, 'GMT')`, true],
  [`timeRange(9, 17, 'GMT')`, false],
  [`timeRange(21, 15, 21, 45, 'GMT')`, true],
  [`timeRange(20, 6, 'GMT')`, true],
  [`timeRange(21, 30, 1, 22, 0, 0, 'GMT')`, false],
  [`dateRange(18, 'GMT')`, true],
  [`dateRange('NOV', 'GMT')`, true],
  [`dateRange('DEC', 'FEB', 'GMT')`, false],
  [`dateRange('OCT', 'JAN', 'GMT')`, true],
  [`dateRange(2026, 2027, 'GMT')`, true],
  [`dateRange(1, 'NOV', 17, 'NOV', 'GMT')`, false],
  [`dateRange(1, 'JUN', 2026, 15, 'AUG', 2027, 'GMT')`, true],
] as const)('SES-07 in a PAC file %s is %s', async ([expression, expected]) => {
  expect(await holds(expression)).toBe(expected);
});

test('SES-07 a PAC file can have nothing looked up: it knows the portal’s own address, and only that', async () => {
  expect(await holds(`dnsResolve(host) === '203.0.113.7' && dnsResolve('other.example') === null`)).toBe(
    true,
  );
  expect(
    await holds(`isResolvable(host) || isInNet(host, '0.0.0.0', '0.0.0.0')`, { hostAddress: null }),
  ).toBe(false);
  const reach = ['fetch', 'XMLHttpRequest', 'WebSocket', 'require', 'process', 'setTimeout', 'console'];
  for (const name of reach) expect(await holds(`typeof ${name} === 'undefined'`), name).toBe(true);
  expect(await holds(`Function('return typeof process')() === 'undefined'`)).toBe(true);
});

test.for([
  ['has no function of the kind', 'var x = 1;'],
  ['is no JavaScript', '<html>Sign in to the network</html>'],
  ['runs into an error', `function FindProxyForURL() { throw new Error('no'); }`],
  ['never ends', 'function FindProxyForURL() { for (;;); }'],
  ['calls itself without end', 'function FindProxyForURL() { return FindProxyForURL(); }'],
  ['takes all memory', `function FindProxyForURL() { let s = 'x'; for (;;) s += s; }`],
])('SES-07 a PAC file that %s is refused, and the agent goes on', async ([, script = '']) => {
  await expect(evaluatePac(script, QUESTION)).rejects.toThrow(PacError);
  expect(await holds('true')).toBe(true);
});

test('an answer of a PAC file that says nothing usable names no way', () => {
  for (const answer of ['', 'SOCKS a:1', 'PROXY', 'PROXY a:99999', 'undefined', ';;']) {
    expect(parseRoutes(answer), answer).toEqual([]);
  }
  expect(parseRoutes('proxy a:3128 ;direct')).toHaveLength(2);
});
