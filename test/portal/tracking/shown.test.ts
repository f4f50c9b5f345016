import { expect } from 'vitest';
import { storeEvents } from '#portal/connectors/tracking/store-events.server.ts';
import type { Db } from '#prisma/client.ts';
import { audit } from '#test/support/audit-log.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aParcel, aShipmentLine, aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };
const DAY_MS = 86_400_000;
const timeZone = 'Europe/Moscow';

function onDay(daysAgo: number): string {
  return new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

/** A customer with one order, whose parcel left so many days ago under the same number as everybody's here. */
async function aCustomerWithParcel(db: Db, daysAgo: number) {
  const trader = await aTrader(db, { kinds: ['order', 'order-line', 'shipment', 'shipment-line'] });
  const { id: orderId } = await anOrder(db, trader);
  const line = await anOrderLine(db, { ...trader, orderId });
  const parcel = { carrier: 'СДЭК', trackingNumber: '1106420000', shippedOn: onDay(daysAgo) };
  const { id: shipmentId } = await aParcel(db, { ...trader, ...parcel });
  await aShipmentLine(db, { ...trader, shipmentId, orderId, orderLineId: line.id });
  const { token: as } = await signedInCustomer(db, { account: { id: trader.accountId } });
  return { as, orderId, shipmentId };
}

test('what a carrier reports is shown to the customer whose parcel it is, and to no other with the same number', async ({
  portal,
  db,
}) => {
  const [ours, theirs] = [await aCustomerWithParcel(db, 4), await aCustomerWithParcel(db, 200)];
  const sourceId = 'source-cdek';
  await db.source.create({ data: { id: sourceId, kind: 'cdek', name: 'CDEK', createdAt: new Date() } });
  const event = {
    carrier: 'CDEK',
    trackingNumber: '1106420000',
    occurredAt: new Date(Date.now() - DAY_MS),
    status: 'ready_for_pickup' as const,
    rawCode: 'ACCEPTED_AT_PICK_UP_POINT',
    rawText: 'CANARY-WORDS',
    city: 'CANARY-CITY',
    country: null,
  };
  const now = new Date();
  await db.$transaction((tx) =>
    storeEvents(tx, audit, { sourceId, events: [event], toldAt: now, isRepeated: true, now, timeZone }),
  );
  await db.trackedShipment.create({
    data: {
      shipmentId: ours.shipmentId,
      sourceId,
      number: event.trackingNumber,
      shippedOn: onDay(4),
      asOf: new Date(now.getTime() - 5 * 3_600_000),
      expectedOn: onDay(-3),
      dueAt: now,
    },
  });
  const orderPage = ({ as, orderId }: typeof ours) =>
    portal.page(`/orders/${orderId}`, { as, cookies: ENGLISH });

  // Told once more by another source, as after one was closed and opened anew.
  const again = { sourceId: 'source-anew', events: [event], toldAt: now, isRepeated: true, now, timeZone };
  await db.source.create({ data: { id: 'source-anew', kind: 'cdek', name: 'Anew', createdAt: now } });
  await db.$transaction((tx) => storeEvents(tx, audit, again));
  expect(await db.trackingEvent.count()).toBe(2);

  const page = await orderPage(ours);
  expect(page.match(/class="event-status">/g)).toHaveLength(1);
  for (const said of [
    'ready for pickup',
    'CANARY-WORDS',
    'CANARY-CITY',
    'Expected by the carrier',
    'asof-ageing',
  ]) {
    expect(page).toContain(said);
  }
  expect(page).not.toContain('does not send what carriers report');
  expect(await portal.page('/home', { as: ours.as })).toContain('CANARY-CITY');
  expect(await orderPage(theirs)).not.toContain('CANARY');
  expect((await portal.request(`/orders/${ours.orderId}`, { as: theirs.as })).status).toBe(404);

  // The ERP does not know of the arrival yet.
  expect(page).toContain('>on its way<');
  await db.trackingEvent.updateMany({ data: { status: 'delivered' } });
  const arrived = await orderPage(ours);
  expect(arrived).not.toContain('on its way');
  await db.trackingEvent.updateMany({ data: { status: event.status } });

  // The ERP corrects the number: what was told of the old one is about somebody else's parcel.
  await db.shipment.update({ where: { id: ours.shipmentId }, data: { trackingNumber: '1106429999' } });
  expect(await orderPage(ours)).not.toContain('CANARY');
  expect(await portal.page('/home', { as: ours.as })).not.toContain('CANARY');
});
