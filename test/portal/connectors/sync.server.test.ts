import { afterAll, describe, expect, test } from 'vitest';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import { NOON } from '#test/support/audit-log.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { writeFileDrop } from '#test/support/file-drop.ts';
import type { RowsByKind } from '#test/support/file-drop.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import {
  aCounterparty,
  anOrder,
  aProduct,
  aTrackingEvent,
  aShipment,
  many,
} from '#test/support/source-rows.ts';
import { aSync, idOf, importDrop, importFrom, importRows } from '#test/support/sync.ts';
import type { TestSync } from '#test/support/sync.ts';

const LATER = { generatedAt: '2026-03-05T10:00:00Z' };
const TEN = many(10, (id) => aProduct(id));

describe.each([
  { provider: 'sqlite', open: openTestDb },
  { provider: 'postgresql', open: openPostgresqlTestDb },
])('a drop on $provider', ({ open }) => {
  const opened: TestDb[] = [];
  const anInstallation = async (): Promise<TestSync> => {
    const testDb = await open();
    opened.push(testDb);
    return aSync(testDb.db);
  };
  afterAll(async () => {
    for (const testDb of opened) await testDb.close();
  });

  test('is stored value by value as it was sent', async () => {
    const sync = await anInstallation();
    const event = aTrackingEvent('e1', 's1', { occurred_at: '2026-03-03T11:00:00.250+03:00', version: '7' });

    await importRows(sync, { shipment: [aShipment('s1', 'x')], 'tracking-event': [event] });

    expect(await sync.db.trackingEvent.findFirst()).toEqual({
      id: idOf('tracking-event', 'e1'),
      sourceId: 'source-erp',
      externalId: 'e1',
      sourceVersion: '7',
      sourceModifiedAt: null,
      syncedAt: NOON,
      deletedAt: null,
      rowHash: expect.any(String),
      detailsJson: '[]',
      counterpartyId: idOf('counterparty', 'x'),
      accountId: null,
      quarantinedAt: null,
      shipmentId: idOf('shipment', 's1'),
      carrier: 'CDEK',
      trackingNumber: '1',
      occurredAt: new Date('2026-03-03T08:00:00.250Z'),
      status: 'in_transit',
      rawCode: null,
      rawText: null,
      city: null,
      country: null,
    });
  });

  test('that comes a second time changes nothing and says so', async () => {
    const sync = await anInstallation();
    const dir = await writeFileDrop({ rows: { product: TEN } });
    await importFrom(sync, dir);

    expect(await importFrom({ ...sync, now: () => new Date('2026-03-06T12:00:00Z') }, dir)).toEqual({
      ok: true,
      change: 'unchanged',
    });
    expect(await sync.db.product.count({ where: { syncedAt: NOON } })).toBe(10);
  });

  test('with the same rows under a later date touches no row', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: TEN });

    const later = { ...sync, now: () => new Date('2026-03-06T12:00:00Z') };
    const outcome = await importDrop(later, { rows: { product: TEN }, manifest: LATER });

    expect(countsOf(outcome, 'product')).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 10 });
    expect(await sync.db.product.count({ where: { syncedAt: NOON } })).toBe(10);
    expect(await stateOf(sync, 'product')).toMatchObject({ asOf: new Date(LATER.generatedAt), rowCount: 10 });
  });

  test('that changes a row replaces all of it', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: [...TEN, aProduct('p', { group: 'Bearings', pack_quantity: '5' })] });

    const outcome = await importLater(sync, { product: [...TEN, aProduct('p', { name: 'Better bearing' })] });

    expect(countsOf(outcome, 'product')).toMatchObject({ changed: 1, unchanged: 10 });
    expect(await sync.db.product.findUnique({ where: { id: idOf('product', 'p') } })).toMatchObject({
      name: 'Better bearing',
      groupName: null,
      packQuantity: null,
      searchText: 'sku-p better bearing',
    });
  });

  test('with an older row than we have leaves ours alone', async () => {
    const sync = await anInstallation();
    const modified = (at: string, name: string) => [...TEN, aProduct('p', { modified_at: at, name })];
    await importRows(sync, { product: modified('2026-03-02T00:00:00Z', 'new') });

    const outcome = await importLater(sync, { product: modified('2026-03-01T00:00:00Z', 'old') });

    expect(countsOf(outcome, 'product')).toMatchObject({ changed: 0, removed: 0 });
    expect(await nameOf(sync, 'p')).toBe('new');
  });

  test('without a row marks it as deleted, and with it again brings it back', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: [...TEN, aProduct('p')] });

    expect(countsOf(await importLater(sync, { product: TEN }), 'product')).toMatchObject({ removed: 1 });
    expect(await deletedAtOf(sync, 'p')).toEqual(NOON);

    const back = await importDrop(sync, {
      rows: { product: [...TEN, aProduct('p')] },
      manifest: { generatedAt: '2026-03-05T11:00:00Z' },
    });
    expect(countsOf(back, 'product')).toMatchObject({ added: 1, unchanged: 10 });
    expect(await deletedAtOf(sync, 'p')).toBeNull();
  });

  test('that names a row as deleted is the same as one without it', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: [...TEN, aProduct('p')] });

    const outcome = await importLater(sync, { product: [...TEN, aProduct('p', { is_deleted: 'true' })] });

    expect(countsOf(outcome, 'product')).toEqual({ added: 0, changed: 0, removed: 1, unchanged: 10 });
    expect(await deletedAtOf(sync, 'p')).toEqual(NOON);
  });

  test('without a file leaves its kind alone', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: TEN });

    await importLater(sync, { counterparty: [aCounterparty('x')] });

    expect(await sync.db.product.count({ where: { deletedAt: null } })).toBe(10);
    expect(await stateOf(sync, 'order')).toBeNull();
  });

  test('that would remove more than a tenth of a kind stops and asks', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: TEN, counterparty: [aCounterparty('x')] });
    const rows = { product: TEN.slice(2), counterparty: [aCounterparty('x', { name: 'New name' })] };
    const dir = await writeFileDrop({ rows, manifest: LATER });

    expect(await importFrom(sync, dir)).toEqual({
      ok: false,
      reason: 'would_remove_too_much',
      kinds: [{ kind: 'product', live: 10, removed: 2 }],
    });
    expect(await sync.db.product.count({ where: { deletedAt: null } })).toBe(10);
    expect(await sync.db.counterparty.findFirst()).toMatchObject({ name: 'Works x' });

    expect(await importFrom(sync, dir, { allowRemoval: true })).toMatchObject({
      ok: true,
      change: 'applied',
    });
    expect(await sync.db.product.count({ where: { deletedAt: null } })).toBe(8);
  });

  test('with an empty file for a kind that has rows stops and asks', async () => {
    const sync = await anInstallation();
    await importRows(sync, { order: [anOrder('1', 'x')] });

    expect(await importLater(sync, { order: [] })).toMatchObject({ reason: 'would_remove_too_much' });
  });

  test('may remove a tenth without asking', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: TEN });

    expect(await importLater(sync, { product: TEN.slice(1) })).toMatchObject({ ok: true, change: 'applied' });
  });

  test('that is older than the last one is refused', async () => {
    const sync = await anInstallation();
    await importDrop(sync, { rows: { product: TEN }, manifest: LATER });

    expect(await importDrop(sync, { rows: { product: [...TEN, aProduct('p')] } })).toMatchObject({
      reason: 'refused',
      problems: { told: [{ code: 'older_than_last' }] },
    });
  });

  test('is larger than one transaction and arrives as a whole', async () => {
    const sync = await anInstallation();
    const rows = { product: many(1_201, (id) => aProduct(id)) };

    expect(countsOf(await importDrop(sync, { rows }), 'product')).toMatchObject({ added: 1_201 });
    expect(await sync.db.product.count()).toBe(1_201);

    const fewer = { product: rows.product.filter((_, index) => index % 20 !== 0) };
    expect(countsOf(await importLater(sync, fewer), 'product')).toMatchObject({ removed: 61 });
    expect(await sync.db.product.count({ where: { deletedAt: null } })).toBe(1_140);
  });

  test('leaves a record of what was done, and of what was refused', async () => {
    const sync = await anInstallation();
    await importRows(sync, { product: TEN });
    await importLater(sync, { product: [aProduct('p', { unit: '' })] });
    await importLater(sync, { product: [] });

    const runs = await sync.db.importRun.findMany({ orderBy: { id: 'asc' } });
    expect(runs.map(({ outcome }) => outcome)).toEqual(['applied', 'refused', 'would_remove_too_much']);
    expect(JSON.parse(runs[0]?.countsJson ?? '')).toMatchObject({ product: { added: 10 } });
    expect(JSON.parse(runs[1]?.problemsJson ?? '')).toMatchObject({ told: [{ column: 'unit' }], total: 1 });
    const events = await sync.db.auditEvent.findMany({ orderBy: { seq: 'asc' } });
    expect(events.map(({ type, result }) => `${type} ${result}`)).toEqual([
      'import_started ok',
      'import_finished ok',
      'import_refused refused',
      'import_refused refused',
    ]);
  });
});

async function importLater(sync: TestSync, rows: RowsByKind): Promise<ImportOutcome> {
  return importDrop(sync, { rows, manifest: LATER });
}

function countsOf(outcome: ImportOutcome, kind: 'product') {
  return outcome.ok && outcome.change === 'applied' ? outcome.counts[kind] : outcome;
}

function stateOf({ db }: TestSync, kind: string) {
  return db.sourceState.findUnique({ where: { sourceId_kind: { sourceId: 'source-erp', kind } } });
}

async function nameOf({ db }: TestSync, product: string): Promise<string> {
  return (await db.product.findUniqueOrThrow({ where: { id: idOf('product', product) } })).name;
}

async function deletedAtOf({ db }: TestSync, product: string): Promise<Date | null> {
  return (await db.product.findUniqueOrThrow({ where: { id: idOf('product', product) } })).deletedAt;
}
