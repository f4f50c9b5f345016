import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect } from 'vitest';
import { securityHeaders } from '#portal/http/security-headers.server.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';

test('WEB-01, WEB-02 every page carries the strict policy with a nonce of its own', async ({ portal }) => {
  const [first, second] = [await portal.request('/sign-in'), await portal.request('/sign-in')];
  const policy = first.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe');
  expect(nonceOf(policy)).toMatch(/^[\w+/]{22}==$/);
  expect(nonceOf(second.headers.get('content-security-policy') ?? '')).not.toBe(nonceOf(policy));
});

test('WEB-04, WEB-05, WEB-06 isolate the page and switch off what it does not use', async ({ portal }) => {
  const { headers } = await portal.request('/sign-in');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('permissions-policy')).toContain('publickey-credentials-get=(self)');
  expect(headers.get('permissions-policy')).toContain('hid=()');
  expect(headers.has('x-powered-by')).toBe(false);
  expect(headers.has('server')).toBe(false);
});

test('WEB-03 over https browsers are told for two years to come by https only; over http nothing of it is said', async () => {
  const told = async (isHttps: boolean) => (await headersOf(isHttps)).get('strict-transport-security');
  expect(await told(true)).toBe('max-age=63072000; includeSubDomains');
  expect(await told(false)).toBeNull();
  expect((await headersOf(true)).get('content-security-policy')).toContain('upgrade-insecure-requests');
});

test('SES-08 a signed-in page is never stored', async ({ portal, db }) => {
  const { token } = await signedInCustomer(db);
  const page = await portal.request('/home', { as: token });
  expect(page.status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('no-store');
});

test('a browser may keep the company’s logo for an hour; that there is none, it may not', async ({
  portal,
  db,
}) => {
  const missing = await portal.request('/company/logo');
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
  const logo = new TextEncoder().encode('demo picture');
  await db.installation.update({ where: { id: 1 }, data: { logo, logoMediaType: 'image/png' } });
  const { status, headers } = await portal.request('/company/logo?v=1');
  expect([status, headers.get('cache-control')]).toEqual([200, 'private, max-age=3600']);
});

test('the address bar’s own host name is the only one that is answered', async ({ portal }) => {
  const { port } = new URL(portal.origin);
  const byAddress = await fetch(`http://127.0.0.1:${port}/sign-in`, { redirect: 'manual' });
  expect(byAddress.status).toBe(302);
  expect(byAddress.headers.get('location')).toBe(`${portal.origin}/sign-in`);
});

/** What the headers are where the portal is reached by https, which tests are not. */
async function headersOf(isHttps: boolean): Promise<Headers> {
  const app = express()
    .use(securityHeaders({ isHttps }))
    .use((_request, response) => void response.end());
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  server.close();
  return headers;
}

function nonceOf(policy: string): string {
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
}
