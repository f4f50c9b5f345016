/** Labels come in the language of whoever asks: they are shown, and they tell no rows apart. */
import { expect } from 'vitest';
import { test } from '#test/support/db.ts';
import { openOdoo17 } from '#test/support/odoo-world.ts';
import { aPullingPortal, PASSWORD } from '#test/support/pulled-source.ts';
import type { Db } from '#prisma/client.ts';

test('labels in another language, after the asking user’s settings were changed: every row stays what and whose it was', async ({
  db,
}) => {
  const world = await openOdoo17();
  const { emulator, mapping } = world;
  const portal = await aPullingPortal(db, { address: emulator.address, mapping, credentials: PASSWORD });
  await portal.sync();
  const before = await linksOf(db);
  for (const row of Object.values(emulator.models).flatMap(({ rows }) => rows)) {
    for (const [field, value] of Object.entries(row)) {
      if (Array.isArray(value)) row[field] = [Number(value[0]), `label in English of ${String(value[0])}`];
    }
  }

  const report = await portal.sync({ isFull: true });

  const counts = Object.values(report.counts);
  expect(counts.reduce((sum, { added, removed }) => sum + added + removed, 0)).toBe(0);
  expect(
    before.orders.every(({ counterpartyId, currency }) => counterpartyId !== null && currency === 'RUB'),
  ).toBe(true);
  expect(await linksOf(db)).toEqual(before);
  await emulator.close();
});

async function linksOf(db: Db) {
  const orderBy = { id: 'asc' } as const;
  const orders = await db.order.findMany({
    orderBy,
    select: { id: true, counterpartyId: true, currency: true, status: true },
  });
  const lines = await db.orderLine.findMany({
    orderBy,
    select: { id: true, orderId: true, productId: true },
  });
  return { orders, lines };
}
