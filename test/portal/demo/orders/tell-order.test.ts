import { describe, expect, test } from 'vitest';
import type { OrderStory, StoryInvoice } from '#portal/demo/orders/order-story.ts';
import { tellOrder, tellOrders } from '#portal/demo/orders/tell-order.ts';
import { vatPercentOn } from '#portal/demo/prices.ts';
import { makeWorld, type DemoWorld, type WorldOptions } from '#portal/demo/world.ts';
import { addDays, addMonths } from '#portal/lib/dates.ts';

/** Half up, said another way than the generator says it. */
function roundedPart(amount: bigint, whole: bigint): bigint {
  return amount / whole + ((amount % whole) * 2n >= whole ? 1n : 0n);
}

const sum = <T>(list: readonly T[], amountOf: (each: T) => bigint): bigint =>
  list.reduce((total, each) => total + amountOf(each), 0n);

function creditedFor(story: OrderStory, invoice: StoryInvoice): bigint {
  const notes = story.creditNotes.filter(({ invoiceId }) => invoiceId === invoice.id);
  return sum(notes, ({ totalMinor }) => totalMinor);
}

const WORLDS: readonly WorldOptions[] = [
  { today: '2026-11-22' },
  { today: '2026-01-15', seed: 2 },
  { today: '2025-12-31', seed: 21, orders: 900, customers: 14 },
];

describe.each(WORLDS)('told on $today', (options) => {
  const world: DemoWorld = makeWorld(options);
  const stories = [...tellOrders(world)];

  test('an order is worth the sum of its lines, with the tax of each line rounded half up', () => {
    for (const story of stories) {
      expect(story.netMinor).toBe(sum(story.lines, ({ netMinor }) => netMinor));
      expect(story.taxMinor).toBe(sum(story.lines, ({ taxMinor }) => taxMinor));
      expect(story.grossMinor).toBe(story.netMinor + story.taxMinor);
      for (const line of story.lines) {
        expect(line.netMinor).toBe(roundedPart(line.quantityMilli * line.unitPriceMinor, 1000n));
        expect(line.taxMinor).toBe(roundedPart(line.netMinor * line.vatPercent, 100n));
      }
    }
  });

  test('what a line says has been shipped is what the shipments hold, and never more than was ordered', () => {
    for (const { lines, shipments } of stories) {
      const sent = shipments.filter(({ shippedOn }) => shippedOn !== null).flatMap(({ parts }) => parts);
      for (const line of lines) {
        const parts = sent.filter((part) => part.line.no === line.no);
        expect(line.shippedMilli).toBe(sum(parts, ({ quantityMilli }) => quantityMilli));
        expect(line.shippedMilli <= line.quantityMilli).toBe(true);
        expect(line.invoicedMilli <= line.quantityMilli).toBe(true);
      }
    }
  });

  test('the status of an order says what its shipments say', () => {
    for (const { status, lines, shipments } of stories) {
      const isAll = lines.every(({ shippedMilli, quantityMilli }) => shippedMilli === quantityMilli);
      const isNone = lines.every(({ shippedMilli }) => shippedMilli === 0n);
      const isOnTheWay = shipments.some((shipment) => shipment.status === 'shipped');
      if (status === 'completed') expect(isAll && !isOnTheWay).toBe(true);
      else if (status === 'shipped') expect(isAll && isOnTheWay).toBe(true);
      else if (status === 'partially_shipped') expect(isAll || isNone).toBe(false);
      else expect(isNone).toBe(true);
      if (['draft', 'quoted', 'cancelled'].includes(status)) expect(shipments).toEqual([]);
    }
  });

  test('a shipment has left and arrived on days that fit its status, and its carrier reports in order', () => {
    for (const shipment of stories.flatMap(({ shipments }) => shipments)) {
      expect(shipment.shippedOn === null).toBe(shipment.status === 'preparing');
      expect(shipment.deliveredOn === null).toBe(shipment.status !== 'delivered');
      if (shipment.deliveredOn) expect(shipment.deliveredOn >= (shipment.shippedOn ?? '')).toBe(true);
      const times = shipment.events.map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      const last = shipment.events.at(-1)?.status;
      if (last !== undefined) expect(last === 'delivered').toBe(shipment.status === 'delivered');
    }
  });

  test('an invoice charges its lines, and leaves to be paid what was neither paid nor credited', () => {
    for (const story of stories) {
      for (const invoice of story.invoices) {
        const { lines, totalMinor, taxMinor, payments, residualMinor, status } = invoice;
        expect(totalMinor).toBe(sum(lines, (line) => line.netMinor + line.taxMinor));
        expect(taxMinor).toBe(sum(lines, (line) => roundedPart(line.netMinor * line.vatPercent, 100n)));
        const settled = sum(payments, ({ amountMinor }) => amountMinor) + creditedFor(story, invoice);
        const open = totalMinor > settled ? totalMinor - settled : 0n;
        expect(residualMinor).toBe(status === 'cancelled' ? 0n : open);
        if (status === 'paid') expect(open).toBe(0n);
        if (status === 'open') expect(settled).toBe(0n);
        if (status === 'partly_paid') expect(open > 0n && settled > 0n).toBe(true);
      }
    }
  });

  test('an order paid in advance is invoiced whole; one on credit is invoiced as far as it has left', () => {
    for (const { customer, invoices, lines, grossMinor, status } of stories) {
      if (status === 'draft' || status === 'quoted') {
        expect(invoices).toEqual([]);
      } else if (customer.kind.paymentDays === null) {
        expect(invoices.map(({ totalMinor }) => totalMinor)).toEqual([grossMinor]);
      } else {
        const charged = invoices.flatMap((invoice) => invoice.lines);
        for (const { name, shippedMilli } of lines) {
          const own = charged.filter((line) => line.name === name);
          expect(sum(own, ({ quantityMilli }) => quantityMilli)).toBe(shippedMilli);
        }
      }
    }
  });

  test('no more of a line comes back than was delivered, and only settled returns are credited', () => {
    for (const { returns, creditNotes, shipments } of stories) {
      for (const back of returns) {
        const shipment = shipments.find(({ id }) => id === back.shipmentId);
        const part = shipment?.parts.find(({ line }) => line === back.line);
        expect(back.quantityMilli <= (part?.quantityMilli ?? 0n)).toBe(true);
        expect(back.returnedOn >= (shipment?.deliveredOn ?? '9999')).toBe(true);
      }
      const settled = returns.filter(({ status }) => status === 'settled');
      expect(creditNotes.map(({ returnNumber }) => returnNumber)).toEqual(
        settled.map(({ number }) => number),
      );
    }
  });

  test('all goods of an order leave under the tax rate that its lines bear', () => {
    for (const { lines, shipments } of stories) {
      const rates = new Set(lines.map(({ vatPercent }) => vatPercent));
      expect(rates.size).toBe(1);
      for (const { shippedOn } of shipments) {
        if (shippedOn !== null) expect(rates).toContain(vatPercentOn(shippedOn));
      }
    }
  });

  test('nothing has happened after the night of the export', () => {
    const { untilOn } = world;
    const midnight = new Date(`${world.today}T00:00:00+03:00`);
    for (const { orderedOn, shipments, invoices, returns, creditNotes } of stories) {
      const days = [
        orderedOn,
        ...shipments.flatMap(({ shippedOn, deliveredOn }) => [shippedOn ?? '', deliveredOn ?? '']),
        ...invoices.flatMap(({ issuedOn, payments }) => [issuedOn, ...payments.map((pay) => pay.receivedOn)]),
        ...returns.map(({ returnedOn }) => returnedOn),
        ...creditNotes.map(({ issuedOn }) => issuedOn),
      ];
      expect(days.filter((on) => on > untilOn)).toEqual([]);
      expect(shipments.flatMap(({ events }) => events).filter(({ at }) => at >= midnight)).toEqual([]);
    }
  });

  test('orders come in the order of their numbers', () => {
    const days = stories.map(({ orderedOn }) => orderedOn);
    expect(days).toEqual(days.toSorted());
    expect(new Set(stories.map(({ number }) => number)).size).toBe(stories.length);
  });
});

test('an order is told alike whether it is told alone or after all others', () => {
  const world = makeWorld({ today: '2026-11-22' });
  expect(tellOrder(world, 250)).toEqual([...tellOrders(world)][250]);
});

test('whatever the day, there is something of everything to see', () => {
  for (let months = 0; months < 8; months += 1) {
    const today = addDays(addMonths('2026-10-01', 2 * months), months * 3);
    const stories = [...tellOrders(makeWorld({ today }))];
    const statuses = new Set(stories.map(({ status }) => status));
    expect(statuses.size, `statuses on ${today}`).toBe(8);

    const open = stories.filter(({ status }) => status === 'in_progress' || status === 'partially_shipped');
    expect(open.filter(({ promisedOn }) => promisedOn < today).length).toBeGreaterThan(1);
    expect(open.filter(({ stage }) => stage !== null).length).toBeGreaterThan(1);

    const invoices = stories.flatMap((story) => story.invoices);
    const overdue = invoices.filter(({ residualMinor, dueOn }) => residualMinor > 0n && dueOn < today);
    expect(overdue.length).toBeGreaterThan(4);
    expect(new Set(invoices.map(({ status }) => status)).size, `invoices on ${today}`).toBe(4);

    const returns = new Set(stories.flatMap((story) => story.returns.map(({ status }) => status)));
    expect(returns.size, `returns on ${today}`).toBe(4);
    const shipments = stories.flatMap((story) => story.shipments);
    expect(shipments.filter(({ status, events }) => status === 'shipped' && events.length > 0)).not.toEqual(
      [],
    );
    expect(shipments.some(({ status }) => status === 'preparing')).toBe(true);
    const events = new Set(shipments.flatMap((shipment) => shipment.events.map(({ status }) => status)));
    expect(events).toContain('exception');
    expect(events).toContain('unknown');
    expect(stories.some(({ lines }) => lines.some(({ product }) => product?.discontinuedOn))).toBe(true);
    expect(stories.some(({ lines }) => lines.some(({ product }) => product === null))).toBe(true);
  }
}, 90_000);
