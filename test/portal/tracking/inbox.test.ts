import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { expect, vi } from 'vitest';
import type { IncomingMessage } from 'node:http';
import { signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aParcel, aTrader } from '#test/support/trade-builders.ts';
import type { Db } from '#prisma/client.ts';

const PAGE = '/admin/sources/tracking';
const INBOX = { intent: 'inbox', name: 'Demo inbox', carriers: 'Demo Express', networks: '' };

type Opened = { address: string; secret: string };

/** An administrator opens an inbox in the browser and reads off what is shown once. */
async function openInbox(portal: TestPortal, db: Db, form: Partial<typeof INBOX> = {}) {
  const as = await signedInStaff(db, 'administrator');
  const answer = await portal.request(PAGE, { as, form: { ...INBOX, ...form } });
  expect(answer.status).toBe(200);
  return { as, ...shownOnce(await answer.text()) };
}

function shownOnce(html: string): Opened {
  const [, address = ''] = />http:\/\/localhost:\d+(\/tracking\/inbox\/[\w-]+)</.exec(html) ?? [];
  const [, secret = ''] = />([\w-]{43})</.exec(html) ?? [];
  return { address, secret };
}

function anEvent(differences: object = {}) {
  const day = new Date().toISOString().slice(0, 10);
  return {
    carrier: 'Demo Express',
    trackingNumber: 'DX-77',
    occurredAt: `${day}T12:00:00+03:00`,
    status: 'in_transit',
    text: 'Left the terminal',
    city: 'Tver',
    ...differences,
  };
}

type Sent = { body: string | Buffer; secret: string; secondsAgo?: number; headers?: Record<string, string> };

async function post(portal: TestPortal, path: string, { body, secret, secondsAgo = 0, headers }: Sent) {
  const timestamp = String(Math.floor(Date.now() / 1_000) - secondsAgo);
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  const outgoing = httpRequest(`${portal.origin}${path}`, {
    method: 'POST',
    family: 4,
    agent: false,
    headers: { 'brelok-timestamp': timestamp, 'brelok-signature': `v1=${digest}`, ...headers },
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: incoming.statusCode, type: incoming.headers['content-type'] ?? '', text };
}

const bodyOf = (...events: object[]) => JSON.stringify({ events });

test('a signed message is taken once and stands on the customer’s shipment; the rest is refused with a reason', async ({
  portal,
  db,
}) => {
  const { address, secret, as } = await openInbox(portal, db);
  const trader = await aTrader(db);
  const shippedOn = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const { id } = await aParcel(db, {
    ...trader,
    carrier: 'DEMO EXPRESS',
    trackingNumber: 'DX-77',
    shippedOn,
  });
  // What was known of the parcel under the number that it had before.
  const former = {
    sourceId: 'other',
    number: 'DX-OLD',
    shippedOn,
    expectedOn: '2026-03-09',
    dueAt: new Date(),
  };
  await db.trackedShipment.create({ data: { shipmentId: id, ...former } });
  const body = bodyOf(
    anEvent({ status: 'repacked' }),
    anEvent({ carrier: 'Another' }),
    anEvent({ trackingNumber: 'X' }),
  );

  const message = { body, secret, headers: signed(body, secret) }; // sent twice as it is, whatever the clock says
  const taken = await post(portal, address, message);
  expect([taken.status, JSON.parse(taken.text)]).toEqual([202, { taken: 1, held: 1, refused: 1 }]);
  const repeated = await post(portal, address, message);
  expect([repeated.status, repeated.type]).toEqual([409, 'application/problem+json; charset=utf-8']);
  const [event] = await db.trackingEvent.findMany({
    select: { shipmentId: true, status: true, rawText: true },
  });
  expect(event).toEqual({ shipmentId: id, status: 'unknown', rawText: 'Left the terminal' });
  expect(await db.trackedShipment.findMany()).toMatchObject([
    { shipmentId: id, sourceId: address.split('/').at(-1), number: 'DX-77', expectedOn: null, dueAt: null },
  ]);

  const page = await portal.page(PAGE, { as });
  expect(page).toContain('Demo inbox');
  expect(page).toMatch(/1 (with a number|с номером)/);
  expect(page).not.toContain(secret);
});

test('WEB-07 what is not signed for this source, time and body is refused alike, and stores nothing', async ({
  portal,
  db,
}) => {
  const { address, secret } = await openInbox(portal, db);
  const body = bodyOf(anEvent());
  const elsewhere = '/tracking/inbox/00000000-0000-7000-8000-000000000000';
  const refusals = [
    await post(portal, address, { body, secret: 'guess' }),
    await post(portal, address, { body, secret, secondsAgo: 301 }),
    await post(portal, address, { body, secret, secondsAgo: -330 }),
    await post(portal, elsewhere, { body, secret }),
    await post(portal, address, { body, secret, headers: { 'brelok-signature': '' } }),
    await post(portal, address, { body: Buffer.from(`${body} `), secret, headers: signed(body, secret) }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect(new Set(refusals.map(({ text }) => text)).size).toBe(1);
  expect(await db.heldTrackingEvent.count()).toBe(0);
  expect(await db.trackingMessage.count()).toBe(0);
  expect(await db.auditEvent.count({ where: { type: 'tracking_refused' } })).toBeGreaterThan(0);
});

function signed(body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'brelok-timestamp': timestamp, 'brelok-signature': `v1=${digest}` };
}

test('a message that is too large, not ours or from a browser is told so', async ({ portal, db }) => {
  const { address, secret } = await openInbox(portal, db);
  const send = (body: string, headers = {}) => post(portal, address, { body, secret, headers });
  expect((await send('x'.repeat(300_000))).status).toBe(413);
  const malformed = [
    '{',
    bodyOf(),
    bodyOf(anEvent({ price: '1' })),
    bodyOf(anEvent({ occurredAt: '2026-03-05T12:00:00' })),
  ];
  for (const body of malformed) expect((await send(body)).status).toBe(400);
  expect((await send(bodyOf(anEvent()), { origin: portal.origin })).status).toBe(403);
  expect((await portal.request(address)).status).toBe(405);
  expect(await db.heldTrackingEvent.count()).toBe(0);
});

test('an inbox is open from its addresses only', async ({ portal, db }) => {
  const { address, secret } = await openInbox(portal, db, { networks: '192.0.2.0/24' });
  expect((await post(portal, address, { body: bodyOf(anEvent()), secret })).status).toBe(401);
});

test('a new secret leaves the old one good for a day or ends it at once; a closed inbox takes nothing', async ({
  portal,
  db,
}) => {
  const { address, secret, as } = await openInbox(portal, db);
  const sourceId = address.split('/').at(-1) ?? '';
  const rotate = async (more = {}) => {
    const answer = await portal.request(PAGE, { as, form: { intent: 'rotate', sourceId, ...more } });
    return shownOnce(await answer.text()).secret;
  };
  let count = 0;
  const isTaken = async (by: string) => {
    count += 1;
    const body = bodyOf(anEvent({ text: `Event ${count}` }));
    return (await post(portal, address, { body, secret: by })).status === 202;
  };
  const second = await rotate();
  expect([await isTaken(secret), await isTaken(second)]).toEqual([true, true]);
  await db.trackingSource.updateMany({ data: { formerUntil: new Date(Date.now() - 1_000) } });
  expect(await isTaken(secret)).toBe(false);
  const third = await rotate({ endsFormer: 'yes' });
  expect([await isTaken(second), await isTaken(third)]).toEqual([false, true]);

  const closing = { intent: 'close', sourceId };
  expect(await db.heldTrackingEvent.count()).toBeGreaterThan(0);
  expect((await portal.request(PAGE, { as, form: closing, touch: false })).status).toBe(428);
  expect(await isTaken(third)).toBe(true);
  expect((await portal.request(PAGE, { as, form: closing })).status).toBe(302);
  expect(await isTaken(third)).toBe(false);
  expect((await portal.request(PAGE, { as, form: closing })).status).toBe(409);
  expect(await db.heldTrackingEvent.count()).toBe(0); // nothing of it is shown later
  const kept = await db.trackingSource.findMany({ select: { credentialsSealed: true, formerSealed: true } });
  expect(kept).toEqual([{ credentialsSealed: null, formerSealed: null }]);
});

test('CDEK that refused its password takes another one in place, with a touch, and keeps its address', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const keys = { account: 'demo', password: 'former' };
  const cdek = { intent: 'cdek', name: 'CDEK', address: 'http://127.0.0.1:1/', ...keys };
  // Two people: a session whose key has just confirmed one form goes on under a new token.
  const other = await signedInStaff(db, 'administrator');
  const opened = await Promise.all([as, other].map((one) => portal.request(PAGE, { as: one, form: cdek })));
  expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200, 409])); // one name, one source
  const former = await db.trackingSource.findFirstOrThrow();
  const { sourceId } = former;
  const stopped = { stoppedBy: 'credentials', fault: 'credentials', faultDetail: 'no', faultAt: new Date() };
  await db.trackingSource.updateMany({ data: { ...stopped, dueAt: new Date(Date.now() + 3_600_000) } });

  const form = {
    intent: 'renew',
    sourceId,
    ...keys,
    password: ' better ',
    address: 'https://elsewhere.example/',
  };
  expect((await portal.request(PAGE, { as, form, touch: false })).status).toBe(428);
  expect((await portal.request(PAGE, { as, form: { ...form, password: '' } })).status).toBe(422);
  expect(await db.trackingSource.findFirstOrThrow()).toMatchObject(stopped);
  expect((await portal.request(PAGE, { as, form })).status).toBe(302);

  const renewed = await db.trackingSource.findFirstOrThrow();
  expect(renewed).toMatchObject({ sourceId, address: former.address, stoppedBy: null, fault: null });
  expect(renewed.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  const sealed = renewed.credentialsSealed ?? '';
  expect(portal.services.asking.box.open({ sourceId, origin: 'http://127.0.0.1:1' }, sealed)).toMatchObject({
    clientId: 'demo',
    clientSecret: ' better ',
  });
  expect(await db.auditEvent.count({ where: { type: 'source_changed' } })).toBe(1);
  await db.trackingSource.updateMany({ data: { closedAt: new Date() } });
  expect((await portal.request(PAGE, { as, form })).status).toBe(409);
});

test('CDEK is set up in the browser; its hint makes a parcel due, stores nothing, and is no address for strangers', async ({
  portal,
  db,
}) => {
  const as = await signedInStaff(db, 'administrator');
  const form = {
    intent: 'cdek',
    name: 'CDEK',
    address: 'http://127.0.0.1:1/',
    account: 'demo',
    password: ' demo ',
  };
  const html = await (await portal.request(PAGE, { as, form })).text();
  const [, hint = ''] = />http:\/\/localhost:\d+(\/tracking\/hint\/[\w-]{43})</.exec(html) ?? [];
  const { sourceId } = await db.trackingSource.findFirstOrThrow({ select: { sourceId: true } });
  const later = new Date(Date.now() + 3_600_000);
  const tracked = { sourceId, number: '1106420000', shippedOn: '2026-03-04', dueAt: later };
  await db.trackedShipment.create({ data: { shipmentId: 's', ...tracked } });

  const attributes = { cdek_number: '1106420000', status_code: '5', city_name: 'SMUGGLED' };
  const body = JSON.stringify({ type: 'ORDER_STATUS', attributes });
  const sent = (path: string) => post(portal, path, { body, secret: '' });
  expect((await sent(`/tracking/hint/${'a'.repeat(43)}`)).status).toBe(404);
  const before = await db.trackedShipment.findFirstOrThrow({ select: { dueAt: true } });
  expect(before.dueAt).toEqual(later);
  expect((await sent(hint)).status).toBe(204);
  const after = await db.trackedShipment.findFirstOrThrow();
  expect(after.dueAt?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(JSON.stringify(after)).not.toContain('SMUGGLED');
  expect(await db.trackingEvent.count()).toBe(0);

  const test = await portal.page(PAGE, { as, form: { intent: 'test', sourceId } });
  expect(test).toContain('ECONNREFUSED');
  expect(await portal.page(PAGE, { as })).not.toContain(hint);
  expect((await portal.request(PAGE, { as, form: { ...form, password: '' } })).status).toBe(422);
  expect((await portal.request(PAGE, { as, form })).status).toBe(409);
});

test('a message that is under way while its inbox is closed stores nothing', async ({ portal, db }) => {
  const { address, secret } = await openInbox(portal, db, { name: 'Inbox that closes' });
  const sourceId = address.split('/').at(-1) ?? '';
  const find = portal.services.company.find.bind(portal.services.company);
  // What is asked between the signature and the transaction.
  const asked = vi.spyOn(portal.services.company, 'find').mockImplementation(async () => {
    await db.trackingSource.update({
      where: { sourceId },
      data: { closedAt: new Date() },
      select: { sourceId: true },
    });
    return find();
  });
  const { status } = await post(portal, address, { body: bodyOf(anEvent()), secret });
  asked.mockRestore();
  expect(status).toBe(401);
  expect(await db.heldTrackingEvent.count({ where: { sourceId } })).toBe(0);
  expect(await db.trackingEvent.count({ where: { sourceId } })).toBe(0);
});
