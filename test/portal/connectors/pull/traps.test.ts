/** Each test names a trap that a real server has set, or one that the engine would set for itself. */
import { afterEach, expect } from 'vitest';
import type { Emulator } from '#test/support/odata-emulator.ts';
import { test } from '#test/support/db.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import { openBusinessCentral } from '#test/support/odata-worlds.ts';
import { aPullingPortal, guid, listIn, rowIn, textIn } from '#test/support/pulled-source.ts';
import type { EmulatedRow } from '#test/support/odata-filter.ts';
import { idOf } from '#test/support/sync.ts';
import { aMapping, anOrder, LINE_FIELDS, ORDER_FIELDS, startTrapSource } from '#test/support/trap-source.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function anEmulator(orders: EmulatedRow[], lines: EmulatedRow[] = []): Promise<Emulator> {
  const emulator = await startTrapSource(orders, lines);
  opened.push(emulator);
  return emulator;
}

test('times told coarser than they are stored: a row written later in the same second is not lost, none is stored twice', async ({
  db,
}) => {
  const orders = [anOrder(1, { modifiedAt: '2026-03-01T00:43:31.307186Z' })];
  const emulator = await anEmulator(orders);
  emulator.behaviour.tellsSeconds = true;
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  orders.push(anOrder(2, { modifiedAt: '2026-03-01T00:43:31.900000Z' }));

  const report = await portal.sync();

  expect(await db.order.count()).toBe(2);
  expect(report.counts.order).toEqual({ added: 1, changed: 0, removed: 0, unchanged: 1 });
});

test('the cursor is the source’s clock, not ours: a source that is two hours behind loses nothing', async ({
  db,
}) => {
  const orders = [anOrder(1, { modifiedAt: '2020-03-01T00:00:00Z' })];
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  orders.push(anOrder(2, { modifiedAt: '2020-03-01T00:00:05Z' }));

  await portal.sync();

  expect(await db.order.count()).toBe(2);
});

test('an empty time of change: rows that were never changed come by their time of creation', async ({
  db,
}) => {
  const cursor = { by: 'modified', field: 'modifiedAt', createdField: 'createdAt' };
  const orders = [anOrder(1, { modifiedAt: null })];
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping({ cursor }) });
  await portal.sync();
  orders.push(anOrder(2, { modifiedAt: null, createdAt: '2026-03-02T00:00:00Z' }));
  await portal.sync();
  expect(await db.order.count()).toBe(2);

  const third = await portal.sync();
  expect(third.counts.order).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 1 });
});

test('a row that changes while the first reading is on its way comes with the next one', async ({ db }) => {
  const orders = Array.from({ length: 120 }, (_, index) => anOrder(index + 1));
  const emulator = await anEmulator(orders);
  emulator.onAsk = (url) => {
    if (url.searchParams.get('$skiptoken') !== '50') return;
    orders[0] = anOrder(1, { modifiedAt: '2026-03-01T10:00:00Z', total: 777 });
    orders[119] = anOrder(120, { modifiedAt: '2026-03-01T11:00:00Z', total: 888 });
  };
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  emulator.onAsk = null;

  await portal.sync();

  const { grossMinor } = await db.order.findUniqueOrThrow({ where: { id: idOf('order', guid('0', 1)) } });
  expect(grossMinor).toBe(77_700n);
});

test('an older row never replaces a newer one, nor its lines', async ({ db }) => {
  const lines = { kind: 'order-line', in: 'lines', key: ['ID'], fields: LINE_FIELDS };
  const withLine = (text: string) => ({ lines: [{ ID: 'l1', sequence: 1, text, quantity: 1 }] });
  const orders = [anOrder(1, { modifiedAt: '2026-03-01T10:00:00Z', total: 2, ...withLine('new') })];
  const emulator = await anEmulator(orders);
  const mapping = aMapping({ lines, expand: ['lines'] });
  const portal = await aPullingPortal(db, { address: emulator.address, mapping });
  await portal.sync();
  orders[0] = anOrder(1, { modifiedAt: '2026-03-01T09:59:59Z', total: 1, ...withLine('old') });
  orders.push(anOrder(2, { modifiedAt: '2026-03-01T09:59:59Z', lines: [] }));

  await portal.sync();

  expect(await db.order.findMany({ orderBy: { number: 'asc' }, select: { grossMinor: true } })).toEqual([
    { grossMinor: 200n },
    { grossMinor: 10_000n },
  ]);
  expect(await db.orderLine.findMany({ select: { name: true, deletedAt: true } })).toEqual([
    { name: 'new', deletedAt: null },
  ]);
});

test('a changed line does not touch its order: lines with a cursor of their own come all the same', async ({
  db,
}) => {
  const lines = [{ ...anOrder(11), order: guid('0', 1), sequence: 1, text: 'before', quantity: 1 }];
  const lineFeed = {
    kind: 'order-line',
    set: 'Lines',
    key: ['ID'],
    cursor: { by: 'modified', field: 'modifiedAt', overlapSeconds: 2 },
    fields: { ...LINE_FIELDS, modifiedAt: 'modifiedAt', orderRef: 'order' },
  };
  const emulator = await anEmulator([anOrder(1)], lines);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping({}, [lineFeed]) });
  await portal.sync();
  Object.assign(lines[0] ?? {}, { text: 'after', modifiedAt: '2026-03-02T00:00:00Z' });

  await portal.sync();

  expect(await db.orderLine.findMany({ select: { name: true } })).toEqual([{ name: 'after' }]);
});

test('a changed line leaves its order’s time as it was, and lines have none (Business Central): open orders are read again once a day', async ({
  db,
}) => {
  const { emulator, mapping, orderId } = await openBusinessCentral();
  opened.push(emulator);
  const orders = emulator.sets['salesOrders']?.rows ?? [];
  rowIn(orders, 'id', orderId(3))['lastModifiedDateTime'] = '2026-03-01T11:00:00Z'; // the others are behind the overlap
  const portal = await aPullingPortal(db, { address: emulator.address, mapping });
  await portal.sync();
  const idOfOrder = (number: number) => idOf('order', orderId(number));
  await db.order.updateMany({ where: { id: { not: idOfOrder(1) } }, data: { status: 'completed' } });
  for (const number of [1, 2]) {
    for (const line of listIn(rowIn(orders, 'id', orderId(number)), 'salesOrderLines')) {
      line['description'] = 'Another text';
    }
  }
  const namesOf = async (number: number) => {
    const lines = await db.orderLine.findMany({ where: { orderId: idOfOrder(number) } });
    return lines.map(({ name }) => name).toSorted();
  };
  const askedByKey = () =>
    emulator.asked.filter((question) => question.includes(`id eq ${orderId(1)}`)).length;

  await portal.sync();
  expect(await namesOf(1)).toEqual(['Bearing 1', 'Bearing 2']);
  portal.pass(25 * 60);
  const { counts } = await portal.sync();
  expect(await namesOf(1)).toEqual(['Another text', 'Another text']);
  expect(await namesOf(2)).toEqual(['Bearing 1', 'Bearing 2']);
  expect(counts['order-line']).toMatchObject({ changed: 2, removed: 0, added: 0 });
  expect(askedByKey()).toBe(1);

  await db.order.updateMany({ data: { status: 'confirmed' } });
  portal.pass(25 * 60);
  await portal.sync();
  expect(await namesOf(2)).toEqual(['Another text', 'Another text']);
  expect(askedByKey()).toBe(1); // where most are open, they come in their order
});

test('an ignored filter is found out: nothing of such an answer is stored', async ({ db }) => {
  const orders = [anOrder(1), anOrder(2, { modifiedAt: '2026-03-05T00:00:00Z' })];
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  emulator.behaviour.ignoresFilter = true;
  orders.unshift(anOrder(0, { modifiedAt: '2026-03-05T00:00:01Z', total: 9 }));

  const report = await portal.sync();

  expect(report.feeds).toMatchObject([{ ok: false, code: 'ignored' }]);
  expect(await db.order.count()).toBe(2);
});

test('an ignored condition is found out: rows that were not asked for are not stored', async ({ db }) => {
  const emulator = await anEmulator([anOrder(1), anOrder(2, { currencyCode: 'USD' })]);
  emulator.behaviour.ignoresFilter = true;
  const filter = [{ field: 'currencyCode', is: ['RUB'] }];
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping({ filter }) });

  const report = await portal.sync();

  expect(report.feeds).toMatchObject([{ ok: false, code: 'ignored' }]);
  expect(await db.order.count()).toBe(0);
});

test('an ignored order is found out: the cursor does not pass what was not given', async ({ db }) => {
  const orders = [anOrder(1)];
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  orders.push(
    anOrder(2, { modifiedAt: '2026-03-02T00:00:00Z' }),
    anOrder(3, { modifiedAt: '2026-03-03T00:00:00Z' }),
  );
  emulator.behaviour.ignoresOrder = true;

  expect((await portal.sync()).feeds).toMatchObject([{ ok: false, code: 'ignored' }]);

  emulator.behaviour.ignoresOrder = false;
  await portal.sync();
  expect(await db.order.count()).toBe(3);
});

test('an order that holds on each page only is found out: what is behind the cursor is not passed over', async ({
  db,
}) => {
  const orders = Array.from({ length: 120 }, (_, index) =>
    anOrder(index, { modifiedAt: `2026-03-01T00:${String(index % 60).padStart(2, '0')}:00Z` }),
  );
  const emulator = await anEmulator(orders.slice(0, 1));
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  emulator.sets['Orders']?.rows.push(...orders.slice(1));
  emulator.behaviour.ordersEachPage = true;

  expect((await portal.sync()).feeds).toMatchObject([{ ok: false, code: 'ignored' }]);

  emulator.behaviour.ordersEachPage = false;
  await portal.sync();
  expect(await db.order.count()).toBe(120);
});

test('a time that is yet to come does not carry the cursor with it: what changes today comes today', async ({
  db,
}) => {
  const orders = [anOrder(1), anOrder(2, { modifiedAt: '2099-01-01T00:00:00Z' })];
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  for (const [total, modifiedAt] of [
    [2, '2026-03-05T12:00:00Z'],
    [3, '2026-03-05T12:10:00Z'],
  ] as const) {
    orders[0] = anOrder(1, { modifiedAt, total });
    portal.pass(10);
    await portal.sync();

    const { grossMinor } = await db.order.findUniqueOrThrow({ where: { id: idOf('order', guid('0', 1)) } });
    expect(grossMinor).toBe(BigInt(total) * 100n);
  }
  expect(await db.order.count()).toBe(2);
});

test('an ignored question for single rows is found out: what was not asked for is not stored', async ({
  db,
}) => {
  const orders = Array.from({ length: 20 }, (_, index) => anOrder(index));
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  // Older than the cursor: found by its name only, and then asked for by its key.
  orders.push(anOrder(99, { modifiedAt: '2026-01-01T00:00:00Z' }));
  emulator.onAsk = (url) => {
    emulator.behaviour.ignoresFilter = url.searchParams.get('$filter')?.includes('ID eq') === true;
  };

  expect((await portal.sync({ isFull: true })).feeds).toMatchObject([{ ok: false, code: 'ignored' }]);
});

test('a link to the next page that leads elsewhere is not followed, and its address learns no credential', async ({
  db,
}) => {
  const capture = await startFaultProxy();
  opened.push(capture);
  const emulator = await anEmulator(Array.from({ length: 60 }, (_, index) => anOrder(index)));
  emulator.behaviour.nextLinkOrigin = capture.origin;
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });

  const report = await portal.sync();

  expect(report.feeds).toMatchObject([{ ok: false, code: 'address_refused' }]);
  expect(capture.seen).toEqual([]);
});

test('links between pages that go round end the reading', async ({ db }) => {
  const emulator = await anEmulator(Array.from({ length: 60 }, (_, index) => anOrder(index)));
  emulator.behaviour.nextLinkLoops = true;
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });

  expect((await portal.sync()).feeds).toMatchObject([{ ok: false, code: 'ignored' }]);
});

test.for(['skip', 'keyset'])(
  'rows that go while pages are read by %s: none behind them is passed over',
  async (by, { db }) => {
    const orders = Array.from({ length: 40 }, (_, index) => anOrder(index + 1));
    const emulator = await anEmulator(orders);
    const mapping = { ...aMapping(), paging: { by, size: 10 } };
    const portal = await aPullingPortal(db, { address: emulator.address, mapping });
    let questions = 0;
    emulator.onAsk = () => {
      questions += 1;
      if (questions === 4) orders.splice(0, 3);
    };

    await portal.sync();

    const stored = await db.order.findMany({ where: { deletedAt: null }, select: { externalId: true } });
    const given = new Set(stored.map(({ externalId }) => externalId));
    expect(orders.filter(({ ID }) => !given.has(textIn({ ID: ID ?? null }, 'ID')))).toEqual([]);
  },
);

test('an old document that was changed is found by its version, and only it is read', async ({ db }) => {
  const cursor = { by: 'version', field: 'version', window: { field: 'createdAt', days: 30 } };
  const orders = Array.from({ length: 30 }, (_, index) =>
    anOrder(index, { version: 'v1', createdAt: '2020-01-01T00:00:00Z' }),
  );
  const emulator = await anEmulator(orders);
  const fields = { ...ORDER_FIELDS, version: 'version' };
  const mapping = aMapping({ cursor, fields });
  const portal = await aPullingPortal(db, { address: emulator.address, mapping });
  await portal.sync();
  Object.assign(orders[5] ?? {}, { version: 'v2', total: 5 });
  emulator.asked.length = 0;

  const report = await portal.sync({ isFull: true });

  expect(report.counts.order).toMatchObject({ changed: 1, unchanged: 0 });
  expect(emulator.asked.at(-1)).toContain(`ID eq ${guid('0', 5)}`);
});

test('money keeps its digits: what no float can hold, what a float leaves behind, and exponents', async ({
  db,
}) => {
  const emulator = await anEmulator([
    anOrder(1, { total: '#90071992547409.93' }),
    anOrder(2, { total: '#2413.7500000000005' }),
    anOrder(3, { total: '#1.5e3' }),
    anOrder(4, { total: '#0.005' }),
  ]);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });

  const report = await portal.sync();

  const stored = await db.order.findMany({ orderBy: { number: 'asc' }, select: { grossMinor: true } });
  expect(stored.map(({ grossMinor }) => grossMinor)).toEqual([9_007_199_254_740_993n, 241_375n, 150_000n]);
  expect(report.problems.told).toMatchObject([
    { file: `Orders(${guid('0', 4)})`, column: 'netMinor', reason: '0.005 has more digits than RUB has' },
    { column: 'grossMinor' },
  ]);
});

test('a record that can’t be read is told and left out, is not taken for missing, and comes once it is mended', async ({
  db,
}) => {
  const orders = Array.from({ length: 20 }, (_, index) => anOrder(index));
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  await portal.sync();
  Object.assign(orders[1] ?? {}, { orderDate: 'soon', modifiedAt: '2026-03-02T00:00:00Z' });
  orders.push(anOrder(99, { currencyCode: '', modifiedAt: '2026-03-02T00:00:00Z' }));

  const report = await portal.sync({ isFull: true });

  expect(report.outcome).toBe('applied');
  expect(report.problems.told.map(({ column }) => column)).toEqual(
    expect.arrayContaining(['orderedOn', 'netMinor']),
  );
  expect(await db.order.count({ where: { deletedAt: null } })).toBe(20);
  Object.assign(orders.at(-1) ?? {}, { currencyCode: 'RUB' });
  await portal.sync({ isFull: true });
  expect(await db.order.count({ where: { deletedAt: null } })).toBe(21);
});

test('deletions in small portions are added up within a cycle, and their sum is put before the guard', async ({
  db,
}) => {
  const tombstone = { field: 'isDeleted', is: ['true'] };
  const orders = Array.from({ length: 120 }, (_, index) => anOrder(index, { isDeleted: false }));
  const emulator = await anEmulator(orders);
  const mapping = aMapping({ tombstone });
  const portal = await aPullingPortal(db, { address: emulator.address, mapping });
  await portal.sync();
  for (const [index, order] of orders.entries()) {
    Object.assign(order, { modifiedAt: `2026-03-02T00:00:00.${String(index).padStart(3, '0')}Z` });
    if (index % 9 === 0) Object.assign(order, { isDeleted: true });
  }

  const report = await portal.sync();

  expect(report.outcome).toBe('would_remove_too_much');
  expect(await db.order.count({ where: { deletedAt: { not: null } } })).toBeLessThanOrEqual(12);
});

test('a mapping that was changed is read from the start', async ({ db }) => {
  const emulator = await anEmulator([anOrder(1), anOrder(2, { modifiedAt: '2026-03-05T00:00:00Z' })]);
  await (await aPullingPortal(db, { address: emulator.address, mapping: aMapping() })).sync();
  const fields = { ...ORDER_FIELDS, customerReference: 'number' };

  await (await aPullingPortal(db, { address: emulator.address, mapping: aMapping({ fields }) })).sync();

  const stored = await db.order.findMany({ orderBy: { number: 'asc' }, select: { customerReference: true } });
  expect(stored).toEqual([{ customerReference: 'SO1' }, { customerReference: 'SO2' }]);
});

test('a cycle that dies at any moment leaves neither a gap nor a double: the next one ends as if nothing had happened', async ({
  db,
}) => {
  const lines = { kind: 'order-line', in: 'lines', key: ['ID'], fields: LINE_FIELDS };
  const orders = Array.from({ length: 60 }, (_, index) =>
    anOrder(index, { lines: [{ ID: 'l1', sequence: 1, text: `line ${index}`, quantity: 1 }] }),
  );
  const emulator = await anEmulator(orders);
  let countdown = Number.POSITIVE_INFINITY;
  const portal = await aPullingPortal(db, {
    address: emulator.address,
    mapping: aMapping({ lines, expand: ['lines'] }),
    onNow: () => {
      countdown -= 1;
      if (countdown === 0) throw new Error('the process is gone');
    },
  });
  let deaths = 0;
  for (let moment = 1; moment < 200; moment += 1) {
    orders.push(
      anOrder(1_000 + moment, {
        modifiedAt: new Date(Date.UTC(2026, 3, 1, 0, moment)).toISOString(),
        lines: [],
      }),
    );
    countdown = moment;
    const died = await portal.sync().then(
      () => false,
      () => true,
    );
    countdown = Number.POSITIVE_INFINITY;
    if (!died) break;
    deaths += 1;
  }

  await portal.sync();

  expect(deaths).toBeGreaterThan(5);
  const stored = await db.order.findMany({ where: { deletedAt: null }, select: { externalId: true } });
  expect(new Set(stored.map(({ externalId }) => externalId))).toEqual(new Set(orders.map(({ ID }) => ID)));
  expect(stored).toHaveLength(orders.length);
  expect(await db.orderLine.count({ where: { deletedAt: null } })).toBe(60);
});

test('of two cycles at once the later one goes on, the earlier one stops at its next batch', async ({
  db,
}) => {
  const orders = Array.from({ length: 120 }, (_, index) => anOrder(index));
  const emulator = await anEmulator(orders);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  const seconds: ReturnType<typeof portal.sync>[] = [];
  emulator.onAsk = (url) => {
    if (url.searchParams.get('$skiptoken') === '50' && seconds.length === 0) seconds.push(portal.sync());
  };

  const first = await portal.sync();

  const [second] = await Promise.all(seconds);
  expect([first.outcome, second?.outcome]).toEqual(['overtaken', 'applied']);
  expect(await db.order.count()).toBe(120);
});
