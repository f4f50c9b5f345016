import { expect } from 'vitest';
import { BATCH_ROWS } from '#portal/connectors/engine/batches.ts';
import { rowsUnder } from '#portal/connectors/engine/missing-rows.server.ts';
import { tryHeldEvents } from '#portal/connectors/tracking/try-held-events.server.ts';
import { storeEvents } from '#portal/connectors/tracking/store-events.server.ts';
import type { CarrierEvent } from '#portal/connectors/tracking/carrier-event.ts';
import type { Db } from '#prisma/client.ts';
import { audit, NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { aParcel, aTrackingEvent, aTrader } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const SOURCE = 'source-inbox';
const timeZone = 'Europe/Moscow';
const PARCEL = { carrier: 'Demo Express', trackingNumber: 'DX-1', shippedOn: '2026-03-04' } as const;

function anEvent(differences: Partial<CarrierEvent> = {}): CarrierEvent {
  return {
    carrier: 'DEMO express',
    trackingNumber: 'DX-1',
    occurredAt: new Date('2026-03-05T09:00:00Z'),
    status: 'in_transit',
    rawCode: 'T1',
    rawText: 'Left the terminal',
    city: 'Tver',
    country: null,
    ...differences,
  };
}

async function anInbox(db: Db): Promise<Trader> {
  await db.source.create({ data: { id: SOURCE, kind: 'tracking-inbox', name: 'Inbox', createdAt: NOON } });
  return aTrader(db);
}

function store(db: Db, events: CarrierEvent[], toldAt = NOON) {
  return db.$transaction((tx) =>
    storeEvents(tx, audit, { sourceId: SOURCE, events, toldAt, isRepeated: false, now: NOON, timeZone }),
  );
}

function tryHeld(db: Db, minutes: number): Promise<number> {
  const now = () => new Date(NOON.getTime() + minutes * 60_000);
  return tryHeldEvents({ db, audit, now, timeZone: () => Promise.resolve(timeZone) });
}

function heldFor(db: Db): Promise<{ reason: string }[]> {
  return db.heldTrackingEvent.findMany({ orderBy: { occurredAt: 'asc' }, select: { reason: true } });
}

test('an event belongs by carrier, number and time, and one that does not is held and counted', async ({
  db,
}) => {
  const trader = await anInbox(db);
  const { id } = await aParcel(db, { ...trader, ...PARCEL });
  const outcome = await store(db, [
    anEvent(),
    anEvent({ occurredAt: new Date('2025-11-05T09:00:00Z') }), // the number's parcel of last year
    anEvent({ carrier: 'Other Lines', occurredAt: new Date('2026-03-05T09:01:00Z') }),
    anEvent({ trackingNumber: 'DX-2', occurredAt: new Date('2026-03-05T09:02:00Z') }),
    anEvent({ occurredAt: new Date('2026-09-05T09:00:00Z') }),
  ]);
  expect(outcome).toMatchObject({ changed: 1, held: 4 });
  const rows = await db.trackingEvent.findMany({ select: { shipmentId: true, accountId: true } });
  expect(rows).toEqual([{ shipmentId: id, accountId: trader.accountId }]);
  const reasons = (await heldFor(db)).map(({ reason }) => reason);
  expect(reasons).toEqual(['out_of_window', 'other_carrier', 'unknown_number', 'out_of_window']);
});

test('an event that would fit parcels of two customers is shown to neither', async ({ db }) => {
  const [one, other] = [await anInbox(db), await aTrader(db)];
  for (const trader of [one, other]) {
    await aParcel(db, { ...trader, ...PARCEL });
  }
  expect(await store(db, [anEvent()])).toMatchObject({ changed: 0, held: 1 });
  expect(await db.trackingEvent.count()).toBe(0);
  expect(await heldFor(db)).toEqual([{ reason: 'ambiguous' }]);
});

test('told twice it is one event, and what was told earlier does not replace what was told later', async ({
  db,
}) => {
  const trader = await anInbox(db);
  await aParcel(db, { ...trader, ...PARCEL });
  const later = new Date(NOON.getTime() + 60_000);
  await store(db, [anEvent(), anEvent({ city: 'Klin' })], later);
  await store(db, [anEvent({ city: 'Too early' })], NOON);
  expect(await db.trackingEvent.findMany({ select: { city: true } })).toEqual([{ city: 'Klin' }]);
  await store(db, [anEvent({ city: 'Torzhok' })], new Date(later.getTime() + 60_000));
  expect(await db.trackingEvent.findMany({ select: { city: true } })).toEqual([{ city: 'Torzhok' }]);
});

test('two things that happened within one minute are two events, also where the carrier gives no code', async ({
  db,
}) => {
  const trader = await anInbox(db);
  await aParcel(db, { ...trader, ...PARCEL });
  const both = (['picked_up', 'in_transit'] as const).map((status) => anEvent({ status, rawCode: null }));
  await store(db, both);
  await store(db, both);
  const rows = await db.trackingEvent.findMany({ select: { status: true } });
  expect(rows.map(({ status }) => status).toSorted()).toEqual(['in_transit', 'picked_up']);
});

test('an event that is still to come is held until its time', async ({ db }) => {
  const trader = await anInbox(db);
  await aParcel(db, { ...trader, ...PARCEL });
  const inDays = (days: number) => new Date(NOON.getTime() + days * 86_400_000);
  const outcome = await store(db, [
    anEvent({ occurredAt: inDays(0.9) }),
    anEvent({ occurredAt: inDays(3), status: 'delivered' }),
  ]);
  expect(outcome).toMatchObject({ changed: 1, held: 1 });
  expect(await heldFor(db)).toEqual([{ reason: 'out_of_window' }]);
  expect(await tryHeld(db, 4 * 24 * 60)).toBe(1);
});

test('where more shipments have a number than are read at once, nothing of it is taken for certain', async ({
  db,
}) => {
  const [one, other] = [await anInbox(db), await aTrader(db)];
  const { id } = await aParcel(db, { ...one, ...PARCEL });
  await aParcel(db, { ...other, ...PARCEL, shippedOn: '2026-03-03' });
  const row = await db.shipment.findUniqueOrThrow({ where: { id } });
  await db.shipment.createMany({
    data: Array.from({ length: BATCH_ROWS - 1 }, (_, at) => ({
      ...row,
      id: `often-${at}`,
      externalId: `often-${at}`,
      trackingNumber: 'OFTEN',
    })),
  });
  expect(await store(db, [anEvent(), anEvent({ trackingNumber: 'OFTEN' })])).toMatchObject({
    changed: 0,
    held: 2,
  });
});

test('what is held in later words is not put back to earlier ones', async ({ db }) => {
  await anInbox(db);
  await store(db, [anEvent({ city: 'Klin' })], new Date(NOON.getTime() + 60_000));
  await store(db, [anEvent({ city: 'Too early' })], NOON);
  expect(await db.heldTrackingEvent.findMany({ select: { city: true } })).toEqual([{ city: 'Klin' }]);
});

test('an event that there is no room to hold again is not counted as found', async ({ db }) => {
  await anInbox(db);
  await store(db, [anEvent()]);
  const dueAt = new Date(NOON.getTime() + 86_400_000);
  await db.$executeRaw`
    WITH RECURSIVE "more" ("at") AS (SELECT 1 UNION ALL SELECT "at" + 1 FROM "more" WHERE "at" < 5000)
    INSERT INTO "HeldTrackingEvent" ("id", "sourceId", "carrier", "trackingNumber", "occurredAt", "status", "reason",
      "toldAt", "receivedAt", "dueAt")
    SELECT 'more-' || "at", "sourceId", "carrier", "trackingNumber", "occurredAt", "status", "reason",
      "toldAt", "receivedAt", ${dueAt}
    FROM "HeldTrackingEvent", "more"`;
  expect(await tryHeld(db, 6)).toBe(0);
});

test('a carrier that is faster than the ERP is heard when the shipment comes', async ({ db }) => {
  const trader = await anInbox(db);
  await store(db, [anEvent()]);
  const { id } = await aParcel(db, { ...trader, ...PARCEL });

  expect(await tryHeld(db, 4)).toBe(0);
  expect(await tryHeld(db, 6)).toBe(1);
  expect(await db.heldTrackingEvent.count()).toBe(0);
  expect(await db.trackingEvent.count({ where: { shipmentId: id, accountId: trader.accountId } })).toBe(1);
});

test('an event that finds no shipment is tried less and less, and forgotten after a month', async ({
  db,
}) => {
  await anInbox(db);
  await store(db, [anEvent()]);
  await tryHeld(db, 6);
  const [held] = await db.heldTrackingEvent.findMany({
    select: { tries: true, dueAt: true, receivedAt: true },
  });
  expect(held).toEqual({ tries: 2, dueAt: new Date(NOON.getTime() + 16 * 60_000), receivedAt: NOON });
  await tryHeld(db, 31 * 24 * 60);
  expect(await db.heldTrackingEvent.count()).toBe(0);
});

test('an ERP that tells all its own events of a shipment takes none of the carrier’s away', async ({
  db,
}) => {
  const trader = await anInbox(db);
  const { id: shipmentId, counterpartyId } = await aParcel(db, { ...trader, ...PARCEL });
  await store(db, [anEvent()]);
  const own = await aTrackingEvent(db, { ...trader, shipmentId, counterpartyId });
  const { sourceId } = trader;
  expect(await rowsUnder(db, 'tracking-event', { sourceId, parentIds: [shipmentId] })).toEqual([own.id]);
  expect(await rowsUnder(db, 'tracking-event', { sourceId: null, parentIds: [shipmentId] })).toHaveLength(2);
});
