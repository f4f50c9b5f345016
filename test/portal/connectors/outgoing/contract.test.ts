/** What holds for every kind of ERP that orders are written into. All are emulated; Tryton's real one: test/sources. */
import { afterEach, describe, expect, test } from 'vitest';
import { deliver, testOutlet } from '#portal/connectors/order-outlets.server.ts';
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import { deliverOrder } from '#portal/connectors/outgoing/deliver-order.server.ts';
import { openOrderWriter } from '#portal/connectors/outgoing/open-order-writer.server.ts';
import type { OrderWriter, OutgoingOrder } from '#portal/connectors/outgoing/outgoing-order.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import type { OutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { storeOutlet } from '#portal/connectors/outgoing/store-outlet.server.ts';
import { test as dbTest } from '#test/support/db.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import type { FaultProxy } from '#test/support/fault-proxy.ts';
import { anOrderingCustomer, anOutbox } from '#test/support/request-builders.ts';
import type { WritingWorld } from '#test/support/writing-world.ts';
import { WRITING_WORLDS } from '#test/support/writing-worlds.ts';

const KEY = 'BR-7K2M-9QXT-4HNV';
const NOW = new Date('2026-03-01T12:00:00Z');

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

type Scene = { world: WritingWorld; front: FaultProxy; writer: OrderWriter; order: OutgoingOrder };

/** An ERP behind a line that can be made to fail. */
async function aScene(open: () => Promise<WritingWorld>): Promise<Scene> {
  const world = await open();
  const front = await startFaultProxy(new URL(world.address).origin);
  opened.push(world, front);
  return { world, front, writer: aWriter(world, front.origin), order: anOrderOf(world) };
}

function aWriter(world: WritingWorld, origin: string, credentials = world.credentials): OrderWriter {
  const opening = { ...configOf(world, origin), credentials, timeZone: 'Europe/Moscow' };
  const now = () => NOW;
  const writer = openOrderWriter(opening, { rules: { isDemo: true }, now, breaker: createBreaker(now) });
  opened.push(writer);
  return writer;
}

function configOf({ address, preset, settings }: WritingWorld, origin: string): OutletConfig {
  const moved = new URL(new URL(address).pathname, origin).href;
  const parsed = parseOutletConfig({ address: moved, preset, settings });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
}

function anOrderOf({ customer, product }: WritingWorld): OutgoingOrder {
  const line = { productRef: product, sku: 'BRG', name: 'Подшипник', unit: 'шт', netMinor: null };
  return {
    key: KEY,
    askedAt: NOW,
    counterparty: { ref: customer, name: 'Завод', legalName: 'Завод', taxId: '', registrationReason: null },
    currency: 'EUR',
    isTaxIncluded: false,
    totalMinor: 0n,
    customerReference: '',
    note: 'до <пятницы> & не позже',
    lines: [
      { ...line, lineNo: 1, quantity: '2.125', unitPrice: '9335.42' },
      { ...line, lineNo: 2, quantity: '30', unitPrice: '0.07' },
    ],
  };
}

const attempt = (order: OutgoingOrder, mayBeThere = false) => ({
  order,
  mayBeThere,
  claimWrite: () => Promise.resolve(true),
});

describe.each(WRITING_WORLDS)('$name', ({ open, kind }) => {
  test('a request becomes one draft of its customer’s, with quantities and prices to the digit', async () => {
    const { world, writer, order } = await aScene(open);

    expect(await deliverOrder(writer, attempt(order))).toMatchObject({ outcome: 'taken' });

    const { product } = world;
    expect(world.orders()).toEqual([
      {
        key: KEY,
        customer: world.customer,
        isDraft: true,
        lines: [
          { product, quantity: '2.125', price: '9335.42' },
          { product, quantity: '30', price: '0.07' },
        ],
      },
    ]);
  });

  test('an order is found by its key, and no other is taken for it', async () => {
    const { world, writer, order } = await aScene(open);
    world.addOther();
    expect(await writer.find(KEY)).toBeNull();

    const delivery = await deliverOrder(writer, attempt(order));

    expect(delivery).toMatchObject({ outcome: 'taken', order: await writer.find(KEY) });
    expect(await writer.find(KEY)).toMatchObject({ externalId: expect.stringMatching(/./) });
  });

  test('after an answer that was cut off the order is found and not made again', async () => {
    const { world, front, writer, order } = await aScene(open);
    front.always({ kind: 'reset' }, world.makes);
    expect(await deliverOrder(writer, attempt(order))).toMatchObject({
      outcome: 'failed',
      isUncertain: true,
      isPassing: true,
    });
    front.inject();

    const again = await deliverOrder(aWriter(world, front.origin), attempt(order, true));

    expect(again).toMatchObject({ outcome: 'taken' });
    expect(world.orders()).toHaveLength(1);
  });

  test('a filter that is left out leads to no second order: nobody knows what is there', async () => {
    const { world, writer, order } = await aScene(open);
    world.addOther();
    world.ignoreFilters();

    const delivery = await deliverOrder(writer, attempt(order, true));

    expect(delivery).toMatchObject({ outcome: 'failed', code: 'ignored', isPassing: false });
    expect(world.orders()).toHaveLength(1);
  });

  test('a wrong password is tried once, and the matter ends', async () => {
    const { world, front, order } = await aScene(open);
    const writer = aWriter(world, front.origin, world.wrong);

    const first = await deliverOrder(writer, attempt(order));
    const second = await deliverOrder(writer, attempt(order, true));

    for (const delivery of [first, second]) {
      expect(delivery).toMatchObject({ code: 'credentials', isPassing: false, isUncertain: false });
    }
    expect(world.refusedLogIns()).toBe(1);
    expect(world.orders()).toEqual([]);
  });

  test('a refusal says why in the words of the ERP, and nothing of our secrets', async () => {
    const { world, writer, order } = await aScene(open);
    world.refuse('Клиент заблокирован: write-secret');

    const delivery = await deliverOrder(writer, attempt(order));

    expect(delivery).toMatchObject({ code: 'refused', isPassing: false, isUncertain: false });
    expect(delivery).toMatchObject({ detail: expect.stringContaining('Клиент заблокирован') });
    expect(JSON.stringify(delivery)).not.toContain('write-secret');
    expect(world.orders()).toEqual([]);
  });

  test('WEB-11 a host that it sends us to gets neither the order nor anything of the credentials', async () => {
    const { front, writer, order } = await aScene(open);
    const capture = await startFaultProxy();
    opened.push(capture);
    front.always({ kind: 'redirect', to: `${capture.origin}/` });

    expect(await deliverOrder(writer, attempt(order))).toMatchObject({ code: 'redirected' });

    expect(front.seen).not.toEqual([]);
    expect(capture.seen).toEqual([]);
  });

  dbTest('WEB-11 an address that it is changed to is asked with no stored credentials', async ({ db }) => {
    const { world, front, order } = await aScene(open);
    const capture = await startFaultProxy();
    opened.push(capture);
    const { sourceId } = await anOrderingCustomer(db, kind);
    const { deps } = anOutbox(db);
    const store = (origin: string, credentials: WritingWorld['credentials'] | null) =>
      storeOutlet(deps, {
        sourceId,
        config: configOf(world, origin),
        credentials,
        by: { actorId: 'administrator' },
      });
    await store(front.origin, world.credentials);
    expect(await testOutlet(deps, sourceId)).toEqual({ ok: true });

    for (const origin of [capture.origin, front.origin.replace('127.0.0.1', 'localhost')]) {
      await store(front.origin, world.credentials);
      front.seen.length = 0;
      expect(await store(origin, null)).toEqual({ ok: true, areCredentialsGone: true });
      expect(await testOutlet(deps, sourceId)).toEqual({ ok: false, reason: 'no_outlet' });
      expect(await deliver(deps, sourceId, attempt(order))).toBe('no_outlet');
      expect([capture.seen, front.seen]).toEqual([[], []]);
    }
  });
});
