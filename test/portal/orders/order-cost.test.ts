import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { findDocumentsOfOrder } from '#portal/documents/find-trade-documents.server.ts';
import { findSourceFacts } from '#portal/freshness/find-source-facts.server.ts';
import { findInvoicesOfOrder } from '#portal/invoices/find-invoices.server.ts';
import { findOrder } from '#portal/orders/find-order.server.ts';
import { findReturnsOfOrder } from '#portal/shipments/find-returns.server.ts';
import { findShipmentsOfOrder } from '#portal/shipments/find-shipments-of-order.server.ts';
import { test } from '#test/support/db.ts';
import { openHeardDb, queryPlan } from '#test/support/heard-db.ts';
import {
  aDocument,
  aShipment,
  aShipmentLine,
  aTrackingEvent,
  aTrader,
  anInvoice,
  anOrder,
  anOrderLine,
} from '#test/support/trade-builders.ts';

const STATEMENTS_MAX = 8;

test(`an order's page takes ${STATEMENTS_MAX} statements, however long it is, and none of them scans a table`, async ({
  db,
  databaseUrl,
}) => {
  const trader = await aTrader(db);
  const { id: orderId } = await anOrder(db, { ...trader });
  for (let index = 0; index < 5; index += 1) {
    const line = await anOrderLine(db, { ...trader, orderId, lineNo: index });
    const shipment = await aShipment(db, { ...trader });
    await aShipmentLine(db, { ...trader, orderId, orderLineId: line.id, shipmentId: shipment.id });
    await aTrackingEvent(db, { ...trader, shipmentId: shipment.id });
    await anInvoice(db, { ...trader, orderId });
    await aDocument(db, { ...trader, orderId });
  }
  const heard = openHeardDb(databaseUrl);
  const asked = { actor: { accountId: trader.accountId, classes: [...DATA_CLASSES] }, orderId };

  await findOrder(heard.db, asked);
  const shipments = await findShipmentsOfOrder(heard.db, asked);
  await findReturnsOfOrder(heard.db, asked);
  await findInvoicesOfOrder(heard.db, asked);
  await findDocumentsOfOrder(heard.db, { ...asked, shipmentIds: shipments.map(({ id }) => id) });
  await findSourceFacts(heard.db, { actor: asked.actor, sourceId: trader.sourceId });

  const statements = heard.heard();
  expect(shipments).toHaveLength(5);
  expect(statements).toHaveLength(STATEMENTS_MAX);
  for (const sql of statements) {
    expect((await queryPlan(databaseUrl, sql)).filter((step) => step.includes('SCAN'))).toEqual([]);
  }
  await heard.close();
});
