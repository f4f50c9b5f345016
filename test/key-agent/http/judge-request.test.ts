import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeRequest } from '#key-agent/http/judge-request.ts';

const HOST = '127.0.0.1:17700';
const ORIGIN = 'https://portal.example';
const KNOWN = { host: HOST, isAllowedOrigin: (origin: string) => origin === ORIGIN };
const HONEST = { host: HOST, origin: ORIGIN, 'content-type': 'application/json', 'x-key-agent': '1' };
const WINDOW = `/window/${'a'.repeat(43)}`;
const OPENED = { host: HOST, 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' };

function judge(
  headers: Record<string, string | undefined>,
  { method = 'POST', url = '/v1/prove', hostHeaders = 1 } = {},
) {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return judgeRequest({ method, url, headers: given, hostHeaders }, KNOWN);
}

test('AGT-04 an honest message of an allowed page is heard', () => {
  expect(judge(HONEST)).toEqual({ act: 'message', path: 'prove', origin: ORIGIN });
});

test.each([
  'localhost:17700',
  '127.0.0.1',
  '127.0.0.1:17701',
  'portal.example:17700',
  '127.0.0.1.evil.example:17700',
  '127.0.0.1:17700.evil.example',
  '[::1]:17700',
  '127.1:17700',
  '2130706433:17700',
  '127.0.0.1:17700, evil.example',
  '',
  undefined,
])('AGT-02 a request under the name %s is misdirected', (host) => {
  expect(judge({ ...HONEST, host })).toEqual({ act: 'refuse', status: 421 });
});

test('AGT-02 two Host headers are none, whatever the first one says', () => {
  expect(judge(HONEST, { hostHeaders: 2 })).toEqual({ act: 'refuse', status: 421 });
});

test.each([
  'https://portal.example.evil.example',
  'https://evil-portal.example',
  'https://portal.example:8443',
  'http://portal.example',
  'https://sub.portal.example',
  'https://portal.example/',
  'https://PORTAL.example',
  `${ORIGIN}, https://evil.example`,
  `http://${HOST}`,
  'http://localhost:3000',
  'null',
  '*',
  '',
  undefined,
])('AGT-03 a page of %s is refused, by message and by preflight', (origin) => {
  expect(judge({ ...HONEST, origin })).toEqual({ act: 'refuse', status: 403 });
  const preflight = { host: HOST, origin, 'access-control-request-method': 'POST' };
  expect(judge(preflight, { method: 'OPTIONS' })).toEqual({ act: 'refuse', status: 403 });
});

test('AGT-03 no text but the exact origin is ever allowed', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(ORIGIN.slice(1), `${ORIGIN}x`)),
      (origin) => {
        fc.pre(origin !== ORIGIN);
        expect(judge({ ...HONEST, origin }).act).toBe('refuse');
      },
    ),
  );
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE'])(
  'AGT-04 %s finds nothing, even from an allowed page with all headers',
  (method) => {
    expect(judge(HONEST, { method })).toEqual({ act: 'refuse', status: 404 });
  },
);

test.each(['text/plain', 'application/json; charset=utf-8', 'application/x-www-form-urlencoded', undefined])(
  'AGT-04 a body of the type %s, which a form could send, is refused',
  (type) => {
    expect(judge({ ...HONEST, 'content-type': type })).toEqual({ act: 'refuse', status: 415 });
  },
);

test.each([undefined, '0', 'true'])('AGT-04 without its own header (%s) a message is refused', (value) => {
  expect(judge({ ...HONEST, 'x-key-agent': value })).toEqual({ act: 'refuse', status: 403 });
});

test('AGT-04 a preflight of an allowed page for a post is answered, for anything else not', () => {
  const preflight = { host: HOST, origin: ORIGIN, 'access-control-request-method': 'POST' };
  expect(judge(preflight, { method: 'OPTIONS' })).toEqual({ act: 'preflight', origin: ORIGIN });
  for (const method of ['GET', 'PUT', undefined]) {
    const asked = { ...preflight, 'access-control-request-method': method };
    expect(judge(asked, { method: 'OPTIONS' })).toEqual({ act: 'refuse', status: 403 });
  }
});

test.each([
  '/',
  '/v1',
  '/V1/prove',
  '/v2/prove',
  '//v1/prove',
  `http://${HOST}/v1/prove`,
  '/favicon.ico',
  '*',
])('AGT-04 there is nothing at %s', (url) => {
  expect(judge(HONEST, { url })).toEqual({ act: 'refuse', status: 404 });
});

test('AGT-06 the window that the agent opened itself is shown', () => {
  expect(judge(OPENED, { method: 'GET', url: WINDOW })).toEqual({
    act: 'show_window',
    pathToken: 'a'.repeat(43),
  });
});

test.each([
  ['from another site', { 'sec-fetch-site': 'cross-site' }],
  ['from the same site', { 'sec-fetch-site': 'same-site' }],
  ['by a program that is no browser', { 'sec-fetch-site': undefined }],
  ['in a frame', { 'sec-fetch-dest': 'iframe' }],
  ['by a script', { 'sec-fetch-dest': 'empty' }],
])('AGT-06 the window is not shown %s', (_, changes) => {
  expect(judge({ ...OPENED, ...changes }, { method: 'GET', url: WINDOW })).toEqual({
    act: 'refuse',
    status: 404,
  });
});

test.each([
  '/window',
  '/window/',
  '/window/short',
  `${WINDOW}?a`,
  `${WINDOW}/x`,
  `/window/${'a'.repeat(44)}`,
])('AGT-06 %s is no path of a window', (url) => {
  expect(judge(OPENED, { method: 'GET', url })).toEqual({ act: 'refuse', status: 404 });
});

const FORM = {
  host: HOST,
  origin: `http://${HOST}`,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
};

test('AGT-06 a window is answered by its own form only', () => {
  const answer = { method: 'POST', url: '/window' };
  expect(judge(FORM, answer)).toEqual({ act: 'answer_window' });
  expect(judge({ ...FORM, origin: ORIGIN }, answer).act).toBe('refuse');
  expect(judge({ ...FORM, origin: 'null' }, answer).act).toBe('refuse');
  expect(judge({ ...FORM, origin: undefined }, answer).act).toBe('refuse');
  expect(judge({ ...FORM, 'sec-fetch-site': 'none' }, answer).act).toBe('refuse');
  expect(judge({ ...FORM, 'content-type': 'application/json' }, answer).act).toBe('refuse');
  expect(judge(FORM, { method: 'PUT', url: '/window' }).act).toBe('refuse');
});
