import { afterAll, beforeAll, expect, test } from 'vitest';
import { findShipmentsOfOrder } from '#portal/shipments/find-shipments-of-order.server.ts';
import { anAskingPortal, PARCEL } from '#test/support/asking-cdek.ts';
import { NOON } from '#test/support/audit-log.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import { aParcel, aShipmentLine, anOrder } from '#test/support/trade-builders.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

test('on PostgreSQL a parcel is asked for once by several processes, and its way is shown', async () => {
  const { db } = testDb;
  const { cdek, trader, ask } = await anAskingPortal(db);
  const { id: shipmentId } = await aParcel(db, { ...trader, ...PARCEL });
  const { id: orderId } = await anOrder(db, trader);
  await aShipmentLine(db, { ...trader, shipmentId, orderId });

  await Promise.all([ask(), ask(), ask()]);
  await cdek.close();

  expect(cdek.asked).toHaveLength(1);
  const actor = { accountId: trader.accountId, classes: ['status'] as const };
  const [shipment] = await findShipmentsOfOrder(db, { actor, orderId });
  expect(shipment?.events.map(({ status }) => status)).toEqual(['in_transit', 'picked_up', 'label_created']);
  expect(shipment?.tracking).toEqual({ asOf: NOON, isAsked: true, expectedOn: '2026-03-09' });
});
