import { afterEach, expect } from 'vitest';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { resealCredentials } from '#portal/connectors/connection/reseal-credentials.server.ts';
import { createCredentialBox } from '#portal/connectors/connection/sealed-credentials.server.ts';
import { readCdekOrder } from '#portal/connectors/tracking/cdek/read-cdek-order.ts';
import { makeDue } from '#portal/connectors/tracking/tracked-shipments.server.ts';
import type { Db } from '#prisma/client.ts';
import {
  anAskingPortal,
  anotherAccount,
  CDEK_NUMBER,
  CDEK_SOURCE,
  PARCEL,
} from '#test/support/asking-cdek.ts';
import { NOON } from '#test/support/audit-log.ts';
import { aCdekOrder, tell } from '#test/support/cdek-emulator.ts';
import type { CdekEmulator } from '#test/support/cdek-emulator.ts';
import { test } from '#test/support/db.ts';
import { aParcel } from '#test/support/trade-builders.ts';

const opened: CdekEmulator[] = [];
afterEach(async () => {
  for (const emulator of opened.splice(0)) await emulator.close();
});

async function opening(db: Db) {
  const portal = await anAskingPortal(db);
  opened.push(portal.cdek);
  return portal;
}

test('CDEK is asked for a parcel that has left, and its words stand on the customer’s shipment in ours', async ({
  db,
}) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  await aParcel(db, { ...portal.trader, ...PARCEL, carrier: 'DHL', trackingNumber: 'JD01' });

  await Promise.all([portal.ask(), portal.ask()]);

  const { accountId } = portal.trader;
  expect(await portal.findEvents(id)).toEqual([
    { status: 'label_created', rawCode: 'CREATED', city: 'Москва', accountId },
    { status: 'picked_up', rawCode: 'RECEIVED_AT_SHIPMENT_WAREHOUSE', city: 'Москва', accountId },
    { status: 'in_transit', rawCode: 'SENT_TO_TRANSIT_CITY', city: 'Москва', accountId },
  ]);
  expect(portal.cdek.asked).toEqual([`?cdek_number=${CDEK_NUMBER}`]);
  const tracked = await db.trackedShipment.findUniqueOrThrow({ where: { shipmentId: id } });
  expect(tracked).toMatchObject({ asOf: NOON, expectedOn: '2026-03-09' });
});

test('what is told again in the same words is not written again, and a correction replaces it', async ({
  db,
}) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  await portal.ask();
  portal.pass(61);
  await portal.ask();
  expect(portal.cdek.asked).toHaveLength(2);
  expect((await portal.findSource()).lastEventAt).toEqual(NOON);

  const [status] = portal.cdek.orders[0]?.statuses ?? [];
  if (status) status.city = 'Тверь';
  portal.pass(61);
  await portal.ask();
  expect((await portal.findEvents(id)).map(({ city }) => city)).toEqual(['Москва', 'Москва', 'Тверь']);
});

test('a delivered parcel is asked for no more, an old one less and less, and a hint brings either back', async ({
  db,
}) => {
  const portal = await opening(db);
  await aParcel(db, { ...portal.trader, ...PARCEL });
  const old = await aParcel(db, {
    ...portal.trader,
    ...PARCEL,
    trackingNumber: '1106420001',
    shippedOn: '2026-02-20',
  });
  const arrival = { code: 'DELIVERED', name: 'Вручен', date_time: '2026-03-05T10:00:00+0300', city: 'Тула' };
  portal.cdek.orders = [aCdekOrder({ statuses: [arrival] }), aCdekOrder({ cdek_number: '1106420001' })];
  await portal.ask();
  portal.cdek.asked.length = 0;

  portal.pass(5 * 60);
  await portal.ask();
  expect(portal.cdek.asked).toEqual([]);
  portal.pass(61);
  await portal.ask();
  expect(portal.cdek.asked).toEqual(['?cdek_number=1106420001']);

  portal.pass(2);
  expect(await makeDue(db, { sourceId: CDEK_SOURCE, number: CDEK_NUMBER, now: portal.now() })).toBe(true);
  await portal.ask();
  expect(portal.cdek.asked).toHaveLength(2);
  expect(await makeDue(db, { sourceId: CDEK_SOURCE, number: CDEK_NUMBER, now: portal.now() })).toBe(false); // once a minute

  await db.shipment.update({
    where: { id: old.id },
    data: { status: 'delivered', deliveredOn: '2026-03-05' },
  });
  portal.pass(24 * 60);
  await portal.ask();
  expect(portal.cdek.asked).toHaveLength(2);
});

test('of two accounts with one carrier the one asks that knows the number, and a number that none knows goes round once for each question', async ({
  db,
}) => {
  const portal = await opening(db);
  const second = await anotherAccount(db, portal, 'source-cdek-2');
  opened.push(second);
  second.orders = [aCdekOrder({ cdek_number: '1106420002' })];
  const parcel = (trackingNumber: string) => aParcel(db, { ...portal.trader, ...PARCEL, trackingNumber });
  const parcels = [await parcel(CDEK_NUMBER), await parcel('1106420002'), await parcel('1106420003')];
  const counts = () => [portal.cdek, second].map(({ asked }) => asked.length);

  await portal.ask();

  const events = await Promise.all(parcels.map(({ id }) => portal.findEvents(id)));
  expect(events.map(({ length }) => length)).toEqual([3, 3, 0]);
  expect(counts()).toEqual([3, 2]);
  portal.pass(2);
  await portal.ask();
  expect(counts()).toEqual([3, 2]); // the third is not passed to and fro

  portal.pass(61);
  await portal.ask();
  expect(counts()).toEqual([5, 4]); // each its own, and both the third
  second.orders.push(aCdekOrder({ cdek_number: '1106420003' }));
  portal.pass(61);
  await portal.ask();
  expect(await portal.findEvents(parcels[2]?.id ?? '')).toHaveLength(3);
});

test('an account that was stopped keeps no parcel that it has told nothing of from the other account', async ({
  db,
}) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  portal.cdek.password = 'changed';
  await portal.ask();
  const second = await anotherAccount(db, portal, 'source-cdek-2');
  opened.push(second);
  second.orders = [aCdekOrder()];
  portal.pass(2);

  await portal.ask();

  expect(await portal.findEvents(id)).toHaveLength(3);
});

test('a wrong password is tried once, alarms, and appears in no log', async ({ db }) => {
  const portal = await opening(db);
  await aParcel(db, { ...portal.trader, ...PARCEL });
  portal.cdek.password = 'changed';
  let tries = 0;
  portal.cdek.onRefused = () => {
    tries += 1;
  };

  await portal.ask();
  portal.pass(24 * 60);
  await portal.ask();

  expect(tries).toBe(1);
  expect(await portal.findSource()).toMatchObject({ fault: 'credentials', stoppedBy: 'credentials' });
  expect(await db.alarm.findMany({ select: { kind: true } })).toEqual([{ kind: 'source_credentials' }]);
  expect(portal.lines.join('')).not.toContain('demo-secret-of-cdek');
});

test('an answer that is no order changes nothing, and what the carrier asks for in time is given', async ({
  db,
}) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  const faults = [
    {
      fault: 'not_understood',
      by: (r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Вход</html>'),
    },
    { fault: 'not_understood', by: (r) => void r.writeHead(200).end('{"entity":{"cdek_number":"11064') },
    { fault: 'ignored', by: (r) => tell(r, 200, { entity: aCdekOrder({ cdek_number: '9999999999' }) }) },
    { fault: 'failed', by: (r) => tell(r, 500, { error: 'oops' }) },
    { fault: 'busy', by: (r) => tell(r, 429, {}, { 'retry-after': '900' }) },
  ] satisfies { fault: string; by: NonNullable<CdekEmulator['misbehaves']> }[];
  for (const { fault, by } of faults) {
    portal.cdek.misbehaves = by;
    await portal.ask();
    expect([fault, (await portal.findSource()).fault]).toEqual([fault, fault]);
    portal.pass(61);
  }
  expect(await portal.findEvents(id)).toEqual([]);
  portal.pass(-61);
  const { dueAt } = await portal.findSource();
  expect(dueAt.getTime() - portal.now().getTime()).toBe(900_000);

  portal.cdek.misbehaves = null;
  portal.pass(16);
  await portal.ask();
  expect(await portal.findSource()).toMatchObject({ fault: null });
  expect(await portal.findEvents(id)).toHaveLength(3);
});

test('a number that CDEK does not know is no fault, and one that is not CDEK’s is asked for as the sender’s', async ({
  db,
}) => {
  const portal = await opening(db);
  await aParcel(db, { ...portal.trader, ...PARCEL, trackingNumber: '5550000000' });
  const own = await aParcel(db, { ...portal.trader, ...PARCEL, trackingNumber: 'SHP-1' });
  await portal.ask();
  expect(portal.cdek.asked.toSorted()).toEqual(['?cdek_number=5550000000', '?im_number=SHP-1']);
  expect(await portal.findSource()).toMatchObject({ fault: null });
  expect(await portal.findEvents(own.id)).toHaveLength(3);
});

test('what CDEK says of the time before the parcel left is shown to nobody and counted as nothing', async ({
  db,
}) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL, shippedOn: '2026-03-05' });
  await portal.ask();
  expect((await portal.findEvents(id)).length).toBeLessThan(3);
  expect(await db.heldTrackingEvent.count()).toBe(0);
});

test('one parcel that CDEK answers badly for does not make the others’ answers a fault', async ({ db }) => {
  const portal = await opening(db);
  await aParcel(db, { ...portal.trader, ...PARCEL, trackingNumber: '1106420001', shippedOn: '2026-03-05' });
  await portal.ask();
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  await db.trackedShipment.updateMany({ data: { dueAt: new Date(portal.now().getTime() - 60_000) } });
  portal.cdek.misbehaves = (response) => {
    portal.cdek.misbehaves = null;
    tell(response, 200, { entity: aCdekOrder({ cdek_number: '9999999999' }) });
  };
  portal.pass(1);
  await portal.ask();
  expect(portal.cdek.asked.slice(1)).toEqual(['?cdek_number=1106420001', `?cdek_number=${CDEK_NUMBER}`]);
  expect(await portal.findEvents(id)).toHaveLength(3);
  expect((await portal.findSource()).fault).toBeNull();
});

test('a turn that lasts too long ends before another process may begin one, and the rest keeps its place', async ({
  db,
}) => {
  const portal = await opening(db);
  for (const trackingNumber of [CDEK_NUMBER, '1106420001'])
    await aParcel(db, { ...portal.trader, ...PARCEL, trackingNumber });
  portal.cdek.misbehaves = (response) => {
    portal.pass(6);
    tell(response, 200, { entity: aCdekOrder({ cdek_number: '9999999999' }) });
  };
  await portal.ask();
  expect(portal.cdek.asked).toHaveLength(1);
  expect(await db.trackedShipment.count({ where: { dueAt: { lte: portal.now() } } })).toBe(1);
});

test('a source that is closed while its carrier answers stores nothing more', async ({ db }) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  const close = () => db.trackingSource.updateMany({ data: { closedAt: portal.now() } });
  portal.cdek.misbehaves = (response) =>
    void close().then(() => tell(response, 200, { entity: aCdekOrder() }));
  await portal.ask();
  expect(portal.cdek.asked).toHaveLength(1);
  expect(await portal.findEvents(id)).toEqual([]);
});

test('an account that the server can’t open is said to be a fault, and asks nobody', async ({ db }) => {
  const portal = await opening(db);
  await aParcel(db, { ...portal.trader, ...PARCEL });
  await db.trackingSource.updateMany({ data: { credentialsSealed: 'sealed under another key' } });
  await portal.ask();
  expect(portal.cdek.asked).toEqual([]);
  expect(await portal.findSource()).toMatchObject({ fault: 'credentials', stoppedBy: null });
});

test('a time without its offset is no time', () => {
  const order = (date_time: string) =>
    JSON.stringify({
      entity: aCdekOrder({ statuses: [{ code: 'DELIVERED', name: '', date_time, city: '' }] }),
    });
  const asked = { by: 'cdek_number', number: CDEK_NUMBER } as const;
  for (const good of ['2026-03-05T10:00:00+0300', '2026-03-05T10:00:00+03:00', '2026-03-05T07:00:00Z'])
    expect(readCdekOrder(order(good), asked)).toMatchObject({
      events: [{ occurredAt: new Date('2026-03-05T07:00:00Z') }],
    });
  for (const bad of ['2026-03-05T10:00:00', '2026-03-05', '05.03.2026 10:00'])
    expect(() => readCdekOrder(order(bad), asked)).toThrow(/not an order/);
});

test('parcels of a source that was closed are asked for by the one that is open', async ({ db }) => {
  const portal = await opening(db);
  const { id } = await aParcel(db, { ...portal.trader, ...PARCEL });
  const tracked = { number: CDEK_NUMBER, shippedOn: PARCEL.shippedOn, asOf: NOON };
  await db.trackedShipment.create({ data: { shipmentId: id, sourceId: 'closed', ...tracked } });
  await portal.ask();
  expect(await portal.findEvents(id)).toHaveLength(3);
});

test('ADM-10 the secrets of carriers go with a new envelope key, as those of other sources do', async ({
  db,
}) => {
  await opening(db);
  const key = (byte: number) => new Uint8Array(32).fill(byte);
  const boxOf = (...keys: [Uint8Array, ...Uint8Array[]]) =>
    createCredentialBox(createEnvelope(keys, 'brelok source credentials'));
  expect(await resealCredentials(db, boxOf(key(2), key(1)))).toEqual({ resealed: 1, unchanged: 0, lost: 0 });
  expect(await resealCredentials(db, boxOf(key(2)))).toEqual({ resealed: 0, unchanged: 1, lost: 0 });
});
