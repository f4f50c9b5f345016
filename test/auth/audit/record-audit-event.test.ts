import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { aRevocation, audit, NOON, readLog, recordSome, verify } from '#test/support/audit-log.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

describe.each([
  { provider: 'sqlite', open: openTestDb },
  { provider: 'postgresql', open: openPostgresqlTestDb },
])('the audit log on $provider', ({ provider, open }) => {
  let testDb: TestDb;
  let db: Db;
  beforeAll(async () => {
    testDb = await open();
    db = testDb.db;
  });
  afterAll(() => testDb.close());

  test('ADM-05 tells who did what, when, from where and to which key', async () => {
    await db.$transaction((tx) => audit.record(tx, aRevocation({ keyId: 'key-9', note: 'lost' })));

    expect((await readLog(db)).at(-1)).toMatchObject({
      at: NOON,
      type: 'key_revoked',
      result: 'ok',
      actorId: 'manager-1',
      keyId: 'key-9',
      note: 'lost',
      ip: '192.0.2.7',
      userAgentHash: 'ab'.repeat(32),
      accountId: null,
      detailsJson: '{}',
    });
  });

  test('references of an event are kept in alphabetical order', async () => {
    await db.$transaction((tx) =>
      audit.record(tx, {
        type: 'import_finished',
        result: 'ok',
        actorId: SYSTEM_ACTOR,
        details: { sourceId: 'source-1', rows: 12, isDryRun: false, batchId: null },
        at: NOON,
      }),
    );
    expect((await readLog(db)).at(-1)?.detailsJson).toBe(
      '{"batchId":null,"isDryRun":false,"rows":12,"sourceId":"source-1"}',
    );
  });

  test('ADM-05 a change that is undone leaves no event', async () => {
    const before = await db.auditEvent.count();
    const change = db.$transaction(async (tx) => {
      await audit.record(tx, aRevocation());
      throw new Error('undone');
    });

    await expect(change).rejects.toThrow('undone');
    expect(await db.auditEvent.count()).toBe(before);
  });

  test('ADM-05 a refusal is on record although nothing changed', async () => {
    await audit.recordRefusal(db, {
      type: 'sign_in_refused',
      result: 'refused',
      reason: 'key_suspended',
      at: NOON,
    });
    expect((await readLog(db)).at(-1)).toMatchObject({ type: 'sign_in_refused', reason: 'key_suspended' });
  });

  test('events recorded at once by two programs form one chain without a gap', async () => {
    const other = createDb(testDb.url);
    const before = await db.auditEvent.count();

    const programs = [db, other, db, other, db, other, db, other];
    await Promise.all(
      programs.map(async (program) => {
        for (let round = 0; round < 5; round += 1) {
          await program.$transaction((tx) => audit.record(tx, aRevocation()));
        }
      }),
    );

    expect(await verify(db)).toMatchObject({ ok: true, events: BigInt(before + 40) });
    await other.$disconnect();
  });

  test('ADM-09 text from outside cannot forge a line, drive a terminal or hide its meaning', async () => {
    const note = 'lost\r\n2026-03-05 key_issued\u001b[2J\u0000\u009b1m\u202eegassem\u2028\ud800 конец 🔑';
    await db.$transaction((tx) => audit.record(tx, aRevocation({ note })));

    expect((await readLog(db)).at(-1)?.note).toBe(
      'lost\\u{d}\\u{a}2026-03-05 key_issued\\u{1b}[2J\\u{0}\\u{9b}1m\\u{202e}egassem\\u{2028}\\u{d800} конец 🔑',
    );
    expect(await verify(db)).toMatchObject({ ok: true });
  });

  test('a very long text is cut and marked', async () => {
    await db.$transaction((tx) => audit.record(tx, aRevocation({ note: 'x'.repeat(5_000) })));
    expect((await readLog(db)).at(-1)?.note).toBe(`${'x'.repeat(999)}…`);
  });

  test.each(forbiddenStatements(provider))('ADM-07 the database refuses: %s', async (statement) => {
    await db.$transaction((tx) => recordSome(tx, 2));
    const before = await readLog(db);

    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/audit log: /);
    expect(await readLog(db)).toEqual(before);
  });
});

function forbiddenStatements(provider: string): string[] {
  const columns = '"seq", "previousHash", "hash", "at", "type", "result", "detailsJson"';
  const values = (seq: string) => `${seq}, "previousHash", "hash", "at", "type", "result", "detailsJson"`;
  const both = [
    `UPDATE "AuditEvent" SET "note" = 'nothing happened' WHERE "seq" = 1`,
    'DELETE FROM "AuditEvent" WHERE "seq" = 1',
    `INSERT INTO "AuditEvent" (${columns}) SELECT ${values('"seq" + 1000')} FROM "AuditEvent" WHERE "seq" = 1`,
  ];
  if (provider === 'postgresql') return [...both, 'TRUNCATE "AuditEvent"'];
  const newest = 'WHERE "seq" = (SELECT MAX("seq") FROM "AuditEvent")';
  return [
    ...both,
    `REPLACE INTO "AuditEvent" (${columns}) SELECT ${values('"seq"')} FROM "AuditEvent" WHERE "seq" = 1`,
    `REPLACE INTO "AuditEvent" (${columns}) SELECT ${values('"seq" + 1')} FROM "AuditEvent" ${newest}`,
  ];
}
