import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aDocument, aTrader } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const BYTES = new TextEncoder().encode('%PDF-1.7 demo');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

test('WEB-12 a document is given to its customer, as a file of its own name, and the log says so', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const id = await aStored(portal, db, { ...trader, dataClass: 'own-price', fileName: 'Счёт 17.pdf' });
  const response = await portal.request(`/documents/${id}`, { as: token });
  expect(response.status).toBe(200);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(BYTES);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename=".*17\.pdf"; filename\*=UTF-8''%D0/,
  );
  const opened = await db.auditEvent.findMany({
    where: { type: 'document_opened' },
    select: { result: true },
  });
  expect(opened).toEqual([{ result: 'ok' }]);
});

test('a document to look at can run nothing and load nothing', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const id = await aStored(portal, db, { ...trader, dataClass: 'goods' });
  const { headers } = await portal.request(`/documents/${id}?view=1`, { as: token });
  expect(headers.get('content-disposition')).toMatch(/^inline/);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).not.toContain('script-src');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('another customer’s document is not there, and neither is one that waits for a person', async ({
  portal,
  db,
}) => {
  const [own, other] = [await aTrader(db), await aTrader(db)];
  const { token } = await signedInCustomer(db, { account: { id: own.accountId } });
  const theirs = await aStored(portal, db, { ...other, dataClass: 'status' });
  const waiting = await aStored(portal, db, { ...own, dataClass: 'status', quarantinedAt: new Date() });
  const gone = await aStored(portal, db, { ...own, dataClass: 'status', deletedAt: new Date() });
  for (const id of [theirs, waiting, gone, 'no-such-document']) {
    for (const query of ['', '?view=1']) {
      expect((await portal.request(`/documents/${id}${query}`, { as: token })).status).toBe(404);
    }
  }
});

test('a receiver finds unpriced papers only, in the list and by address', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { role: 'receiver', account: { id: trader.accountId } });
  const invoice = await aStored(portal, db, {
    ...trader,
    dataClass: 'own-price',
    kind: 'invoice',
    title: 'Priced paper',
  });
  await aStored(portal, db, {
    ...trader,
    dataClass: 'goods',
    kind: 'delivery-note',
    title: 'Packing list 4',
  });
  const list = await portal.page('/documents', { as: token });
  expect(list).toContain('Packing list 4');
  expect(list).not.toContain('Priced paper');
  expect((await portal.request(`/documents/${invoice}`, { as: token })).status).toBe(404);
});

test('a document whose file was damaged is never shown, and the page says what to do', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const { id } = await aDocument(db, { ...trader, dataClass: 'goods', sha256: SHA256 });
  const response = await portal.request(`/documents/${id}`, { as: token });
  expect(response.headers.get('location')).toBe('/documents?problem=unavailable');
  expect(await portal.page('/documents?problem=unavailable', { as: token })).toContain('менеджера');
});

test('pages of documents neither skip nor repeat one, also where many share a day', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const titles = Array.from({ length: 65 }, (_, index) => `Paper ${String(index).padStart(3, '0')}.`);
  for (const [index, title] of titles.entries()) {
    await aDocument(db, {
      ...trader,
      dataClass: 'goods',
      title,
      issuedOn: index < 50 ? '2026-11-02' : '2026-11-01',
    });
  }
  const seen: string[] = [];
  let path: string | null = '/documents';
  while (path !== null) {
    const html: string = await portal.page(path, { as: token });
    seen.push(...[...html.matchAll(/class="row-link"[^>]*>(Paper \d+\.)/g)].map((match) => match[1] ?? ''));
    path = /href="(\/documents\?after=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null;
  }
  expect(seen.toSorted()).toEqual(titles);
});

type Stored = Trader & {
  dataClass: DataClass;
  kind?: string;
  title?: string;
  fileName?: string;
  quarantinedAt?: Date;
  deletedAt?: Date;
};

/** A document with its bytes in the store. */
async function aStored(portal: TestPortal, db: Db, values: Stored): Promise<string> {
  const { id } = await aDocument(db, {
    ...values,
    mediaType: 'application/pdf',
    sha256: SHA256,
    sizeBytes: BYTES.byteLength,
  });
  await portal.services.documents.put({ id, sha256: SHA256 }, BYTES);
  return id;
}
