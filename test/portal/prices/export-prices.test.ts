import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aPricedProduct } from '#test/support/price-rows.ts';
import { aTrader } from '#test/support/trade-builders.ts';
import type { Db } from '#prisma/client.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };

async function exportEvents(db: Db): Promise<string[]> {
  const events = await db.auditEvent.findMany({
    where: { type: 'export_downloaded' },
    orderBy: { seq: 'asc' },
    select: { result: true, reason: true, detailsJson: true },
  });
  return events.map(({ result, reason, detailsJson }) => `${result} ${reason ?? ''} ${detailsJson}`);
}

test('the price list is a file to be saved, as the page shows it, and stands in the log', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  await aPricedProduct(db, trader, { list: '100', own: '88', sku: 'A-1', groupName: 'Bearings' });
  await aPricedProduct(db, trader, { list: '50', sku: 'B-1', groupName: 'Seals' });

  const response = await portal.request('/prices/export.csv?group=Bearings', { as: token, cookies: ENGLISH });

  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="prices \d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const lines = (await response.text()).split('\r\n');
  expect(lines[1]).toMatch(/^A-1,.*,100,88,/);
  expect(lines).toHaveLength(3);
  expect(await exportEvents(db)).toEqual(['ok  {"kind":"prices"}']);
});

test('a session that ends stops a download that runs, as one that is broken, and the log says so', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token, sessionId } = await signedInCustomer(db, { account: { id: trader.accountId } });
  await manyLargeProducts(db, trader.sourceId);

  const download = await startSlowDownload(`${portal.origin}/prices/export.csv`, token);
  await db.session.update({ where: { id: sessionId }, data: { endedAt: new Date(), endedReason: 'test' } });
  await wait(2_500);
  const outcome = await download.readOn();

  expect(outcome.isWhole).toBe(false);
  await expect
    .poll(() => exportEvents(db))
    .toEqual(['ok  {"kind":"prices"}', 'refused session_ended {"kind":"prices"}']);
}, 60_000);

/** More text than the buffers between the portal and a reader who takes nothing can hold. */
async function manyLargeProducts(db: Db, sourceId: string): Promise<void> {
  const long = 'щ'.repeat(8_000);
  for (let batch = 0; batch < 20; batch += 1) {
    await db.product.createMany({
      data: Array.from({ length: 100 }, (_, index) => {
        const id = `p${batch}-${index}`;
        const row = { id, sourceId, externalId: id, syncedAt: new Date(), rowHash: 'test' };
        return { ...row, sku: id, name: long, unit: 'pcs', status: 'active' };
      }),
    });
  }
}

/** Begins to read, then stops; `readOn` takes the rest. */
async function startSlowDownload(url: string, token: string) {
  const headers = { cookie: `__Host-brelok-session=${token}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers }, resolve).on('error', reject).end();
  });
  const ended = new Promise<{ isWhole: boolean }>((resolve) => {
    response.on('error', () => undefined);
    response.on('close', () => resolve({ isWhole: response.complete }));
  });
  response.once('readable', () => response.read(1));
  return {
    readOn: () => {
      response.resume();
      return ended;
    },
  };
}
