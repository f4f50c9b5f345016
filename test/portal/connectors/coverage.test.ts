import { expect } from 'vitest';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import { parseEntity } from '#portal/connectors/port.ts';
import type { AnyDropPart, Drop, EntityInput, EntityKind } from '#portal/connectors/port.ts';
import { applyDrop } from '#portal/connectors/sync.server.ts';
import type { SyncDeps } from '#portal/connectors/sync-deps.ts';
import { NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { aSync } from '#test/support/sync.ts';

test('a source that sends single rows leaves the others alone', async ({ db }) => {
  const sync = await aSync(db);
  await apply(sync, [rows('product', [product('1'), product('2')])]);

  await apply(sync, [rows('product', [product('2', { name: 'Better' }), product('3')])]);

  expect(await liveProducts(db)).toEqual(['1', '2', '3']);
});

test('a source that sends single rows deletes one by saying so', async ({ db }) => {
  const sync = await aSync(db);
  await apply(sync, [
    rows(
      'product',
      many(20, (id) => product(id)),
    ),
  ]);

  const outcome = await apply(sync, [
    rows('product', [product('7', { isDeleted: true }), product('never-seen', { isDeleted: true })]),
  ]);

  expect(outcome).toMatchObject({ counts: { product: { removed: 1, added: 0 } } });
  expect(await liveProducts(db)).not.toContain('7');
});

test('a deletion that is older than the row deletes nothing', async ({ db }) => {
  const sync = await aSync(db);
  const [older, newer] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-02T00:00:00Z')];
  await apply(sync, [
    rows(
      'product',
      many(20, (id) => product(id, { modifiedAt: newer })),
    ),
  ]);

  await apply(sync, [rows('product', [product('7', { isDeleted: true, modifiedAt: older })])]);

  expect(await liveProducts(db)).toContain('7');
});

test('deletions one by one meet the same guard as rows left out', async ({ db }) => {
  const sync = await aSync(db);
  await apply(sync, [
    rows(
      'product',
      many(20, (id) => product(id)),
    ),
  ]);
  const gone = [
    rows(
      'product',
      ['1', '2', '3'].map((id) => product(id, { isDeleted: true })),
    ),
  ];

  expect(await apply(sync, gone)).toMatchObject({ kinds: [{ kind: 'product', live: 20, removed: 3 }] });
  expect(await liveProducts(db)).toHaveLength(20);
  expect(await apply(sync, gone, { allowRemoval: true })).toMatchObject({ ok: true });
  expect(await liveProducts(db)).toHaveLength(17);
});

test('an order that is sent with its lines loses the lines that are no longer among them, and no other order does', async ({
  db,
}) => {
  const sync = await aSync(db);
  const lines = many(20, (id) => line(id, id === '1' || id === '2' ? 'first' : 'second'));
  await apply(sync, [rows('order', [order('first'), order('second')]), rows('order-line', lines)]);

  const outcome = await apply(sync, [
    rows('order', [order('first')]),
    linesOf(['first'], [line('2', 'first')]),
  ]);

  expect(outcome).toMatchObject({ counts: { 'order-line': { removed: 1, unchanged: 1 } } });
  const live = await db.orderLine.findMany({ where: { deletedAt: null }, select: { externalId: true } });
  expect(live.map(({ externalId }) => externalId)).not.toContain('1');
  expect(live).toHaveLength(19);
});

test('orders sent with hardly any of their lines meet the guard', async ({ db }) => {
  const sync = await aSync(db);
  await apply(sync, [
    rows('order', [order('first')]),
    rows(
      'order-line',
      many(20, (id) => line(id, 'first')),
    ),
  ]);

  expect(await apply(sync, [linesOf(['first'], [])])).toMatchObject({ reason: 'would_remove_too_much' });
});

test('single rows may come late: they are not refused for being older than the last', async ({ db }) => {
  const sync = await aSync(db);
  await apply(sync, [rows('product', [product('1')])], {}, new Date('2026-03-05T10:00:00Z'));

  const outcome = await apply(sync, [rows('product', [product('2')])], {}, new Date('2026-03-04T10:00:00Z'));

  expect(outcome).toMatchObject({ ok: true });
  expect(await db.sourceState.findFirst()).toMatchObject({
    asOf: new Date('2026-03-05T10:00:00Z'),
    rowCount: 2,
  });
});

test('invented data does not come into an installation that takes none, nor real data into an invented source', async ({
  db,
}) => {
  const sync = await aSync(db);
  const parts = [rows('product', [product('1')])];

  expect(await apply(sync, parts, { isDemo: true, acceptsDemoData: false })).toMatchObject({
    problems: { told: [{ code: 'wrong_source' }] },
  });
  expect(await apply(sync, parts, { isDemo: true })).toMatchObject({
    problems: { told: [{ code: 'wrong_source' }] },
  });
  expect(await db.product.count()).toBe(0);
});

test('the first drop of a source makes the source known', async ({ db }) => {
  const sync = await aSync(db);

  await apply(sync, [rows('product', [product('1')])], { name: 'another' });

  const source = await db.source.findUniqueOrThrow({ where: { name: 'another' } });
  expect(await db.product.findFirst()).toMatchObject({ sourceId: source.id });
  expect(await db.auditEvent.count({ where: { type: 'source_added' } })).toBe(1);
});

let drops = 0;

interface Options {
  name?: string;
  isDemo?: boolean;
  acceptsDemoData?: boolean;
  allowRemoval?: boolean;
}

function apply(
  deps: SyncDeps,
  parts: AnyDropPart[],
  { name = 'erp', isDemo = false, acceptsDemoData = true, allowRemoval = false }: Options = {},
  asOf = NOON,
): Promise<ImportOutcome> {
  const drop: Drop = {
    fingerprint: String((drops += 1)),
    asOf,
    parts,
    readDocument: () => Promise.resolve({ ok: false, reason: 'there is none' }),
  };
  const source = { kind: 'file-drop', name, isDemo } as const;
  return applyDrop(deps, { source, drop, startedById: null, isDryRun: false, allowRemoval, acceptsDemoData });
}

function rows<Kind extends EntityKind>(kind: Kind, inputs: EntityInput<Kind>[]): AnyDropPart {
  // Kind and rows belong together, which TypeScript can't follow into the union of all parts.
  return { kind, covers: { of: 'rows' }, rowCount: null, rows: () => parsed(kind, inputs) } as AnyDropPart;
}

function linesOf(orders: string[], inputs: EntityInput<'order-line'>[]): AnyDropPart {
  return {
    kind: 'order-line',
    covers: { of: 'parents', parents: () => each(orders) },
    rowCount: null,
    rows: () => parsed('order-line', inputs),
  };
}

async function* parsed<Kind extends EntityKind>(kind: Kind, inputs: EntityInput<Kind>[]) {
  for (const input of inputs) yield parseEntity(kind, input, { file: kind, line: null });
}

async function* each(texts: string[]) {
  yield* texts;
}

function many<Row>(count: number, toRow: (id: string) => Row): Row[] {
  return Array.from({ length: count }, (_, index) => toRow(String(index + 1)));
}

function product(
  externalId: string,
  differences: Partial<EntityInput<'product'>> = {},
): EntityInput<'product'> {
  return { externalId, sku: externalId, name: 'Bearing', unit: 'pcs', ...differences };
}

function order(externalId: string): EntityInput<'order'> {
  return {
    externalId,
    number: externalId,
    orderedOn: '2026-03-01',
    status: 'confirmed',
    currency: 'RUB',
    netMinor: 1n,
    taxMinor: 0n,
    grossMinor: 1n,
  };
}

function line(externalId: string, orderRef: string): EntityInput<'order-line'> {
  return { externalId, orderRef, lineNo: 1, name: 'Bearing', quantity: '1' };
}

async function liveProducts(db: SyncDeps['db']): Promise<string[]> {
  const live = await db.product.findMany({ where: { deletedAt: null }, select: { externalId: true } });
  return live.map(({ externalId }) => externalId);
}
