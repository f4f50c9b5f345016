import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { signedInStaff } from '#test/support/builders.ts';
import {
  aDiscount,
  aProduct,
  aSource,
  aTiedAccount,
  anOrderOf,
  someTexts,
} from '#test/support/loyalty-builders.ts';
import { test } from '#test/support/portal-test.ts';

const ENGLISH = { headers: { 'accept-language': 'en' } };

test('the officer sees the effect on a customer’s latest order before anything is saved', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'loyalty');
  const account = await aTiedAccount(db, (await aSource(db)).id);
  const product = await aProduct(db, { sku: 'A-1' });
  const order = await anOrderOf(db, {
    accountId: account.id,
    productId: product.id,
    unitPrice: '1000',
    quantity: '2',
  });
  const form = { ...someTexts(), intent: 'preview', sample: account.number };
  const html = await portal.page('/loyalty/new', { as, form, ...ENGLISH });
  expect(html).toContain(`Order ${order.number}`);
  expect(html).toContain('In all, the customer would have saved 150.00');
  expect(await db.discount.count()).toBe(0);
});

test('a form with a fault comes back as it was typed, with the fault at its head', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'loyalty');
  const form = { ...someTexts({ name: 'Kept as typed', percent: '200' }), intent: 'save' };
  const response = await portal.request('/loyalty/new', { as, form, ...ENGLISH });
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain('value="Kept as typed"');
  expect(html).toContain('href="#percent"');
  expect(await db.discount.count()).toBe(0);
});

test('from draft to a key that carries it: saved, given, switched on, handed over, ended', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'loyalty');
  const account = await aTiedAccount(db, (await aSource(db, 'file-drop', 'Demo ERP')).id);
  const saved = await portal.request('/loyalty/new', { as, form: { ...someTexts(), intent: 'save' } });
  const path = saved.headers.get('location')?.split('?')[0] ?? '';
  expect(path).toMatch(/^\/loyalty\/[0-9a-f-]{36}$/);

  const search = await portal.page(`${path}?q=${account.number}`, { as });
  expect(search).toContain(`value="${account.keyId}"`);
  const tie = { intent: 'tie', accountId: account.id, keyId: account.keyId };
  for (const form of [tie, { intent: 'activate' }]) {
    expect((await portal.request(path, { as, form })).status).toBe(302);
  }
  const { env } = portal.services;
  expect(existsSync(join(env.dataDir, 'outgoing/Demo ERP/key-discounts.csv'))).toBe(true);
  expect(await portal.page(path, { as, ...ENGLISH })).toContain('outgoing/Demo ERP/key-discounts.csv');

  const silent = await portal.request(path, { as, form: { intent: 'end', reason: ' ' } });
  expect(silent.status).toBe(409);
  const ended = await portal.request(path, { as, form: { intent: 'end', reason: 'season over' } });
  expect(ended.headers.get('location')).toBe(`${path}?done=ended`);
});

test('where no source takes discounts the page says so and offers no way to switch one on', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'loyalty');
  const { id } = await aDiscount(db);
  const html = await portal.page(`/loyalty/${id}`, { as, ...ENGLISH });
  expect(html).toContain('No source takes discounts of keys');
  expect(html).not.toContain('value="activate"');
  expect((await portal.request(`/loyalty/${id}`, { as, form: { intent: 'activate' } })).status).toBe(409);
});

test('the list leads on page by page and shows each discount once', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'loyalty');
  for (let number = 0; number < 51; number += 1) await aDiscount(db, { name: `Numbered ${number};` });
  await aDiscount(db, { name: 'Ended one', status: 'ended' });
  const first = await portal.page('/loyalty?status=draft', { as });
  const next = /href="(\/loyalty\?status=draft&amp;after=[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&');
  const second = await portal.page(next ?? '', { as });
  const seen = (first + second).match(/Numbered \d+;/g) ?? [];
  expect(new Set(seen).size).toBe(51);
  expect(seen).toHaveLength(51);
  expect(first + second).not.toContain('Ended one');
});

test('an unknown discount is not there', async ({ portal, db }) => {
  const as = await signedInStaff(db, 'loyalty');
  expect((await portal.request('/loyalty/none', { as })).status).toBe(404);
});
