import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { sha256Of, writeFileDrop } from '#test/support/file-drop.ts';
import type { CsvRow } from '#test/support/file-drop.ts';
import { aCounterparty, anOrder, aProduct, many } from '#test/support/source-rows.ts';
import { aSync, anAccount, importDrop, importFrom, importRows, tie } from '#test/support/sync.ts';
import type { TestSync } from '#test/support/sync.ts';

const ACT = Buffer.from('%PDF-1.7');
const anAct: CsvRow = {
  id: 'd',
  counterparty: 'x',
  kind: 'act',
  title: 'Act',
  issued_on: '2026-03-01',
  media_type: 'application/pdf',
  size: String(ACT.byteLength),
  sha256: sha256Of(ACT),
  file: 'act.pdf',
};
const LATER = { generatedAt: '2026-03-05T10:00:00Z' };

/** Everything that an import may touch. A table that is not named here is none of a source's business. */
const WRITTEN_BY_SOURCES = new Set(
  `SourceManager VatRate Product Stock Replacement PriceList PriceEntry
  Counterparty SourceContact Terms SourceDiscount
  Order OrderLine Invoice Shipment ShipmentLine TrackingEvent GoodsReturn
  Payment CreditNote LedgerEntry OpeningBalance Document
  Source SourceState ImportRun MovedRow AuditEvent`.split(/\s+/),
);

test('no source ever writes a holder, a role, a key, a membership or an address for notices', async ({
  db,
}) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: [aCounterparty('x')] });
  await aCustomerWithKey(sync);
  const before = await contentOfTheRest(db);
  const contact: CsvRow = {
    id: '1',
    counterparty: 'x',
    name: 'Owner',
    email: 'attacker@example.com',
    phone: '1',
  };
  const manager: CsvRow = { id: '1', name: 'Owner', email: 'attacker@example.com' };

  await importDrop(sync, {
    rows: {
      'account-manager': [manager],
      counterparty: [aCounterparty('x', { name: 'New' })],
      contact: [contact],
    },
    manifest: LATER,
  });

  expect(await contentOfTheRest(db)).toEqual(before);
  expect([...before.keys()]).toEqual(
    expect.arrayContaining(['Holder', 'Membership', 'Key', 'CustomerAccount', 'AccountTie']),
  );
});

test('an import that another one overtakes stops, and the later one has the last word', async ({ db }) => {
  const sync = await aSync(db);
  const drop = (name: string, generatedAt: string) =>
    writeFileDrop({
      rows: { counterparty: [aCounterparty('x', { name })], document: [anAct] },
      documents: { 'act.pdf': ACT },
      manifest: { generatedAt },
    });
  const newer = await drop('newer', '2026-03-05T11:00:00Z');
  const overtaken = {
    ...sync,
    documents: {
      put: async () => expect(await importFrom(sync, newer)).toMatchObject({ ok: true, change: 'applied' }),
    },
  };

  const outcome = await importFrom(overtaken, await drop('older', '2026-03-05T10:00:00Z'));

  expect(outcome).toEqual({ ok: false, reason: 'overtaken' });
  expect(await db.counterparty.findFirst()).toMatchObject({ name: 'newer' });
  expect(await db.sourceState.findFirst()).toMatchObject({ asOf: new Date('2026-03-05T11:00:00Z') });
});

test('a file that changes between being checked and being written stops the import', async ({ db }) => {
  const sync = await aSync(db);
  const dir = await writeFileDrop({ rows: { product: many(10, (id) => aProduct(id)) } });

  const outcome = await importFrom(sync, dir, {
    onProgress: ({ phase }) => {
      if (phase === 'check') appendFileSync(join(dir, 'products.csv'), 'new;NEW;Bolt;pcs\r\n');
    },
  });

  expect(outcome).toEqual({ ok: false, reason: 'changed_while_read' });
  expect(await db.sourceState.count()).toBe(0);
  expect(await db.importRun.findFirst()).toMatchObject({ outcome: 'changed_while_read' });
});

test('an import that fails says so in its record, and the same drop is then taken again', async ({ db }) => {
  const sync = await aSync(db);
  const fails = { ...sync, documents: { put: () => Promise.reject(new Error('the disk is full')) } };
  const rows = { counterparty: [aCounterparty('x')], order: [anOrder('1', 'x')], document: [anAct] };
  const dir = await writeFileDrop({ rows, documents: { 'act.pdf': ACT } });

  await expect(importFrom(fails, dir)).rejects.toThrow('the disk is full');
  expect(await db.importRun.findFirst()).toMatchObject({ outcome: 'failed', finishedAt: NOON });
  expect(await db.document.count()).toBe(0);

  expect(await importFrom(sync, dir)).toMatchObject({ ok: true, change: 'applied' });
  expect(await db.document.count()).toBe(1);
});

async function aCustomerWithKey(sync: TestSync): Promise<void> {
  const accountId = await anAccount(sync.db);
  await tie(sync, accountId, 'x');
  const data = {
    kind: 'customer',
    name: 'Owner',
    email: 'owner@example.com',
    userHandle: Buffer.alloc(32),
    createdAt: NOON,
  };
  const { id: holderId } = await sync.db.holder.create({ data, select: { id: true } });
  await sync.db.membership.create({ data: { holderId, accountId, role: 'owner', createdAt: NOON } });
}

/** Rows of every table of the database that a source has no business in. */
async function contentOfTheRest(db: Db): Promise<Map<string, unknown>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;
  const content = new Map<string, unknown>();
  for (const { name } of tables) {
    if (!WRITTEN_BY_SOURCES.has(name)) content.set(name, await db.$queryRawUnsafe(`SELECT * FROM "${name}"`));
  }
  return content;
}
